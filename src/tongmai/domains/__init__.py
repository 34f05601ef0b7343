"""Floor 7. The rooms: one folder a service, all of one shape, strangers to each other."""

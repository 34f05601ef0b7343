"""What the pages of the room show: possible duplicates, newborns' certificates. Pure."""

"""The pages: routes, templates and static files. They draw blocks and know no domain by name."""

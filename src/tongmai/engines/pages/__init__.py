"""Pages: declarations filled through the context. The words every room's pages are written in."""

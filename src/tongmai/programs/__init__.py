"""The programs behind the command line, one file a command. Part of the roof."""

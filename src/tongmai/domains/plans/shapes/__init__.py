"""What the pages of plans compute."""

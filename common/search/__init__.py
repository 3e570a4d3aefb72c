"""Ukrainian sorting, searching by name and in texts."""

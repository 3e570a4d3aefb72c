"""Ukrainian sorting and searching by name."""

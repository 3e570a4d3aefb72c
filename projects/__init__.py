"""Projects, ideas, calls and aid received; holds nothing yet."""

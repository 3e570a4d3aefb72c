"""Projects of partners on our territory, ideas of communities, calls and aid received."""

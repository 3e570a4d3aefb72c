"""Projects that are grants out of the portal in the 360Giving Data Standard 1.4."""

"""Projects out of the portal in the standard of infrastructure projects, OC4IDS 0.9."""

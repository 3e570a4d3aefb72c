"""Who changed what and when, kept by database triggers."""

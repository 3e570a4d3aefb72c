"""Health, heartbeat and housekeeping."""

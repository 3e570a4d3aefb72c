"""Coordination requests, offers, meetings and decisions; holds nothing yet."""

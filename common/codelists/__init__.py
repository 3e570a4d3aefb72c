"""Shared short lists: themes, countries, languages, organisation types."""

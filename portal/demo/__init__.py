"""Demonstration content: built through the same services as the work of people."""

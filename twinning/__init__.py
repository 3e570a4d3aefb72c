"""Municipalities abroad, twin links with them, and finding those that are like a community."""

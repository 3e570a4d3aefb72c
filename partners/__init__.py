"""Whom do we know: partners, their identifiers and contact persons."""

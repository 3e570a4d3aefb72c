"""Telling other systems of changes as they happen: see docs/webhooks.md, docs/decisions/0038."""

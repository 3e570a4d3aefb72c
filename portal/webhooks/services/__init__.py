"""Everything that changes webhooks and what they have to tell."""

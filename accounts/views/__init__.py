"""Pages of accounts. What they share stands here."""

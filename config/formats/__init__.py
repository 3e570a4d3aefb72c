"""How dates and numbers are written, per language (DESIGN: «21 листопада 2026», `1 234,5`)."""

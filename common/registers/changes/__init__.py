"""What changed in what the registers give to everybody: see docs/decisions/0030."""

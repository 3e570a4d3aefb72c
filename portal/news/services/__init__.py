"""Everything that changes news."""

"""Pages of the territory: communities, oblasts, offices."""

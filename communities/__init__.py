"""Who are we: oblasts, raions, communities, offices and their people."""

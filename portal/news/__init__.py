"""News of the offices: what happened, with whom, in words and pictures, for everybody."""

"""Two things turn out to be one: merging, and undoing it at any time."""

"""Two topics or two outlets turn out to be one: the desk's pages for merging, and for undoing it."""

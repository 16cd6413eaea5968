"""RSS, Atom and JSON feeds, from the same entries."""

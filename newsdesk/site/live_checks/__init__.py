"""The publishing checks asked of pages of every kind, and of all that readers see."""

"""Rows in, results out: what was imported from which text, and the report of a run. Knows no app."""

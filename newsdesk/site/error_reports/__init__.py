"""Errors that readers report: the passage, the form, the desk's inbox, what became of each."""

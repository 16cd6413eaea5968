"""Notices: what the desk tells one of its people, and nobody else. Knows of no kind of page."""

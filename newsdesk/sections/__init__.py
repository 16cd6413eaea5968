"""Sections of the publication, and what the desk has put on its front pages. No screens here."""

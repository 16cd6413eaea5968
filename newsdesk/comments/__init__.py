"""Talking about a page before readers see it: desk queries, and previews shared with outsiders.

Nothing here is ever part of a document or an edition. `open_preview.py` and `answers.py` serve the public
view and import no verbs; everything else is the desk's.
"""

"""The desk in Django admin: what the admin of every kind of page is made of. Knows of no kind of page."""

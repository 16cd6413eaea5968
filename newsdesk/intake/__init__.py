"""Documents in: bytes of any kind become lines with roles. Knows no app, no Django, no section of a page."""

"""The read API under /api/v1/: what readers can see, as JSON for programs. Nothing is written here."""

"""The publishing checks: findings about a document, and warnings that somebody has accepted."""

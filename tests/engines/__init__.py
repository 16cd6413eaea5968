"""The desk on the programs that a newsroom puts under it, each real: replica, PgBouncer, Redis, S3."""

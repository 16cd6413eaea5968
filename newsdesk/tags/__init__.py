"""Tags of the desk: one row for all writings of a name, addresses that last, renaming and merging."""

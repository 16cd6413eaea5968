"""Whether the desk is alive, and whether what it stands on answers."""

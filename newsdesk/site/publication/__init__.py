"""The publication's own face: what readers fetch of it, and the desk's page on which it is edited."""

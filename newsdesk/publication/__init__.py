"""The publication's own face: name, logo, colours, menu, addresses, and the versions of it."""

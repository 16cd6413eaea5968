"""Pictures of the demo desk: a function for each scene, in modules by what they show."""

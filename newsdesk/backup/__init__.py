"""A whole desk in one file, and a desk from such a file. Knows all models by Django's registry; has none."""

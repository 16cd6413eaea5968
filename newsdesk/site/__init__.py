"""The roof: pages, feeds, files and commands that know all kinds of page."""

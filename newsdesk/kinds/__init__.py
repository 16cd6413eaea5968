"""What a kind of page is to its readers."""

"""Many reports of a story at once: a list of addresses, read one by one, put right and added together."""

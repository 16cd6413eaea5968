"""Abstract rows of every kind of page: working copies, editions, events; documents and rich text."""

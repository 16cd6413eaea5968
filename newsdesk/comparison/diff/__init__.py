"""What differs between two documents of a kind, by part and by word. Three-way merge is in compare.py."""

"""What texts mean, as vectors that can be compared. Knows texts and keys; no pages, no database."""

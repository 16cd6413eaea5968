"""Pages of news, read for what a report says of its source: who wrote what where, and when."""

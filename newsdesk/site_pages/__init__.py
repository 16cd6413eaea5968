"""Site pages: what a publication says of itself, such as About, Contact and Privacy."""

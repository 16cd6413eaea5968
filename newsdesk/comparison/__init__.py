"""Two documents compared: three-way merge, what differs by part and word, what of it is of substance."""

"""Reports and sources by their address: what a page of the web says of itself becomes what a form says."""

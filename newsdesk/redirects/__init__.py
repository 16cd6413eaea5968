"""Old addresses: what a page was called on a site that was here before, and where it leads now."""

"""Front pages in the desk: arranging, preview, history."""

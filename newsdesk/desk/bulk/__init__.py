"""One deed for many pages: chosen in a list, previewed, done in batches through the verbs, undone."""

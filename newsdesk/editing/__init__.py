"""Many hands on one page: saves that are put together, text kept while typing, who else is here."""

"""A desk of the last release, kept: it is brought up to this one, and every public page says what it said."""

"""The screen *Statistics*: what appears, how soon, how old it is, what lacks something, drawn and in tables."""

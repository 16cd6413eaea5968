"""The screen *Statistics*: what appears, how soon, how old it is and what it lacks, drawn and in tables."""

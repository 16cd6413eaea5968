"""The screen *Statistics*: how much appears, how soon, how old it is, what lacks something, as drawings and tables."""

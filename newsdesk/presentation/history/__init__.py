"""The history of pages for readers: their public editions, what differs between two, what is new.

For every kind of page; each app says in its `views.py` how its own are read and shown.
"""

"""Requests as such: addresses that strangers send, and what the log says of who asked for what."""

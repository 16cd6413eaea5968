"""Transitions of pages: review, publish, correct, withdraw, restore; their guards, and who may do what."""

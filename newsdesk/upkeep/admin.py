"""Found by Django's admin: registers what the front page of the desk lists. No table of its own to edit."""

from . import front

__all__ = ["front"]

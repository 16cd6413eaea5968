"""Found by Django's admin: registers what the front page of the desk lists. No table of its own to edit."""

from newsdesk.live_checks import front

__all__ = ["front"]

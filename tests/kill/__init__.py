"""Deeds killed in the middle by SIGKILL: nothing is torn, and they can be done again."""

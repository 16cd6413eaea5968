"""Whole sites, in and out: our own export, what other systems wrote, and what others read of us."""

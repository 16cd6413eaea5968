"""The people of the desk: who they are, what they may, coming and leaving. Logging in is in accounts."""

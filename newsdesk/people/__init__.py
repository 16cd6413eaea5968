"""The people of the desk: who they are, what they may, coming and leaving. Signing in is in accounts."""

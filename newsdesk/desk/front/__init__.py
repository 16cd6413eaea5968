"""The front page of the desk: what waits for whom, what comes when, what needs attention, and a search."""

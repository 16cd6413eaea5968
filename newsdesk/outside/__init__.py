"""What the desk asks of other programs: for how long it waits, and when it stops asking."""

"""What readers send in, whatever it is about: its number, its limits, its form, its way through the inbox."""

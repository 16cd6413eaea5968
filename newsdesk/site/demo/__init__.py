"""The demo desk: its own written content, its pictures, and how both are laid down."""

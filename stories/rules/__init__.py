"""The publish gate of stories. `checking` is pure; `gathering` alone reads the database."""

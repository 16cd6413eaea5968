"""Duplicate questions: find them and say why. Pure detection: nothing here writes or queries."""

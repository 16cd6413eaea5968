"""Judging duplicates: what the detector finds is kept as pairs, moderators decide, FAQs are merged."""

"""How kept pictures are shown: sizes, crops, renditions, social cards. Knows nothing of pages."""

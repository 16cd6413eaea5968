"""Pasted text taken apart into documents, and documents into drafts. The entry is `parser.parse`."""

"""Rows about pages, by their keys: queries with what was said to them, links with what came of them."""

from newsdesk.comments.models.links import PreviewAnswer, PreviewLink, PreviewOpening
from newsdesk.comments.models.queries import DeskQuery, QueryEntry

__all__ = ["DeskQuery", "PreviewAnswer", "PreviewLink", "PreviewOpening", "QueryEntry"]

"""Rows about pages, by their keys: queries with what was said to them, links with what came of them."""

from .links import PreviewAnswer, PreviewLink, PreviewOpening
from .queries import DeskQuery, QueryEntry

__all__ = ["DeskQuery", "PreviewAnswer", "PreviewLink", "PreviewOpening", "QueryEntry"]

"""What stands round a document as plain data in a link's row, and back: pages, real ones and pages to
come, and notes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.utils.dateparse import parse_datetime

from newsdesk.catalogue.models import Page
from newsdesk.pages.notes import Correction

_PLAIN = ("kind", "key", "path", "title", "summary", "card", "number")
_DATES = ("published_at", "updated_at")


def frozen(page: Page) -> dict[str, Any]:
    """Return what a template shows of a page as JSON can hold it."""
    data = {name: getattr(page, name) for name in _PLAIN}
    dates = {name: getattr(page, name) for name in _DATES}
    return data | {name: at.isoformat() if at else None for name, at in dates.items()}


def thawed(data: dict[str, Any]) -> Page:
    """Return an unsaved page from what `frozen` returned."""
    dates = {name: parse_datetime(data[name]) if data[name] else None for name in _DATES}
    return Page(**{name: data[name] for name in _PLAIN}, **dates)


def frozen_by_key(pages: Mapping[str, Page]) -> list[list[Any]]:
    """Return pairs of key and page: after a merge several keys may lead to one page."""
    return [[key, frozen(page)] for key, page in pages.items()]


def thawed_by_key(pairs: Iterable[Any]) -> dict[str, Page]:
    return {key: thawed(data) for key, data in pairs}


def frozen_note(note: Correction) -> dict[str, str]:
    """Return a note as JSON can hold it."""
    return asdict(note) | {"at": note.at.isoformat()}


def thawed_note(data: dict[str, Any]) -> Correction:
    """Return the note from what `frozen_note` returned."""
    return Correction(**{**data, "at": parse_datetime(data["at"])})

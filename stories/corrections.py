"""Every public correction and clarification, of stories, questions and topics alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from entities.models.edition import EntityEdition
from faqs.models.edition import FaqEdition
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_for
from newsdesk.publishing.models import Edition
from stories.models.edition import StoryEdition

KINDS = (Edition.Kind.CORRECTION, Edition.Kind.CLARIFICATION)
_EDITIONS: dict[str, Any] = {"story": StoryEdition, "faq": FaqEdition, "entity": EntityEdition}
_Row = tuple[datetime, str, int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A public note on a page; `key` never changes, `label` says whether it corrects or clarifies."""

    key: str
    label: str
    note: str
    at: datetime
    page: Page


def notices() -> list[Notice]:
    """Return all notes on pages that readers can see, the newest first. Five queries at most."""
    rows = [row for kind, editions in _EDITIONS.items() for row in _noted(kind, editions)]
    pages = pages_for(key for _, key, *_ in rows)
    return [
        Notice(
            key=f"{key}:{number}", label=Edition.Kind(kind).label, note=note, at=at, page=pages[key]
        )
        for at, key, number, kind, note in sorted(rows, reverse=True)
        if key in pages
    ]


def standing(rows: Iterable[Any]) -> list[Any]:
    """Return which of one page's editions, oldest first, correct or clarify what readers may read.

    SECURITY: what was withdrawn stays withdrawn when the page comes back; a note would repeat it.
    """
    found: list[Any] = []
    for row in rows:
        if row.withdraws:
            found.clear()
        elif row.kind in KINDS and row.note:
            found.append(row)
    return found


def _noted(kind: str, editions: Any) -> Iterator[_Row]:
    """Yield the notes on pages of one kind. One query.

    SECURITY: of an edition that waits, not even the note is told before its time.
    """
    told = editions.objects.public().filter(kind__in=(*KINDS, Edition.Kind.WITHDRAWAL))
    rows = told.only("item_id", "visible_from", "number", "kind", "note")
    for item, history in groupby(rows, key=lambda row: row.item_id):
        for row in standing(history):
            yield row.visible_from, f"{kind}:{item}", row.number, row.kind, row.note

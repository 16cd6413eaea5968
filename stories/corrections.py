"""Every public correction and clarification, of stories, questions and topics alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from entities.models.edition import EntityEdition
from faqs.models.edition import FaqEdition
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_for
from newsdesk.publishing.editions import standing_notes
from newsdesk.publishing.models import Edition
from stories.models.edition import StoryEdition

_EDITIONS: dict[str, Any] = {"story": StoryEdition, "faq": FaqEdition, "entity": EntityEdition}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A public note on a page; `key` never changes, `label` says whether it corrects or clarifies."""

    key: str
    label: str
    note: str
    at: datetime
    page: Page


def notices() -> list[Notice]:
    """Return all notes that stand on pages readers can see, the newest first. Five queries at most."""
    noted = [
        (edition.visible_from, f"{kind}:{edition.item_id}", edition)
        for kind, editions in _EDITIONS.items()
        for edition in _standing(editions)
    ]
    pages = pages_for(key for _, key, _ in noted)
    return [
        Notice(
            key=f"{key}:{edition.number}",
            label=Edition.Kind(edition.kind).label,
            note=edition.note,
            at=at,
            page=pages[key],
        )
        for at, key, edition in sorted(noted, key=lambda each: each[:2], reverse=True)
        if key in pages
    ]


def _standing(editions: Any) -> Iterator[Any]:
    """Yield the editions of one kind of page whose note stands."""
    told = editions.objects.public().filter(kind__in=Edition.NOTING)
    rows = told.only("item_id", "number", "kind", "note", "visible_from")
    for _, of_one_page in groupby(rows, key=lambda edition: edition.item_id):
        yield from standing_notes(of_one_page)

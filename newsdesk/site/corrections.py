"""Every public correction and clarification, of every kind of page alike."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_shown, shown_as
from newsdesk.kinds.register import kinds
from newsdesk.pages.editions import EditionQuerySet, standing_notes
from newsdesk.pages.models import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A public note on a page; `uid` never changes, `label` says whether it corrects or clarifies."""

    uid: str
    label: str
    note: str
    at: datetime
    page: Page


class Notices(Sequence[Notice]):
    """Notes with the pages on which they stand, of which only those are read that are looked at."""

    def __init__(self, noted: list[tuple[str, Any]], shown: Mapping[str, str]) -> None:
        """Take pairs of a page's key and an edition, and under which key each page is shown."""
        self._noted, self._shown = noted, shown

    def __len__(self) -> int:
        return len(self._noted)

    def __getitem__(self, index: Any) -> Any:
        """Return a notice, or a list of them for a slice. One query."""
        if not isinstance(index, slice):
            return self[index : index + 1][0]
        noted = self._noted[index]
        pages = pages_shown({key: self._shown[key] for key, _ in noted})
        return [_notice(edition, pages[key]) for key, edition in noted if key in pages]


def notices() -> Notices:
    """Return all notes that stand on pages readers can see, the newest first.

    Two queries, and one for each kind of page."""
    noted = [
        (f"{kind.name}:{edition.item_id}", edition)
        for kind in kinds()
        for edition in _standing(kind.editions)
    ]
    shown = shown_as(key for key, _ in noted)
    visible = Page.objects.visible().filter(key__in=set(shown.values()))
    seen = set(visible.values_list("key", flat=True)) if shown else set()
    kept = [(key, edition) for key, edition in noted if shown[key] in seen]
    kept.sort(key=lambda each: (each[1].visible_from, each[0]), reverse=True)
    return Notices(kept, shown)


def _notice(edition: Any, page: Page) -> Notice:
    return Notice(
        uid=_uid(edition),
        label=Edition.Kind(edition.kind).label,
        note=edition.note,
        at=edition.visible_from,
        page=page,
    )


def _uid(edition: Edition) -> str:
    """Return what strangers know the note by: its words and its moment.

    SECURITY: an edition's number counts what only waited, the page's key what was written before it.
    """
    said = f"{edition.visible_from.isoformat()} {edition.note}"
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def _standing(editions: EditionQuerySet) -> Iterator[Any]:
    """Yield the editions of one kind of page whose note stands."""
    told = editions.public().filter(kind__in=Edition.NOTING)
    rows = told.only("item_id", "kind", "note", "visible_from")
    for _, of_one_page in groupby(rows, key=lambda edition: edition.item_id):
        yield from standing_notes(of_one_page)

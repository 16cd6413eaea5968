"""Every public correction and clarification, of every kind of page alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple, overload

from django.db.models import Value

from newsdesk.catalogue.entries import uid_of
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_shown, shown_as
from newsdesk.kinds.register import kinds
from newsdesk.pages.editions import standing_notes
from newsdesk.pages.models import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A public note on a page; `uid` never changes, `label` says whether it corrects or clarifies."""

    uid: str
    label: str
    note: str
    at: datetime
    page: Page


class _Noted(NamedTuple):
    """An edition that corrects, clarifies or withdraws; `of` is the kind of its page."""

    of: str
    item: int
    visible_from: datetime
    number: int
    kind: str
    note: str

    @property
    def page(self) -> str:
        return f"{self.of}:{self.item}"


class Notices(Sequence[Notice]):
    """Notes with the pages on which they stand, of which only those are read that are looked at."""

    def __init__(self, noted: Sequence[_Noted], shown: Mapping[str, str]) -> None:
        """Take the notes, and under which key each page is shown."""
        self._noted, self._shown = noted, shown

    def __len__(self) -> int:
        return len(self._noted)

    @overload
    def __getitem__(self, index: int) -> Notice: ...
    @overload
    def __getitem__(self, index: slice) -> list[Notice]: ...
    def __getitem__(self, index: int | slice) -> Notice | list[Notice]:
        """Return a notice, or a list of them for a slice. One query."""
        if isinstance(index, int):
            return self[index : index + 1][0]
        noted = self._noted[index]
        pages = pages_shown({each.page: self._shown[each.page] for each in noted})
        return [_notice(each, pages[each.page]) for each in noted if each.page in pages]


def notices() -> Notices:
    """Return all notes that stand on pages readers can see, the newest first. Three queries."""
    noted = _standing()
    shown = shown_as(each.page for each in noted)
    visible = Page.objects.visible().filter(key__in=set(shown.values()))
    seen = set(visible.values_list("key", flat=True)) if shown else set()
    kept = [each for each in noted if shown[each.page] in seen]
    kept.sort(key=lambda each: (each.visible_from, each.page), reverse=True)
    return Notices(kept, shown)


def _notice(noted: _Noted, page: Page) -> Notice:
    return Notice(
        uid=_uid(noted),
        label=Edition.Kind(noted.kind).label,
        note=noted.note,
        at=noted.visible_from,
        page=page,
    )


def _uid(noted: _Noted) -> str:
    """Return what strangers know the note by: its words and its moment.

    SECURITY: an edition's number counts what only waited, the page's key what was written before it.
    """
    said = f"{noted.visible_from.isoformat()} {noted.note}"
    return uid_of(said)


def _standing() -> list[_Noted]:
    """Return the editions of all pages whose note stands. One query."""
    first, *others = (
        kind.editions.public()
        .filter(kind__in=Edition.NOTING)
        .order_by()
        .annotate(of=Value(kind.name))
        .values_list("of", "item_id", "visible_from", "number", "kind", "note")
        for kind in kinds()
    )
    rows = sorted(_Noted(*row) for row in first.union(*others, all=True))
    return [
        each
        for _, of_one_page in groupby(rows, key=lambda row: row.page)
        for each in standing_notes(of_one_page)
    ]

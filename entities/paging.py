"""Pages of long lists, the latest first, found by where the page before ended: no slower when deep.

`?page=40` alone counts its way there, and goes on to work for whoever has the address. The links from
page to page say besides where the last one ended, so that the database starts there. The number is
what readers are told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from newsdesk.catalogue.models import Page, PageQuerySet

_START = datetime(1970, 1, 1, tzinfo=UTC)
_WRITTEN = re.compile(r"(after|before)-(-?[0-9]{1,17})-([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list: just after a row, or just before it."""

    after: bool
    published_at: datetime
    pk: int

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """Return the place that an address names, or None for what is none."""
        match = _WRITTEN.fullmatch(text)
        if not match:
            return None
        try:
            at = _START + timedelta(microseconds=int(match[2]))
        except OverflowError:
            return None
        return cls(match[1] == "after", at, int(match[3]))

    def __str__(self) -> str:
        moment = (self.published_at - _START) // timedelta(microseconds=1)
        return f"{'after' if self.after else 'before'}-{moment}-{self.pk}"

    def rows(self, pages: PageQuerySet, size: int) -> tuple[Page, ...]:
        """Return up to `size` of the latest `pages` that stand there, in their order. One query."""
        if self.after:
            beyond = Q(published_at__lt=self.published_at)
            tied = Q(published_at=self.published_at, pk__lt=self.pk)
            return tuple(pages.filter(beyond | tied).latest()[:size])
        beyond = Q(published_at__gt=self.published_at)
        tied = Q(published_at=self.published_at, pk__gt=self.pk)
        return tuple(reversed(pages.filter(beyond | tied).latest().reverse()[:size]))


def around(rows: Sequence[Page]) -> tuple[str, str]:
    """Return the places just before and just after `rows`, as addresses write them."""
    if not rows:
        return "", ""
    first, last = rows[0], rows[-1]
    return (
        str(Place(False, first.published_at, first.pk)),
        str(Place(True, last.published_at, last.pk)),
    )

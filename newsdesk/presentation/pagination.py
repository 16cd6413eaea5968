"""Pages of long lists found by where the page before ended: no slower when deep.

`?page=40` alone counts its way there, and goes on to work for whoever has the address. The links from
page to page say besides where the last one ended, so that the database starts there. The number is
what readers are told.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import Q

from newsdesk.catalogue.lists import PageList
from newsdesk.catalogue.models import Page, PageQuerySet

Value = TypeVar("Value", str, datetime)
_START = datetime(1970, 1, 1, tzinfo=UTC)
_WRITTEN = re.compile(r"(after|before)-(.{1,255})-([0-9a-f]{16})", re.ASCII | re.DOTALL)
_MICROSECONDS = re.compile(r"-?[0-9]{1,17}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place(Generic[Value]):
    """A place in a list: just after a row, or just before it. `value` is what the list is sorted by.

    SECURITY: it is the row's value and not a look-up by the page's `uid`, which would tell where among
    the titles a page stands that nobody can see yet.
    """

    after: bool
    value: Value
    uid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Generic[Value]):
    """What a list is sorted by, then by the page's `uid`, which no edition changes.

    `write` and `parse` are the value in addresses; `parse` raises ValueError or OverflowError for what
    is no such value.
    """

    field: str
    descending: bool
    write: Callable[[Value], str]
    parse: Callable[[str], Value]

    def sorted(self, listed: PageList) -> PageQuerySet:
        sign = "-" if self.descending else ""
        return listed.pages.order_by(f"{sign}{listed.by}{self.field}", f"{sign}{listed.by}uid")

    def read(self, text: str) -> Place[Value] | None:
        """Return the place that an address names, or None for what is none."""
        match = _WRITTEN.fullmatch(text)
        if not match:
            return None
        try:
            return Place(match[1] == "after", self.parse(match[2]), match[3])
        except (ValueError, OverflowError):
            return None

    def written(self, place: Place[Value]) -> str:
        side = "after" if place.after else "before"
        return f"{side}-{self.write(place.value)}-{place.uid}"

    def rows(self, listed: PageList, place: Place[Value], size: int) -> tuple[Page, ...]:
        """Return up to `size` of the pages that stand there, in their order. One query."""
        side = "lt" if place.after == self.descending else "gt"
        field, uid = f"{listed.by}{self.field}", f"{listed.by}uid"
        beyond = Q(**{f"{field}__{side}": place.value})
        tied = Q(**{field: place.value, f"{uid}__{side}": place.uid})
        # Says nothing new, but by it databases enter the index: by an OR they walk there from its start.
        within = Q(**{f"{field}__{side}e": place.value})
        pages = _asked_first(listed.pages, within, beyond | tied)
        found = self.sorted(replace(listed, pages=pages))
        if place.after:
            return tuple(found[:size])
        return tuple(reversed(found.reverse()[:size]))

    def around(self, rows: Sequence[Page]) -> tuple[str, str]:
        """Return the places just before and just after `rows`, as addresses write them."""
        if not rows:
            return "", ""
        first, last = rows[0], rows[-1]
        before = Place(False, getattr(first, self.field), first.uid)
        after = Place(True, getattr(last, self.field), last.uid)
        return self.written(before), self.written(after)


def _asked_first(pages: PageQuerySet, *conditions: Q) -> PageQuerySet:
    """Keep of `pages` those of which some conditions hold, which stand before those that were there.

    SQLite enters an index by the first bound that it reads, and walks on from there: a list of a span of time
    has one of its own, and its deep pages were as slow as they were far from its end.
    """
    found = pages.filter(*conditions)
    number, where = len(pages.query.where.children), found.query.where
    where.children = [*where.children[number:], *where.children[:number]]
    return found


def _as_microseconds(at: datetime) -> str:
    return str((at - _START) // timedelta(microseconds=1))


def _from_microseconds(text: str) -> datetime:
    if not _MICROSECONDS.fullmatch(text):
        raise ValueError(text)
    return _START + timedelta(microseconds=int(text))


def _title(text: str) -> str:
    # PostgreSQL takes no NUL.
    if "\0" in text:
        raise ValueError(text)
    return text


LATEST = Order(
    field="published_at", descending=True, write=_as_microseconds, parse=_from_microseconds
)
BY_TITLE = Order(field="sort_title", descending=False, write=str, parse=_title)

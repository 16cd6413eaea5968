"""Lists under "Needs attention": what one is, who may add one, how those of one title are put together.

Layers that no kind of page knows of, letters or duplicates, add theirs by `waiting_list`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from newsdesk.desk.front.rows import ROWS, Row

# Rows of a list that are seen at once: with all of them, one's own work would stand far below.
HEAD = 3


class Rank(IntEnum):
    """How soon a list is to be looked at: what readers may see or miss comes before the desk's own."""

    CLASH = 1
    BROKEN = 2
    UNREAD = 3
    LETTERS = 4
    VOID = 5
    FORECAST = 6
    DUPLICATES = 7
    REVIEW = 8
    OTHER = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingList:
    """A list with its first rows.

    `number` is how many there are in all, where that was counted; `links` lead to all of them; `note` stands
    under the title. With a note and no rows it is shown if it is `told` all the same.
    """

    title: str
    rank: Rank = Rank.OTHER
    rows: Sequence[Row] = ()
    number: int | None = None
    links: tuple[tuple[str, str], ...] = ()
    note: str = ""
    told: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows) or self.told

    @property
    def head(self) -> Sequence[Row]:
        """The rows that are seen at once; the others are a click away."""
        return self.rows[:HEAD]

    @property
    def rest(self) -> Sequence[Row]:
        return self.rows[HEAD:]

    @property
    def serious(self) -> bool:
        """Whether readers see, or will see, something that is wrong."""
        return self.rank <= Rank.BROKEN

    def __add__(self, other: "WaitingList") -> "WaitingList":
        """Return both lists as one, of the same title."""
        rows = [*self.rows, *other.rows]
        if all("order" in row for row in rows):
            rows.sort(key=lambda row: row["order"])
        counted = self.number is not None and other.number is not None
        return replace(
            self,
            rows=rows[:ROWS],
            number=(self.number or 0) + (other.number or 0) if counted else None,
            links=(*self.links, *other.links),
            note=self.note or other.note,
            told=self.told or other.told,
        )


Source = Callable[[AdminSite, HttpRequest], Iterable[WaitingList]]
_sources: list[Source] = []


def waiting_list(source: Source) -> Source:
    """Ask `source` for lists whenever the front page is shown. It looks at rights itself, and its number
    of queries does not grow with what there is.
    """
    _sources.append(source)
    return source


def registered(site: AdminSite, request: HttpRequest) -> Iterable[WaitingList]:
    for source in _sources:
        yield from source(site, request)


def together(lists: Iterable[WaitingList]) -> list[WaitingList]:
    """Return the lists that have something to say, the most urgent first, those of one title as one."""
    by_title: dict[str, WaitingList] = {}
    for each in lists:
        if each:
            known = by_title.get(each.title)
            by_title[each.title] = known + each if known else each
    return sorted(by_title.values(), key=lambda each: each.rank)

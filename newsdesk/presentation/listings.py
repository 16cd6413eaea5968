"""Long lists, one page at a time: evaluated, with its cards and the addresses of its neighbours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.formats import number_format

from newsdesk.catalogue.lists import MOST, PageList
from newsdesk.catalogue.models import Page, PageQuerySet
from newsdesk.presentation.heads import Card, cards_of
from newsdesk.presentation.pagination import LATEST, Order, Value
from newsdesk.text.spoken import gettext

PAGE_SIZE = 24
# How many pages of results there are at most: who has not found it by then asks for something else.
DEEPEST = 50
NO_SUCH_PAGE = "The list has no such page."

_NUMBER, _DIGITS = re.compile(r"[0-9]+", re.ASCII), 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a long list, evaluated; `previous` and `next` are page numbers or None.

    `before` and `after` say where those start, as addresses write it, for lists that can be deep; see
    `paging`. `beyond` is how many of the `total` no page shows, because they fit too badly. A list is
    counted up to MOST; `more` says that there are more than this `total`.
    """

    cards: tuple[Card, ...]
    rows: tuple[Page, ...]
    total: int
    number: int
    last: int
    previous: int | None
    next: int | None
    before: str = ""
    after: str = ""
    beyond: int = 0
    more: bool = False

    @property
    def counted(self) -> str:
        """Return how many there are, as readers are told."""
        return counted_to(self.total + self.more, self.total)

    @property
    def number_of_pages(self) -> str:
        """Return how many pages of the list there are, as readers are told."""
        return counted_to(self.last + self.more, self.last)


def counted_to(number: int, most: int) -> str:
    """Return a number as readers are told it, where nobody counts further than `most`."""
    if number <= most:
        return str(number)
    told = {"number": number_format(most, use_l10n=True, force_grouping=True)}
    return gettext("more than %(number)s") % told


EMPTY = Listing(cards=(), rows=(), total=0, number=1, last=1, previous=None, next=None)


def page_number(number: str | None) -> int:
    """Return the number of the page of a list that was asked for: nonsense is the first."""
    return max(int(number[:_DIGITS]), 1) if number and _NUMBER.fullmatch(number) else 1


def results_number(number: str | None) -> int:
    """Return the number of a page of results that was asked for. Raises Http404 beyond DEEPEST."""
    wanted = page_number(number)
    if wanted > DEEPEST:
        raise Http404(NO_SUCH_PAGE)
    return wanted


def found_listing(rows: tuple[Page, ...], number: int, total: int, *, size: int) -> Listing:
    """Return page `number` of what a search found in all, of which the rows are known. Raises Http404."""
    last = max(1, min(DEEPEST, -(-total // size)))
    if number > last:
        raise Http404(NO_SUCH_PAGE)
    return _listing(rows, total, number, last, beyond=max(0, total - last * size))


def first_listing(rows: Sequence[Page], counted: int, *, size: int) -> Listing:
    """Return the first page of a list, the latest first, of which its rows are known.

    `counted` is how many pages there are, as `PageList.number` tells it.
    """
    total, more = min(counted, MOST), counted > MOST
    last = max(1, -(-total // size))
    _, after = LATEST.around(rows)
    return _listing(
        tuple(rows), total, 1, last, after=after, next=2 if more or last > 1 else None, more=more
    )


def latest_listing(
    listed: PageList,
    number: str | None,
    place: str,
    *,
    size: int = PAGE_SIZE,
    total: int | None = None,
) -> Listing:
    """Return one page of a list, the latest first, found from `place` where that makes sense.

    Two queries, one where it is known how many pages there are; one more where nothing stands at `place`
    any more. Raises Http404 for the number of a page that the list does not have.
    """
    return ordered_listing(listed, number, place, size=size, order=LATEST, total=total)


def ordered_listing(
    listed: PageList,
    number: str | None,
    place: str,
    *,
    size: int,
    order: Order[Value],
    total: int | None = None,
) -> Listing:
    """Return one page of a list in that order, found as `latest_listing` does. As many queries.

    `total` is how many pages there are, as `PageList.number` tells it, where that is known already.
    What lies behind the last page that is counted is found by its place alone.
    """
    counted = listed.number() if total is None else total
    paginator = _Pages(order.sorted(listed), size, min(counted, MOST))
    last, more, where = paginator.num_pages, counted > MOST, order.read(place)
    wanted = page_number(number)
    if wanted > last and not more:
        raise Http404(NO_SUCH_PAGE)
    rows: tuple[Page, ...] = ()
    goes_on = more
    if where and wanted > 1:
        # One more than is shown says whether a list goes on that nobody has counted.
        rows = order.rows(listed, where, size + (more and where.after))
        goes_on = more and (len(rows) > size or not where.after)
        rows = rows[:size]
    if not rows:
        wanted = min(wanted, last)
        rows = tuple(paginator.page(wanted).object_list)
    before, after = order.around(rows)
    return _listing(
        rows,
        paginator.count,
        wanted,
        last,
        before=before if wanted > 2 else "",
        after=after,
        next=wanted + 1 if goes_on or wanted < last else None,
        more=more,
    )


class _Pages(Paginator):
    """Pages of a list of which it is known how many it has."""

    def __init__(self, pages: PageQuerySet, size: int, total: int) -> None:
        super().__init__(pages, size)
        self.count = total


def listing_path(path: str, part: Listing, query: str = "") -> str:
    """Return the canonical path of a page of a list: the first one has no number."""
    if part.number > 1:
        query = f"{query}&page={part.number}" if query else f"page={part.number}"
    return f"{path}?{query}" if query else path


def listing_title(title: str, number: int) -> str:
    """Return the title of the page of a list with this number: later ones have one of their own."""
    if number < 2:
        return title
    return gettext("%(title)s, page %(number)d") % {"title": title, "number": number}


def _listing(rows: tuple[Page, ...], total: int, number: int, last: int, **rest: object) -> Listing:
    return Listing(
        cards=cards_of(rows),
        rows=rows,
        total=total,
        number=number,
        last=last,
        previous=number - 1 if number > 1 else None,
        **({"next": number + 1 if number < last else None} | rest),  # type: ignore[arg-type]
    )

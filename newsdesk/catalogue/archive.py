"""The catalogue by date: what came out in a span of days, and what was withdrawn of late."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Exists, Max, Min, OuterRef, Q
from django.http import Http404
from django.utils import timezone

from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.kinds import dated_kinds
from newsdesk.catalogue.lists import PageList, bounded_numbers
from newsdesk.catalogue.models import Page, PageQuerySet, Reference
from newsdesk.text.calendars import written_day, written_month
from newsdesk.text.spoken import gettext

# How long feeds tell their readers that an entry was withdrawn.
TOLD_FOR = timedelta(days=30)


def span(*parts: int) -> tuple[date, date]:
    """Return the first day, and the one after the last, of all time, a year, a month or a day.

    Raises Http404 for no such date.
    """
    if not parts:
        return date(1900, 1, 1), date(9998, 1, 1)
    try:
        start = date(*(*parts, 1, 1)[:3])
        if not 1900 <= start.year < 9998:
            raise ValueError
    except (ValueError, OverflowError) as error:
        raise Http404("There is no such date.") from error
    if len(parts) == 3:
        return start, start + timedelta(1)
    months = start.year * 12 + start.month - 1 + (1 if len(parts) == 2 else 12)
    return start, date(months // 12, months % 12 + 1, 1)


def span_title(*parts: int) -> str:
    """Return "2026", "March 2026", "14 March 2026", or "Archive" for all time."""
    start, _ = span(*parts)
    if len(parts) < 2:
        return str(start.year) if parts else gettext("Archive")
    told = written_month(start) if len(parts) == 2 else written_day(start)
    return told[:1].upper() + told[1:]


def published(start: date, end: date, kind: str = "") -> PageList:
    """Return the visible pages of dated kinds, or of one kind, first published from `start` to the day before
    `end`.
    """
    visible = Page.objects.visible()
    pages = (visible.of_kind(kind) if kind else visible.dated()).filter(_between(start, end))
    return PageList(pages, pages, ("published", start, end, kind))


class PageCount(NamedTuple):
    """How many pages of a kind came out in a year, in a month or on a day of that number; 0 is all the time
    that was asked for.
    """

    span: int
    kind: str
    number: int


def numbers(start: date, end: date, unit: str) -> list[PageCount]:
    """Return how many pages of each dated kind came out in each "year", "month" or "day" from `start` to the
    day before `end`, or with "" in all of that time; in order, those with none left out, MOST + 1 for any
    more. One query, two for years; none where nothing has changed.
    """
    return kept(("numbers", start, end, unit), lambda: _numbers(start, end, unit))


def _numbers(start: date, end: date, unit: str) -> list[PageCount]:
    asked = [
        (getattr(day, unit) if unit else 0, kind, published(day, after, kind).rows)
        for day, after in pairwise(_begun(start, end, unit))
        for kind in dated_kinds()
    ]
    found = bounded_numbers([rows for _, _, rows in asked])
    told = [PageCount(span, kind, n) for (span, kind, _), n in zip(asked, found, strict=True)]
    return [each for each in told if each.number]


def _begun(start: date, end: date, unit: str) -> list[date]:
    """Return the days on which each span begins, and the one after the last. One query for years."""
    if unit == "year":
        times = (
            published(start, end)
            .pages.order_by()
            .aggregate(first=Min("published_at"), last=Max("published_at"))
        )
        if not times["first"]:
            return []
        first, last = (timezone.localtime(times[name]).year for name in ("first", "last"))
        return [date(year, 1, 1) for year in range(first, last + 2)]
    if unit == "month":
        return [date(start.year, month, 1) for month in range(1, 13)] + [end]
    if unit == "day":
        return [start + timedelta(n) for n in range((end - start).days + 1)]
    return [start, end]


def withdrawn_lately(naming: str = "") -> PageQuerySet:
    """Return what readers could see, was withdrawn a short while ago, and has not come back; of that what
    led to `naming`, where that is told.
    """
    now = timezone.now()
    gone = Page.objects.filter(visible_until__lte=now, visible_until__gt=now - TOLD_FOR)
    back = Page.objects.visible().filter(key=OuterRef("key"))
    gone = gone.exclude(gone_reason="").exclude(Exists(back)).order_by("-visible_until", "-uid")
    # Asked of each of these few pages, and not of all that lead there.
    led = Reference.objects.shown_as(naming).filter(page=OuterRef("pk"))
    return gone.filter(Exists(led)) if naming else gone


def _between(start: date, end: date) -> Q:
    return Q(published_at__gte=_midnight(start), published_at__lt=_midnight(end))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))

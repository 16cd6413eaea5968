"""The catalogue by date: what came out in a span of days, and what was withdrawn of late."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear
from django.http import Http404
from django.utils import timezone
from django.utils.dateformat import format as date_format

from newsdesk.catalogue.kinds import dated_kinds
from newsdesk.catalogue.models import Page, PageQuerySet

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
    return date_format(start, ("", "Y", "F Y", "j F Y")[len(parts)]) if parts else "Archive"


def published(start: date, end: date) -> PageQuerySet:
    """Return the visible pages of dated kinds first published from `start` to the day before `end`."""
    return (
        Page.objects.visible()
        .of_kind(*dated_kinds())
        .filter(published_at__gte=_midnight(start), published_at__lt=_midnight(end))
    )


def numbers(pages: PageQuerySet, unit: str) -> list[tuple[int, int]]:
    """Return how many of `pages` came out in each "year", "month" or "day", in order. One query."""
    part = {"year": ExtractYear, "month": ExtractMonth, "day": ExtractDay}[unit]
    rows = pages.order_by().annotate(span=part("published_at")).values_list("span")
    return list(rows.annotate(number=Count("pk")).order_by("span"))


def withdrawn_lately() -> PageQuerySet:
    """Return what readers could see, was withdrawn a short while ago, and has not come back."""
    now = timezone.now()
    gone = Page.objects.filter(visible_until__lte=now, visible_until__gt=now - TOLD_FOR)
    back = Page.objects.visible().filter(key=OuterRef("key"))
    return gone.exclude(gone_reason="").exclude(Exists(back)).order_by("-visible_until", "-uid")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))

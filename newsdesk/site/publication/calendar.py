"""Versions of the publication that begin at a time, in the calendar of the desk's front page."""

from datetime import datetime

from django.utils import timezone

from newsdesk.desk.front.appearances import Appearances, show_in_calendar
from newsdesk.publication.models import PublicationEdition


def between(start: datetime, end: datetime) -> list[tuple[int, datetime]]:
    """Return number and time of the versions that wait for a time from `start` on, and before `end`."""
    waiting = PublicationEdition.objects.waiting(timezone.now())
    rows = waiting.filter(starts_at__gte=start, starts_at__lt=end)
    return list(rows.values_list("number", "starts_at"))


def told(number: int) -> tuple[str, str]:
    return f"Publication, version {number}", "admin:publication"


show_in_calendar("publication", Appearances(between, told))

"""The calendar of a week, and of a day: what appears when, which embargo ends, what is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format

from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.clock import zone
from newsdesk.pages.models import editions_of
from newsdesk.pages.status import State

WEEK = timedelta(days=7)
PER_DAY = 8
# Outside of these years the day before, or its hours in UTC, may be no date any more.
YEARS = range(1970, 9999)


class Moment(NamedTuple):
    """When something happens to the page `key` of the model `label`. A week may have thousands of them."""

    at: datetime
    what: str
    label: str
    key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happens at an hour of the week. `what` is "appears", "embargo" or "due"."""

    at: datetime
    what: str
    title: str
    address: str


def monday_of(text: str) -> date:
    """Return the Monday of an ISO week, "2026-W48"; of this week where it is not one."""
    try:
        found = datetime.strptime(f"{text}-1", "%G-W%V-%u").date()
    except ValueError:
        found = date.min
    if found.year in YEARS:
        return found
    today = timezone.localdate(timezone=zone())
    return today - timedelta(days=today.weekday())


def week(admins: list[WorkflowAdmin], text: str = "") -> dict[str, object]:
    """Return the days of a week with what happens on each. At most four queries for each kind of page.

    Of a full day the first entries are shown and the rest are counted: what a page is called is asked
    only of those.
    """
    monday = monday_of(text)
    of_day: dict[date, list[Moment]] = {monday + timedelta(days=n): [] for n in range(7)}
    for moment in moments(admins, monday, WEEK):
        of_day[moment.at.astimezone(zone()).date()].append(moment)
    entries = entries_of(admins, [each for day in of_day.values() for each in day[:PER_DAY]])
    today = timezone.localdate(timezone=zone())
    days = list(of_day)
    return {
        "days": [
            {
                "day": day,
                "today": day == today,
                "entries": [entries[each] for each in found[:PER_DAY] if each in entries],
                "more": len(found[PER_DAY:]),
                "address": reverse("admin:day", args=[day.isoformat()]),
            }
            for day, found in of_day.items()
        ],
        "title": f"{date_format(days[0], 'j F')} – {date_format(days[6], 'j F Y')}",
        "before": f"{monday - WEEK:%G-W%V}",
        "after": f"{monday + WEEK:%G-W%V}",
        "zone": zone().key,
    }


def moments(admins: list[WorkflowAdmin], first: date, length: timedelta) -> list[Moment]:
    """Return what happens from the day `first` on, in its order. Three queries for each kind of page."""
    start = datetime.combine(first, datetime.min.time(), tzinfo=zone())
    end = datetime.combine(first + length, datetime.min.time(), tzinfo=zone())
    found = (moment for each in admins for moment in _moments(each, start, end))
    return sorted(found, key=lambda moment: moment.at)


def _moments(each: WorkflowAdmin, start: datetime, end: datetime) -> Iterator[Moment]:
    label = each.opts.label_lower
    waiting = (
        editions_of(each.model).waiting().filter(visible_from__gte=start, visible_from__lt=end)
    )
    for key, at in waiting.order_by("visible_from", "item").values_list("item", "visible_from"):
        yield Moment(at=at, what="appears", label=label, key=key)
    pages = each.model._default_manager.filter(discarded=False)
    held = pages.filter(embargo_until__gte=start, embargo_until__lt=end)
    for key, at in held.order_by("embargo_until", "pk").values_list("pk", "embargo_until"):
        yield Moment(at=at, what="embargo", label=label, key=key)
    if hasattr(each.model, "due_at"):
        due = pages.filter(due_at__gte=start, due_at__lt=end).exclude(state=State.SETTLED)
        for key, at in due.order_by("due_at", "pk").values_list("pk", "due_at"):
            yield Moment(at=at, what="due", label=label, key=key)


def entries_of(admins: list[WorkflowAdmin], shown: list[Moment]) -> dict[Moment, Entry]:
    """Return what there is to say of each moment. One query for each kind of page that has any."""
    found = {}
    for each in admins:
        own = [moment for moment in shown if moment.label == each.opts.label_lower]
        pages = each.model._default_manager.in_bulk({moment.key for moment in own}) if own else {}
        for moment in own:
            if page := pages.get(moment.key):
                found[moment] = Entry(
                    at=moment.at,
                    what=moment.what,
                    title=str(page),
                    address=each.change_address(page),
                )
    return found

"""The calendar of a week, and of a day: what appears when, which embargo ends, what is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from django.db.models import CharField, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format

from newsdesk.desk.front.appearances import appearances
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


def date_of(text: str) -> date | None:
    """Return the day that is written "2026-12-01"; None where it is not one that the calendar can show."""
    try:
        found = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        return None
    return found if found.year in YEARS else None


def week(admins: list[WorkflowAdmin], text: str = "") -> dict[str, object]:
    """Return seven days with what happens on each. At most three queries for each kind of page, and
    one for each sort of what appears and is no page.

    They begin with the day that `text` names, "2026-12-01", else with today: what comes is what an editor
    plans by, on a Sunday too. Of a full day the first entries are shown and the rest are counted: what a
    page is called is asked only of those.
    """
    today = timezone.localdate(timezone=zone())
    first = date_of(text) or today
    of_day: dict[date, list[Moment]] = {first + timedelta(days=n): [] for n in range(7)}
    for moment in moments(admins, first, WEEK):
        of_day[moment.at.astimezone(zone()).date()].append(moment)
    entries = entries_of(admins, [each for day in of_day.values() for each in day[:PER_DAY]])
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
        "before": (first - WEEK).isoformat(),
        "after": (first + WEEK).isoformat(),
        "elsewhere": first != today,
        "zone": zone().key,
    }


def moments(admins: list[WorkflowAdmin], first: date, length: timedelta) -> list[Moment]:
    """Return what happens from the day `first` on, in its order. Two queries for each kind of page."""
    start = datetime.combine(first, datetime.min.time(), tzinfo=zone())
    end = datetime.combine(first + length, datetime.min.time(), tzinfo=zone())
    found = [moment for each in admins for moment in _moments(each, start, end)]
    for label, source in appearances().items():
        found += [Moment(at, "appears", label, key) for key, at in source.between(start, end)]
    return sorted(found, key=lambda moment: moment.at)


def _moments(each: WorkflowAdmin, start: datetime, end: datetime) -> Iterator[Moment]:
    """Yield what happens to pages of one kind. Two queries."""
    label = each.opts.label_lower
    waiting = (
        editions_of(each.model).waiting().filter(visible_from__gte=start, visible_from__lt=end)
    )
    for key, at in waiting.order_by("visible_from", "item").values_list("item", "visible_from"):
        yield Moment(at=at, what="appears", label=label, key=key)
    pages = each.model._default_manager.filter(discarded=False).order_by()
    what = partial(Value, output_field=CharField())
    held = pages.filter(embargo_until__gte=start, embargo_until__lt=end)
    dated = held.values_list("embargo_until", what("embargo"), "pk")
    if hasattr(each.model, "due_at"):
        due = pages.filter(due_at__gte=start, due_at__lt=end).exclude(state=State.SETTLED)
        dated = dated.union(due.values_list("due_at", what("due"), "pk"), all=True)
    for at, kind, key in sorted(dated):
        yield Moment(at=at, what=kind, label=label, key=key)


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
    for label, source in appearances().items():
        for moment in (each for each in shown if each.label == label):
            title, address = source.told(moment.key)
            found[moment] = Entry(
                at=moment.at, what=moment.what, title=title, address=reverse(address)
            )
    return found

"""The calendar of a week, and of a day: what appears when, which embargo ends, what is due."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from django.db.models import Case, CharField, Count, IntegerField, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
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
    one for each sort of what appears and is no page; of what appears none brings more rows than are shown.

    They begin with the day that `text` names, "2026-12-01", else with today: what comes is what an editor
    plans by, on a Sunday too. Of a full day the first entries are shown and the rest are counted: what a
    page is called is asked only of those.
    """
    today = timezone.localdate(timezone=zone())
    first = date_of(text) or today
    days = [first + timedelta(days=n) for n in range(7)]
    numbers: Counter[date] = Counter()
    of_day: dict[date, list[Moment]] = {day: [] for day in days}
    for moment, number in _first_moments(admins, days):
        day = _day_of(moment)
        of_day[day].append(moment)
        numbers[day] += number
    shown = {day: sorted(found)[:PER_DAY] for day, found in of_day.items()}
    entries = entries_of(admins, [moment for found in shown.values() for moment in found])
    return {
        "days": [
            {
                "day": day,
                "today": day == today,
                "entries": [entries[each] for each in found if each in entries],
                "more": numbers[day] - len(found),
                "address": reverse("admin:day", args=[day.isoformat()]),
            }
            for day, found in shown.items()
        ],
        "title": f"{date_format(days[0], 'j F')} – {date_format(days[6], 'j F Y')}",
        "before": (first - WEEK).isoformat(),
        "after": (first + WEEK).isoformat(),
        "elsewhere": first != today,
        "zone": zone().key,
    }


def moments(admins: list[WorkflowAdmin], first: date, length: timedelta) -> list[Moment]:
    """Return what happens from the day `first` on, in its order. Two queries for each kind of page."""
    start, end = _midnight(first), _midnight(first + length)
    found = _others(admins, start, end)
    for each in admins:
        waiting = _waiting(each, start, end).order_by("visible_from", "item")
        for key, at in waiting.values_list("item", "visible_from"):
            found.append(Moment(at, "appears", each.opts.label_lower, key))
    return sorted(found)


def _first_moments(admins: list[WorkflowAdmin], days: list[date]) -> Iterator[tuple[Moment, int]]:
    """Yield what happens on days in a row, each with how many it stands for. Of the pages of one
    kind that appear on a day only the first come; those stand for the rest. Two queries for each kind.
    """
    start, end = _midnight(days[0]), _midnight(days[-1] + timedelta(days=1))
    for moment in _others(admins, start, end):
        yield moment, 1
    of_day = Case(
        *(
            When(visible_from__lt=_midnight(day + timedelta(days=1)), then=n)
            for n, day in enumerate(days)
        ),
        output_field=IntegerField(),
    )
    for each in admins:
        waiting = _waiting(each, start, end).order_by().annotate(day=of_day)
        counted = waiting.annotate(
            place=Window(RowNumber(), partition_by="day", order_by=["visible_from", "item"]),
            total=Window(Count("pk"), partition_by="day"),
        ).filter(place__lte=PER_DAY)
        for key, at, place, total in counted.values_list("item", "visible_from", "place", "total"):
            stands_for = total - PER_DAY + 1 if place == PER_DAY else 1
            yield Moment(at, "appears", each.opts.label_lower, key), stands_for


def _waiting(each: WorkflowAdmin, start: datetime, end: datetime) -> QuerySet:
    waiting = editions_of(each.model).waiting()
    return waiting.filter(visible_from__gte=start, visible_from__lt=end)


def _others(admins: list[WorkflowAdmin], start: datetime, end: datetime) -> list[Moment]:
    """Return what is due, which embargo ends, and what appears and is no page: no more than people have in
    hand. One query for each kind of page and for each sort of what is none.
    """
    found = [moment for each in admins for moment in _held_or_due(each, start, end)]
    for label, source in appearances().items():
        found += [Moment(at, "appears", label, key) for key, at in source.between(start, end)]
    return found


def _held_or_due(each: WorkflowAdmin, start: datetime, end: datetime) -> Iterator[Moment]:
    pages = each.model._default_manager.filter(discarded=False).order_by()
    what = partial(Value, output_field=CharField())
    held = pages.filter(embargo_until__gte=start, embargo_until__lt=end)
    dated = held.values_list("embargo_until", what("embargo"), "pk")
    if hasattr(each.model, "due_at"):
        due = pages.filter(due_at__gte=start, due_at__lt=end).exclude(state=State.SETTLED)
        dated = dated.union(due.values_list("due_at", what("due"), "pk"), all=True)
    for at, kind, key in dated:
        yield Moment(at, kind, each.opts.label_lower, key)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=zone())


def _day_of(moment: Moment) -> date:
    return moment.at.astimezone(zone()).date()


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

"""The calendar of a week: what appears when, which embargo ends, what is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as date_format

from newsdesk.publishing.admin.workflow_admin import WorkflowAdmin
from newsdesk.publishing.clock import zone
from newsdesk.publishing.standing import State

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happens at an hour of the week. `what` is "appears", "embargo" or "due"."""

    at: datetime
    what: str
    title: str
    address: str
    clashes: int = 0


def monday_of(text: str) -> date:
    """Return the Monday of an ISO week, "2026-W48"; of this week where it is not one."""
    try:
        return datetime.strptime(f"{text}-1", "%G-W%V-%u").date()
    except ValueError:
        today = timezone.localdate(timezone=zone())
        return today - timedelta(days=today.weekday())


def week(admins: list[WorkflowAdmin], text: str = "") -> dict[str, Any]:
    """Return the days of a week with what happens on each. At most four queries for each kind of page."""
    monday = monday_of(text)
    start = datetime.combine(monday, datetime.min.time(), tzinfo=zone())
    end = datetime.combine(monday + WEEK, datetime.min.time(), tzinfo=zone())
    entries = sorted(
        (entry for each in admins for entry in _entries(each, start, end)),
        key=lambda entry: entry.at,
    )
    today = timezone.localdate(timezone=zone())
    days = [monday + timedelta(days=n) for n in range(7)]
    return {
        "days": [
            {
                "day": day,
                "today": day == today,
                "entries": [e for e in entries if e.at.astimezone(zone()).date() == day],
            }
            for day in days
        ],
        "title": f"{date_format(days[0], 'j F')} – {date_format(days[6], 'j F Y')}",
        "before": f"{monday - WEEK:%G-W%V}",
        "after": f"{monday + WEEK:%G-W%V}",
        "zone": zone().key,
    }


def _entries(each: WorkflowAdmin, start: datetime, end: datetime) -> Iterator[Entry]:
    editions: Any = each.model._meta.get_field("editions").related_model
    appearing = editions.objects.in_order().filter(visible_from__gte=start, visible_from__lt=end)
    for edition in appearing.waiting().select_related("item").defer("document"):
        yield Entry(
            at=edition.visible_from,
            what="appears",
            title=str(edition.item),
            address=each.change_address(edition.item),
        )
    pages = each.model._default_manager.filter(discarded=False)
    for page in pages.filter(embargo_until__gte=start, embargo_until__lt=end):
        yield Entry(
            at=page.embargo_until,
            what="embargo",
            title=str(page),
            address=each.change_address(page),
        )
    if hasattr(each.model, "due_at"):
        due = pages.filter(due_at__gte=start, due_at__lt=end).exclude(state=State.SETTLED)
        for page in due:
            yield Entry(
                at=page.due_at, what="due", title=str(page), address=each.change_address(page)
            )

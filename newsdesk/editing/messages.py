"""Sentences about saves: who, when, and what of theirs is kept. No writing here."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.dateformat import format as format_date
from django.utils.text import get_text_list
from django.utils.timezone import localtime

from newsdesk.comparison.labels import Fields, UnknownPath, steps
from newsdesk.comparison.three_way_merge import Data
from newsdesk.pages.models import WorkingCopy


def said_time(at: datetime.datetime) -> str:
    """Return "14:03", or "3 March, 14:03" for another day than today, in the desk's time."""
    local = localtime(at)
    return format_date(local, "H:i" if local.date() == localtime().date() else "j F, H:i")


@dataclass(frozen=True, slots=True)
class Others:
    """Those who saved a page since a form was opened: "ben and cy", and when the last one did."""

    who: str
    when: str


def others_since(item: WorkingCopy, after: int | None, *, reader: User) -> Others:
    """Return who changed `item` after the event `after`. One query."""
    if after is None:
        return Others(str(item.changed_by or "somebody"), said_time(item.changed_at))
    events = list(item.events.filter(pk__gt=after).select_related("actor").order_by("pk"))
    names = dict.fromkeys(
        "you, in another window," if event.actor == reader else str(event.actor) for event in events
    )
    at = events[-1].at if events else item.changed_at
    return Others(get_text_list(list(names), "and") or "somebody", said_time(at))


def said_parts(fields: Fields, paths: Iterable[str], *documents: Data) -> str:
    """Return the headings that some paths stand under: "Standfirst; What's behind the headline?"."""
    return "; ".join(dict.fromkeys(_heading(fields, path, documents) for path in paths))


def _heading(fields: Fields, path: str, documents: tuple[Data, ...]) -> str:
    try:
        return steps(fields, path, *documents)[0]
    except UnknownPath:
        return path

"""Parts of long lists: what they are narrowed by, and where the next part begins.

A part begins where the one before ended, after a row and not at a number, so that nothing is missed or told
twice while pages are published.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from newsdesk.api.problems import Problem
from newsdesk.catalogue.lists import PageList, mentioning
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import Moved, resolve, resolve_uid
from newsdesk.catalogue.tags import PREFIX as TAG
from newsdesk.presentation.heads import absolute
from newsdesk.presentation.pagination import Order, Value
from newsdesk.sections.current import target_of

SIZE, MOST = 20, 100
_OFFSET = re.compile(r"(T[0-9:.]{5,15}) ([0-9]{2}:[0-9]{2})", re.ASCII)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of a list in order, and the cursor of the part that follows, "" at the end."""

    rows: tuple[Page, ...]
    cursor: str


def part_of(listed: PageList, order: Order[Value], cursor: str, limit: int) -> Part:
    """Return up to `limit` pages of a list after a place in it. One query. Raises Problem."""
    found: Iterable[Page]
    if cursor:
        place = order.read(cursor)
        if place is None or not place.after:
            raise Problem("“cursor” is not one that this list has given.")
        found = order.rows(listed, place, limit + 1)
    else:
        found = order.sorted(listed)[: limit + 1]
    rows = tuple(found)
    _, after = order.around(rows[:limit])
    return Part(rows[:limit], after if len(rows) > limit else "")


def next_address(request: HttpRequest, **changed: object) -> str:
    """Return the whole address of this list with other values of some parameters."""
    told = {name: request.GET[name] for name in request.GET} | {
        name: str(value) for name, value in changed.items()
    }
    return f"{absolute(request.path)}?{urlencode(told)}"


def narrowed(
    kind: str,
    *,
    topic: str = "",
    tag: str = "",
    section: str = "",
    outlet: str = "",
    since: str = "",
    until: str = "",
) -> PageList:
    """Return the visible pages of a kind that name a topic, have a tag, are in a section and cite an outlet,
    given by its key, published first from `since` on and before `until`. One query at most for the topic.

    Raises Problem, Gone or Http404.
    """
    targets: list[str] = []
    if topic:
        targets.append(topic_key(topic))
    if tag:
        targets.append(f"{TAG}{tag}")
    if section:
        targets.append(target_of(section))
    if outlet:
        targets.append(outlet)
    listed = PageList.of_kind(kind)
    if targets:
        listed = mentioning(targets[0], kind)
        for target in targets[1:]:
            listed = listed.also_mentioning(target)
    times = {"gte": moment("since", since), "lt": moment("until", until)}
    bounds = {f"{listed.by}published_at__{name}": at for name, at in times.items() if at}
    pages = listed.pages.filter(**bounds) if bounds else listed.pages
    return replace(listed, pages=pages, name=None).defer("text")


def topic_key(asked: str) -> str:
    """Return the key of a topic by its id or slug; of one that was merged the survivor's.

    Raises Gone or Http404.
    """
    if len(asked) == 16 and all(each in "0123456789abcdef" for each in asked):
        return resolve_uid("entity", asked).key
    try:
        path = reverse("topic", args=[asked])
    except NoReverseMatch as error:
        raise Problem("“topic” is the id or the slug of a topic.") from error
    try:
        return resolve(path).key
    except Moved as moved:
        return resolve(moved.path).key


def moment(name: str, text: str) -> datetime | None:
    """Return the time that a parameter says, a date or a time with its offset; None for nothing.

    A date means the beginning of that day on the desk's own clock. Raises Problem.
    """
    if not text:
        return None
    # A plus that was not written as %2B arrives as a blank.
    text = _OFFSET.sub(r"\1+\2", text)
    try:
        found: datetime | date | None = parse_datetime(text) or parse_date(text)
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year < 9998:
        raise Problem(f"“{name}” is a date or a time, 2026-11-30 or 2026-11-30T08:15:00Z.")
    if not isinstance(found, datetime):
        found = datetime.combine(found, time())
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def chosen(name: str, value: str, among: Mapping[str, T]) -> T | None:
    """Return what a parameter chooses, None where it is empty. Raises Problem."""
    if not value:
        return None
    if value not in among:
        raise Problem(f"“{name}” is one of {', '.join(among)}.")
    return among[value]

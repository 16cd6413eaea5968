"""The record of a page as a list: a sentence for each decision, one for all the edits between two."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.utils.text import get_text_list

from newsdesk.desk.messages import sentence
from newsdesk.pages.models import Event, WorkingCopy

# Deeds by which nothing is decided but what a text says.
WRITING = ("edit", "revise")
PER_PAGE = 50
_NAMED = 6

# Its key, when, by whom, and the names of the fields.
Edit = tuple[int, datetime, str, list[str] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A line of the record. `since` is when the first of several edits was made."""

    at: datetime
    sentence: str
    note: str = ""
    since: datetime | None = None
    decision: bool = True


def record(item: WorkingCopy, page: str | None) -> tuple[list[RecordLine], Page]:
    """Return one page of the record of `item`, the newest first. Three queries, however long it is."""
    decisions = item.events.exclude(verb__in=WRITING).select_related("actor").order_by("-pk")
    part = Paginator(decisions, PER_PAGE).get_page(page)
    start = max(part.start_index() - 1, 0)
    # One more: the edits after the decision that begins the next page are told on this one.
    rows = list(decisions[start : start + PER_PAGE + 1])
    shown, beyond = rows[:PER_PAGE], rows[PER_PAGE:]
    edits = item.events.filter(verb__in=WRITING)
    if beyond:
        edits = edits.filter(pk__gt=beyond[0].pk)
    if part.has_previous() and shown:
        edits = edits.filter(pk__lt=shown[0].pk)
    columns = ("pk", "at", "actor__username", "detail__fields")
    return list(_lines(shown, list(edits.order_by("-pk").values_list(*columns)))), part


def _lines(decisions: Sequence[Event], edits: Sequence[Edit]) -> Iterator[RecordLine]:
    """Yield decisions and, where they were made, the edits between them; both newest first."""
    places = [decision.pk for decision in decisions]
    between = {
        place: list(group)
        for place, group in groupby(edits, key=lambda edit: sum(pk > edit[0] for pk in places))
    }
    for place in range(len(decisions) + 1):
        if place in between:
            yield _edits(between[place])
        if place < len(decisions):
            event = decisions[place]
            yield RecordLine(at=event.at, sentence=sentence(event), note=event.note)


def _edits(edits: Sequence[Edit]) -> RecordLine:
    """Return one line for edits that follow one another: who, how often, and what they touched."""
    newest, oldest = edits[0], edits[-1]
    who = get_text_list(_once(name for _, _, name, _ in reversed(edits)), "and")
    fields = _once(field for *_, names in reversed(edits) for field in names or ())
    more = len(fields) - _NAMED
    if more > 0:
        fields = [*fields[:_NAMED], f"{more} more"]
    times = "" if len(edits) == 1 else " twice" if len(edits) == 2 else f" {len(edits)} times"
    what = f": {get_text_list(fields, 'and')}" if fields else ""
    return RecordLine(
        at=newest[1],
        since=oldest[1] if len(edits) > 1 else None,
        sentence=f"{who} edited it{times}{what}.",
        decision=False,
    )


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))

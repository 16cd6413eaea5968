"""What became of a front page: each arrangement with who made it, since when it holds, and what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils import timezone

from newsdesk.catalogue.models import Page
from newsdesk.sections.models.front import Arrangement, Place

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Change:
    """An arrangement; `state` is one of scheduled, now, over, cancelled."""

    arrangement: Arrangement
    state: str
    changes: Sequence[str]


def history(front: str) -> list[Change]:
    """Return the arrangements of a front page, the last first. Three queries."""
    rows = Arrangement.objects.filter(front=front).select_related("made_by", "cancelled_by")
    found = list(rows.prefetch_related("slots")[: SHOWN + 1])
    titles = titles_of(slot.key for row in found for slot in row.slots.all())
    now = timezone.now()
    begun = [row for row in found if not row.cancelled_at and row.starts_at <= now]
    current = begun[0].pk if begun else None
    befores = _befores(found)
    told = []
    for row in found[:SHOWN]:
        if row.cancelled_at:
            state = "cancelled"
        elif row.starts_at > now:
            state = "scheduled"
        else:
            state = "now" if row.pk == current else "over"
        told.append(Change(row, state, list(_changes(row, befores.get(row.pk), titles))))
    return told


def titles_of(keys: Iterable[str]) -> dict[str, str]:
    """Return what pages are called that readers see, saw or will see, by their keys. One query."""
    rows = Page.objects.filter(key__in=set(keys)).order_by("visible_from")
    return dict(rows.values_list("key", "title"))


def _befores(found: Sequence[Arrangement]) -> dict[int, Arrangement]:
    """Return for each arrangement the one whose place it takes."""
    held = [row for row in found if not row.cancelled_at]
    befores = {later.pk: earlier for later, earlier in pairwise(held)}
    for row in found:
        if row.cancelled_at:
            earlier = (each for each in held if each.starts_at <= row.starts_at)
            if before := next(earlier, None):
                befores[row.pk] = before
    return befores


def _changes(
    row: Arrangement, before: Arrangement | None, titles: Mapping[str, str]
) -> Iterator[str]:
    """Yield in sentences what a reader sees otherwise."""
    was = {slot.key: slot for slot in before.slots.all()} if before else {}
    now = {slot.key: slot for slot in row.slots.all()}
    for key, slot in now.items():
        name, place = titles.get(key, "a page that is gone"), Place(slot.place).label
        if key not in was:
            yield f"“{name}” into “{place}”"
        elif was[key].place != slot.place:
            yield f"“{name}” from “{Place(was[key].place).label}” into “{place}”"
        elif was[key].until != slot.until:
            until = timezone.localtime(slot.until) if slot.until else None
            yield f"“{name}” pinned " + (f"until {until:%-d %b %Y, %H:%M}" if until else "for good")
    for key in was:
        if key not in now:
            yield f"“{titles.get(key, 'a page that is gone')}” taken off"
    if [key for key in was if key in now] != [key for key in now if key in was]:
        yield "another order"

"""Where pages stand on front pages: now, from a time on, or in what an editor is arranging."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from newsdesk.sections.models.front import HOME, Arrangement, FrontDraft, Place, Slot
from newsdesk.sections.models.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSlot:
    """A place of a front page that holds a page: `front` is HOME or a section's slug, `since` from when on
    readers see it there, None for what is only being arranged.
    """

    front: str
    name: str
    place: str
    since: datetime | None

    def __str__(self) -> str:
        """Return it in words: "Home page, Questions of the day, from 4 May, 10:00"."""
        if self.since is None:
            when = "in the draft"
        elif self.since <= timezone.now():
            when = "now"
        else:
            when = f"from {timezone.localtime(self.since):%-d %b, %H:%M}"
        return f"{self.name}, {self.place}, {when}"


def slots_of(keys: Collection[str]) -> list[FilledSlot]:
    """Return the places that hold one of these pages. Five queries at most, for any number of pages."""
    found = [*_shown(keys), *_being_arranged(keys)]
    if not found:
        return []
    names = dict(Section.objects.values_list("slug", "name")) | {HOME: "Home page"}
    return [
        FilledSlot(
            front=front, name=names.get(front, front), place=str(Place(place).label), since=since
        )
        for front, place, since in found
    ]


_Found = tuple[str, str, datetime | None]


def _shown(keys: Collection[str]) -> Iterator[_Found]:
    """Yield slots that readers see now or will see, each front page by time."""
    now = timezone.now()
    held = Slot.objects.filter(Q(until=None) | Q(until__gt=now), key__in=keys)
    rows = held.filter(arrangement__cancelled_at=None).select_related("arrangement")
    slots = sorted(rows, key=lambda row: (row.arrangement.front, row.arrangement.starts_at))
    fronts = {slot.arrangement.front for slot in slots}
    begun = Arrangement.objects.filter(front__in=fronts, cancelled_at=None, starts_at__lte=now)
    in_force: dict[str, int] = dict(
        begun.order_by("starts_at", "pk").values_list("front", "pk") if fronts else ()
    )
    for slot in slots:
        made = slot.arrangement
        if made.starts_at > now or in_force[made.front] == made.pk:
            yield made.front, slot.place, made.starts_at


def _being_arranged(keys: Collection[str]) -> Iterator[_Found]:
    for draft in FrontDraft.objects.order_by("front"):
        yield from ((draft.front, s["place"], None) for s in draft.slots if s["key"] in keys)

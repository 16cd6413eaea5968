"""What is done to front pages: a draft is arranged, then shown to readers at once or from a time on.

A draft begins as what readers see. Arranging it asks for the right each time and is not logged: what readers
are shown is, whole, as an arrangement with who made it and when. Nothing has to run when one begins or a
pin ends: the times are put on record as boundaries of the catalogue, at which kept answers are asked anew.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from newsdesk.catalogue.models import Boundary, Page
from newsdesk.catalogue.purge import purge_lists_soon
from newsdesk.sections.models.front import (
    ARRANGE,
    HOLDS,
    HOME,
    ROOM,
    Arrangement,
    FrontDraft,
    Place,
    Slot,
)
from newsdesk.sections.models.section import Section
from newsdesk.sections.pinned import in_force
from newsdesk.workflow.transitions import Refused, require

SECTION_PLACES = (Place.LEAD, Place.SECOND)


class DraftSlot(TypedDict):
    """A slot of a draft; `until` is ISO 8601 or None."""

    place: str
    key: str
    until: str | None


def places_of(front: str) -> tuple[Place, ...]:
    """Return the places that a front page has."""
    return SECTION_PLACES if front else tuple(Place)


def slots_in_force(front: str) -> list[DraftSlot]:
    """Return the slots that readers see now, in order. One query."""
    order = {place: number for number, place in enumerate(Place)}
    rows = sorted(
        in_force(front, timezone.now()), key=lambda row: (order[Place(row.place)], row.position)
    )
    return [
        {"place": row.place, "key": row.key, "until": row.until.isoformat() if row.until else None}
        for row in rows
    ]


def draft_slots(front: str) -> list[DraftSlot]:
    """Return the slots of the draft of a front page, or what readers see where there is none."""
    draft = FrontDraft.objects.filter(front=front).first()
    return draft.slots if draft else slots_in_force(front)


@transaction.atomic
def put(front: str, place: str, key: str, *, actor: User) -> DraftSlot | None:
    """Put a page into a place of the draft, the last there, from wherever it stood. Raises Refused.

    What stood in a place of one goes to the head of the next place for its kind that has room: that slot
    is returned. A place of several that is full refuses, for nobody has said which of them should go.
    """
    draft = _draft(front, actor)
    where = _place(front, place)
    page = Page.objects.to_see().filter(key=key).only("kind").first()
    if page is None or page.kind != HOLDS[where]:
        raise Refused("There is no such page for this place.")
    slots: list[DraftSlot] = [slot for slot in draft.slots if slot["key"] != key]
    moved = _make_way(front, slots, where) if ROOM[where] == 1 else None
    _refuse_full(slots, where)
    kept = next((slot["until"] for slot in draft.slots if slot["key"] == key), None)
    _keep(draft, [*slots, {"place": where.value, "key": key, "until": kept}], actor)
    return moved


@transaction.atomic
def take_off(front: str, key: str, *, actor: User) -> None:
    """Empty the slot of a page: the newest fills it."""
    draft = _draft(front, actor)
    _keep(draft, [slot for slot in draft.slots if slot["key"] != key], actor)


@transaction.atomic
def move(front: str, key: str, step: int, *, actor: User) -> None:
    """Move a page up (-1) or down (1) within its place."""
    draft = _draft(front, actor)
    slots: list[DraftSlot] = list(draft.slots)
    here = next((n for n, slot in enumerate(slots) if slot["key"] == key), None)
    if here is None:
        return
    same = [n for n, slot in enumerate(slots) if slot["place"] == slots[here]["place"]]
    other = same.index(here) + step
    if 0 <= other < len(same):
        slots[here], slots[same[other]] = slots[same[other]], slots[here]
        _keep(draft, slots, actor)


@transaction.atomic
def order(front: str, wanted: Sequence[tuple[str, str]], *, actor: User) -> None:
    """Arrange the slots of the draft as `wanted` says, each a place and a key; what it leaves out stays last.

    Nothing is added by it. Raises Refused where a place would hold too many or another kind of page.
    """
    draft = _draft(front, actor)
    known: dict[str, DraftSlot] = {slot["key"]: slot for slot in draft.slots}
    slots: list[DraftSlot] = []
    for place, key in wanted:
        if (slot := known.pop(key, None)) is None:
            continue
        where = _place(front, place)
        if HOLDS[where] != HOLDS[Place(slot["place"])]:
            raise Refused(f"“{where.label}” holds other pages than that.")
        _refuse_full(slots, where)
        slots.append({**slot, "place": where.value})
    _keep(draft, [*slots, *known.values()], actor)


@transaction.atomic
def pin(front: str, key: str, until: datetime | None, *, actor: User) -> None:
    """Let a page leave its slot at a time, None for when an editor takes it off. Raises Refused."""
    draft = _draft(front, actor)
    if until and until <= timezone.now():
        raise Refused("That time is over: a pin ends later than now.")
    told = until.isoformat() if until else None
    slots: list[DraftSlot] = list(draft.slots)
    for slot in slots:
        if slot["key"] == key:
            slot["until"] = told
    _keep(draft, slots, actor)


@transaction.atomic
def drop_draft(front: str, *, actor: User) -> None:
    """Begin again from what readers see."""
    require(actor, ARRANGE)
    FrontDraft.objects.filter(front=front).delete()


@transaction.atomic
def show(front: str, *, actor: User, at: datetime | None = None) -> Arrangement:
    """Show the draft to readers, at once or from `at` on. Raises PermissionDenied or Refused."""
    draft = _draft(front, actor)
    now = timezone.now()
    if at and at <= now:
        raise Refused("That time is over: leave it empty to show the page now.")
    made = Arrangement.objects.create(front=front, starts_at=at or now, made_by=actor)
    rows = []
    for number, slot in enumerate(draft.slots):
        until = parse_datetime(slot["until"]) if slot["until"] else None
        if until is None or until > made.starts_at:
            rows.append(
                Slot(
                    arrangement=made,
                    place=slot["place"],
                    position=number,
                    key=slot["key"],
                    until=until,
                )
            )
    Slot.objects.bulk_create(rows)
    _remember([made.starts_at, *(row.until for row in rows if row.until)])
    draft.delete()
    if at is None:
        purge_lists_soon()
    return made


@transaction.atomic
def cancel(arrangement: Arrangement, *, actor: User) -> None:
    """Take back an arrangement that has not begun. Raises PermissionDenied or Refused."""
    require(actor, ARRANGE)
    found = Arrangement.objects.select_for_update().get(pk=arrangement.pk)
    if found.cancelled_at or found.starts_at <= timezone.now():
        raise Refused("Only what has not begun yet can be cancelled.")
    found.cancelled_by, found.cancelled_at = actor, timezone.now()
    found.save(update_fields=["cancelled_by", "cancelled_at"])


def _draft(front: str, actor: User) -> FrontDraft:
    """Return the draft, locked, made where there is none."""
    require(actor, ARRANGE)
    if front != HOME and not Section.objects.filter(slug=front).exists():
        raise Refused("There is no such front page.")
    made = {"slots": slots_in_force(front), "changed_by": actor}
    FrontDraft.objects.get_or_create(front=front, defaults=made)
    return FrontDraft.objects.select_for_update().get(front=front)


def _keep(draft: FrontDraft, slots: Sequence[DraftSlot], actor: User) -> None:
    draft.slots, draft.changed_by = list(slots), actor
    draft.save()


def _place(front: str, place: str) -> Place:
    if place not in places_of(front):
        raise Refused("This page has no such place.")
    return Place(place)


def _make_way(front: str, slots: list[DraftSlot], place: Place) -> DraftSlot | None:
    """Move what stands in a place of one to the head of the next that has room, and return it."""
    stood = next((slot for slot in slots if slot["place"] == place), None)
    places = places_of(front)
    for lower in places[places.index(place) + 1 :]:
        held = sum(slot["place"] == lower for slot in slots)
        if stood and HOLDS[lower] == HOLDS[place] and held < ROOM[lower]:
            slots.remove(stood)
            moved: DraftSlot = {**stood, "place": lower.value}
            slots.insert(0, moved)
            return moved
    return None


def _refuse_full(slots: Sequence[DraftSlot], place: Place) -> None:
    if sum(slot["place"] == place for slot in slots) >= ROOM[place]:
        raise Refused(f"“{place.label}” is full: take something off it first.")


def _remember(times: Sequence[datetime]) -> None:
    Boundary.objects.bulk_create([Boundary(at=at) for at in times], ignore_conflicts=True)

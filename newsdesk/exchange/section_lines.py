"""Sections and front pages as lines of an export: what `section_back.py` reads."""

from collections.abc import Callable, Iterator, Sequence

from django.db.models import Model

from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.columns import beside, moment, written
from newsdesk.exchange.names import Outward
from newsdesk.sections.models.front import Arrangement, FrontDraft
from newsdesk.sections.models.section import Section

# Returns what was done to some rows of a model, by their primary keys.
Logged = Callable[[type[Model], Sequence[int]], dict[int, list[Data]]]
BATCH = 100


def sections(names: Outward, logged: Logged) -> Iterator[Data]:
    """Yield the line of each section, in the order of their uids."""
    columns, rows = beside(Section), list(Section.objects.order_by("uid"))
    log = logged(Section, [row.pk for row in rows])
    for row in rows:
        state = written(row, columns, names.person)
        yield {"kind": "section", "uid": str(row.uid), "state": state, "log": log[row.pk]}


def front_pages(names: Outward) -> Iterator[Data]:
    """Yield every arrangement of a front page, the first that was made first, and the drafts."""
    rows = Arrangement.objects.order_by("made_at", "pk").prefetch_related("slots")
    for row in rows.iterator(chunk_size=BATCH):
        slots = sorted(row.slots.all(), key=lambda slot: (slot.position, slot.key))
        names.learn(slot.key for slot in slots)
        yield {
            "kind": "arrangement",
            "front": row.front,
            "starts_at": moment(row.starts_at),
            "made_at": moment(row.made_at),
            "made_by": names.person(row.made_by_id),
            "cancelled_at": moment(row.cancelled_at) if row.cancelled_at else None,
            "cancelled_by": names.person(row.cancelled_by_id) if row.cancelled_by_id else None,
            "slots": [
                {
                    "place": slot.place,
                    "position": slot.position,
                    "page": names.page(slot.key),
                    "until": moment(slot.until) if slot.until else None,
                }
                for slot in slots
            ],
        }
    for draft in FrontDraft.objects.order_by("front"):
        names.learn(slot["key"] for slot in draft.slots)
        yield {
            "kind": "front-draft",
            "front": draft.front,
            "changed_by": names.person(draft.changed_by_id),
            "slots": [
                {"place": slot["place"], "page": names.page(slot["key"]), "until": slot["until"]}
                for slot in draft.slots
            ],
        }

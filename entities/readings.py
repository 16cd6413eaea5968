"""What references to entities mean in single pages, told from the merges and splits that stand."""

from entities.models.merge import EntityMerge
from entities.models.split import EntitySplitMove
from newsdesk.catalogue.entries import Tombstone
from newsdesk.merging.readings import Step, readings

PREFIX = "entity:"


def entity_readings() -> dict[str, dict[str, str]]:
    """Return, by page, what its references mean there and nowhere else. Two queries, one without splits."""
    moves = EntitySplitMove.objects.filter(split__undone_at=None).order_by("split", "pk")
    moved = moves.values_list("split__at", "page", "source", "into")
    steps = [
        Step(at=at, page=page, source=f"{PREFIX}{source}", into=f"{PREFIX}{into}")
        for at, page, source, into in moved
    ]
    if not steps:
        return {}
    merges = EntityMerge.objects.active().order_by("pk").values_list("at", "loser", "survivor")
    steps += [
        Step(at=at, source=f"{PREFIX}{loser}", into=f"{PREFIX}{survivor}")
        for at, loser, survivor in merges
    ]
    return readings(steps)


def in_single_pages() -> list[Tombstone]:
    """Return the same as the catalogue keeps it."""
    return [
        Tombstone(key=key, into=into, title="", page=page)
        for page, found in entity_readings().items()
        for key, into in found.items()
    ]

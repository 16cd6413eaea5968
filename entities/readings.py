"""What references to entities mean in single pages, and what outlets are called, told from the merges
and splits that stand.
"""

from datetime import datetime

from entities import outlet_names
from entities.models.merge import EntityMerge, OutletMerge
from entities.models.outlet import Outlet
from entities.models.split import EntitySplitMove
from newsdesk.catalogue import write as catalogue
from newsdesk.catalogue.compiled import CompiledValues
from newsdesk.catalogue.entries import Tombstone
from newsdesk.merging.readings import Step, readings
from newsdesk.pages.lines import to_lines

PREFIX = "entity:"


def entity_steps() -> list[Step]:
    """Return what leads references from one entity to another, nothing where none was ever split. Two
    queries, one without splits.
    """
    steps = _MOVES.rows()
    if not steps:
        return []
    merges = EntityMerge.objects.active().order_by("pk").values_list("at", "loser", "survivor")
    return steps + [
        Step(at=at, source=f"{PREFIX}{loser}", into=f"{PREFIX}{survivor}")
        for at, loser, survivor in merges
    ]


def _step(at: datetime, page: str, source: int, into: int) -> Step:
    return Step(at=at, page=page, source=f"{PREFIX}{source}", into=f"{PREFIX}{into}")


# Every form of the desk asks it.
_MOVES = CompiledValues(
    EntitySplitMove,
    _step,
    lambda: (
        EntitySplitMove.objects.filter(split__undone_at=None)
        .order_by("split", "pk")
        .values_list("split__at", "page", "source", "into")
    ),
)


def entity_readings() -> dict[str, dict[str, str]]:
    """Return, by page, what its references mean there and nowhere else."""
    return readings(entity_steps())


def in_single_pages() -> list[Tombstone]:
    """Return the same as the catalogue keeps it."""
    return [
        Tombstone(key=key, into=into, page=page)
        for page, found in entity_readings().items()
        for key, into in found.items()
    ]


def renamed_outlets() -> list[Tombstone]:
    """Return the names that outlets had, and those of outlets that were merged, each with the name of the
    last survivor. Two queries.

    A name that another outlet goes by today is that outlet's.
    """
    rows = OutletMerge.objects.active().values_list("loser", "survivor", "loser__name", "title")
    merges = {loser: (survivor, {name, title}) for loser, survivor, name, title in rows}
    told = list(Outlet.objects.values_list("pk", "name", "past_names", "merged_into"))
    standing = {pk: name for pk, name, _, into in told if into is None}
    taken = set(standing.values())
    into = {
        past: standing[_last(merges, pk)] for pk, _, names, _ in told for past in to_lines(names)
    }
    for loser, (_, names) in sorted(merges.items()):
        into |= dict.fromkeys(names, standing[_last(merges, loser)])
    return [
        Tombstone(key=f"{outlet_names.PREFIX}{name}", into=f"{outlet_names.PREFIX}{last}")
        for name, last in sorted(into.items())
        if name not in taken
    ]


def _last(merges: dict[int, tuple[int, set[str]]], outlet: int) -> int:
    while outlet in merges:
        outlet = merges[outlet][0]
    return outlet


def settle() -> None:
    """Bring the catalogue in line after a merge, a split or the undoing of one."""
    catalogue.point_in_pages(PREFIX, in_single_pages())


def lead_outlets() -> None:
    """Let readers see outlets by the names of today, after a merge, the undoing of one or another name."""
    catalogue.point_names(outlet_names.PREFIX, renamed_outlets())

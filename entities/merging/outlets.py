"""Merging outlets: the same engine, and no edition to bring in line. Their names in editions are resolved
when these are read, and the address of the one that goes leads to the one that stays.
"""

from collections.abc import Collection, Iterable

from django.contrib.auth.models import User

from entities.models.merge import OutletMerge, OutletMergeStep
from entities.models.outlet import Outlet
from entities.outlets import OutletDocument, document_of, write
from entities.readings import lead_outlets
from newsdesk.merging.engine import MergeKind
from newsdesk.merging.pointers import tombstones
from newsdesk.merging.taken import NOTHING, MergeChoice
from newsdesk.pages.keys import numbers


class OutletMerging(MergeKind[Outlet, OutletDocument, OutletMerge]):
    """Two outlets that turn out to be one."""

    record = OutletMerge
    step = OutletMergeStep
    permission = "entities.merge_outlet"
    document = OutletDocument

    def document_of(self, item: Outlet) -> OutletDocument:
        return document_of(item)

    def write(self, document: OutletDocument, item: Outlet, *, actor: User) -> None:
        write(document, item, actor=actor)

    def write_back(self, document: OutletDocument, item: Outlet, *, actor: User) -> None:
        write(document, item, actor=actor)

    def check(self, loser: Outlet, survivor: Outlet) -> None:
        """Any two outlets can be merged; the engine refuses tombstones and circles."""

    def settle(self, items: Iterable[Outlet]) -> None:
        settle()


def settle() -> None:
    """Point every tombstone straight to its last survivor, and let readers see the survivor's name."""
    last = {}
    for stone in tombstones(OutletMerge, "outlet"):
        loser, survivor = numbers("outlet", (stone.key, stone.into))
        last[loser] = survivor
    stored = dict(Outlet.objects.exclude(shown_as=None).values_list("pk", "shown_as"))
    for pk in last.keys() | stored.keys():
        if last.get(pk) != stored.get(pk):
            Outlet.objects.filter(pk=pk).update(shown_as=last.get(pk))
    lead_outlets()


KIND = OutletMerging()


def merge(
    loser: Outlet,
    survivor: Outlet,
    *,
    actor: User,
    reason: str = "",
    taken: MergeChoice = NOTHING,
    confirmed: Collection[str] = (),
) -> OutletMerge:
    """Make `loser` lead to `survivor`. Raises PermissionDenied, AlreadyMerged or MergeRefused."""
    return KIND.merge(loser, survivor, actor=actor, reason=reason, taken=taken, confirmed=confirmed)


def undo(record: OutletMerge, *, actor: User, reason: str = "") -> OutletMerge:
    """Let both stand alone again. Raises PermissionDenied or NotMerged."""
    return KIND.undo(record, actor=actor, reason=reason)

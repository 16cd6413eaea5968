"""Merging entities: the guards, and the two verbs."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from entities import splitting, workflow, working_copy
from entities.documents import EntityDocument
from entities.entries import entry_of
from entities.models.draft import Entity
from entities.models.merge import EntityMerge, EntityMergeStep
from newsdesk.merging import engine
from newsdesk.merging.engine import MergeKind, MergeRefused
from newsdesk.merging.guards import refuse_standings
from newsdesk.merging.live import live_data, republish
from newsdesk.merging.pointing import settle
from newsdesk.merging.taking import NOTHING, Taken


def check(loser: Entity, survivor: Entity) -> None:
    """Refuse a merge of different kinds, and one that would hide a page from readers."""
    if loser.kind != survivor.kind:
        raise MergeRefused(
            f"“{loser}” is of kind {loser.get_kind_display()} and “{survivor}” of kind "
            f"{survivor.get_kind_display()}: put the kind right first if they are one."
        )
    refuse_standings(loser, survivor)


def _settle(items: Iterable[Entity]) -> None:
    """Bring the catalogue in line, with the pages in which a split holds."""
    settle(EntityMerge, "entity", entry_of, items)
    splitting.settle()


KIND = MergeKind(
    record=EntityMerge,
    step=EntityMergeStep,
    permission="entities.merge_entity",
    document=EntityDocument,
    document_of=working_copy.document_of,
    write=working_copy.write,
    write_back=working_copy.write_back,
    public_data=partial(live_data, workflow.PAGES),
    check=check,
    show=partial(republish, workflow.PAGES),
    settle=_settle,
)


def merge(
    loser: Entity, survivor: Entity, *, actor: Any, reason: str = "", taken: Taken = NOTHING
) -> EntityMerge:
    """Make `loser` lead to `survivor`. Raises PermissionDenied, AlreadyMerged or MergeRefused."""
    record: EntityMerge = engine.merge(
        KIND, loser, survivor, actor=actor, reason=reason, taken=taken
    )
    return record


def undo(record: EntityMerge, *, actor: Any, reason: str = "") -> EntityMerge:
    """Bring both pages back. Raises PermissionDenied or NotMerged."""
    undone: EntityMerge = engine.undo(KIND, record, actor=actor, reason=reason)
    return undone

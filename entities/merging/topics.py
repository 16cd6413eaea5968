"""Merging entities: the guards, and the two verbs."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from entities import splitting
from entities.documents import EntityDocument
from entities.entry import PAST, entry_of
from entities.models.draft import Entity
from entities.models.merge import EntityMerge, EntityMergeStep
from entities.workflow import ENTITY
from newsdesk.merging import engine
from newsdesk.merging.engine import MergeKind, MergeRefused
from newsdesk.merging.guards import refuse_standings
from newsdesk.merging.pointers import settle
from newsdesk.merging.taken import NOTHING, Taken


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


def _title_at(entity: Entity, at: datetime) -> str:
    return PAST.title_at(entity.pk, at)


KIND = MergeKind(
    record=EntityMerge,
    step=EntityMergeStep,
    permission="entities.merge_entity",
    document=EntityDocument,
    document_of=ENTITY.document_of,
    write=ENTITY.write,
    write_back=ENTITY.write_back,
    check=check,
    settle=_settle,
    pages=ENTITY,
    title_at=_title_at,
)


def merge(
    loser: Entity,
    survivor: Entity,
    *,
    actor: Any,
    reason: str = "",
    taken: Taken = NOTHING,
    confirmed: Collection[str] = (),
) -> EntityMerge:
    """Make `loser` lead to `survivor`. Raises what `engine.merge` raises."""
    record: EntityMerge = engine.merge(
        KIND, loser, survivor, actor=actor, reason=reason, taken=taken, confirmed=confirmed
    )
    return record


def undo(record: EntityMerge, *, actor: Any, reason: str = "") -> EntityMerge:
    """Bring both pages back. Raises PermissionDenied or NotMerged."""
    undone: EntityMerge = engine.undo(KIND, record, actor=actor, reason=reason)
    return undone

"""One entity turns out to be two: which pages mean which, and taking that back at any time.

Nothing is moved. A split records, page by page, that what led to one entity leads to the other from now
on, in its draft, its live and its scheduled editions alike; the catalogue is told what that makes
of each reference (`entities.readings`).
"""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from entities.documents import EntityDocument
from entities.models.draft import Entity
from entities.models.split import EntitySplit, EntitySplitMove
from entities.readings import settle
from entities.workflow import ENTITY
from newsdesk.merging.guards import MERGEABLE
from newsdesk.pages.status import Standing
from newsdesk.workflow.transitions import Refused, log, require

PERMISSION = "entities.merge_entity"
MEANT = (*MERGEABLE, Standing.SCHEDULED)


class SplitRefused(Refused):
    """The references cannot be assigned so, for the reason given."""


class NotSplit(Refused):
    """The split was undone before."""


def check_one(entity: Entity) -> None:
    """Refuse what readers could not be led to."""
    if entity.standing not in MEANT:
        raise SplitRefused(f"“{entity}” is {entity.standing.words}: no page can mean it.")


def check(one: Entity, other: Entity) -> None:
    """Refuse a split between different kinds, and from what readers could not be led to."""
    if one.pk == other.pk:
        raise SplitRefused(f"“{one}” cannot be split from itself.")
    for entity in (one, other):
        check_one(entity)
    if one.kind != other.kind:
        raise SplitRefused(
            f"“{one}” is of kind {one.get_kind_display()} and “{other}” of kind "
            f"{other.get_kind_display()}: put the kind right first."
        )


@transaction.atomic
def split(
    one: Entity,
    other: Entity,
    *,
    moves: Mapping[str, Entity],
    actor: User,
    reason: str = "",
) -> EntitySplit:
    """Let the pages in `moves`, by key, mean the entity that stands beside them wherever they meant the
    other of the two.

    Raises PermissionDenied or SplitRefused.
    """
    require(actor, PERMISSION)
    one, other = _locked(one, other)
    check(one, other)
    if not moves:
        raise SplitRefused("Nothing would change: every page means what it meant before.")
    record = EntitySplit.objects.create(one=one, other=other, actor=actor, reason=reason)
    for page, into in sorted(moves.items()):
        source = other if into.pk == one.pk else one
        EntitySplitMove.objects.create(split=record, page=page, source=source, into=into)
    _log(record, "split", actor=actor, note=reason, pages=sorted(moves))
    settle()
    return record


@transaction.atomic
def split_off(
    one: Entity,
    document: EntityDocument,
    *,
    pages: Iterable[str],
    actor: User,
    reason: str = "",
    live: bool = False,
) -> EntitySplit:
    """Make a new entity from `document` and let `pages`, by key, mean it; with `live`, publish it.

    Undoing the split leaves the entity: nothing is deleted. Raises what `split`, `workflow.create` and,
    with `live`, `workflow.publish` raise.
    """
    require(actor, PERMISSION)
    confirmed = actor.has_perm("entities.confirm_entity")
    other = ENTITY.create(document, actor=actor, note=reason, confirmed=confirmed)
    if live:
        ENTITY.publish(other, actor=actor)
    moves = dict.fromkeys(pages, other)
    return split(one, other, moves=moves, actor=actor, reason=reason)


@transaction.atomic
def undo(record: EntitySplit, *, actor: User, reason: str = "") -> EntitySplit:
    """Let every page mean what it would mean without the split. Raises PermissionDenied or NotSplit."""
    require(actor, PERMISSION)
    _locked(record.one, record.other)
    record = EntitySplit.objects.select_for_update().get(pk=record.pk)
    if not record.is_active:
        raise NotSplit(f"The split of “{record.one}” was undone before.")
    record.undone_at, record.undone_by, record.undo_reason = timezone.now(), actor, reason
    record.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    pages = list(record.moves.values_list("page", flat=True))
    _log(record, "unsplit", actor=actor, note=reason, pages=pages)
    settle()
    return record


def _locked(one: Entity, other: Entity) -> tuple[Entity, Entity]:
    rows = Entity.objects.select_for_update().filter(pk__in={one.pk, other.pk}).order_by("pk")
    found = {row.pk: row for row in rows}
    return found[one.pk], found[other.pk]


def _log(record: EntitySplit, verb: str, *, actor: User, note: str, pages: Iterable[str]) -> None:
    detail = {
        "split": record.pk,
        "one": record.one_id,
        "other": record.other_id,
        "pages": list(pages),
    }
    for entity in (record.one, record.other):
        log(entity, verb, actor=actor, note=note, detail=detail)

"""Merging topics, and taking a merge back."""

from collections.abc import Collection

from django.contrib.auth.models import User

from entities.models.draft import Entity
from entities.models.merge import EntityMerge
from entities.workflow import ENTITY
from newsdesk.merging.taken import NOTHING, MergeChoice

KIND = ENTITY.merging


def merge(
    loser: Entity,
    survivor: Entity,
    *,
    actor: User,
    reason: str = "",
    taken: MergeChoice = NOTHING,
    confirmed: Collection[str] = (),
) -> EntityMerge:
    """Make `loser` lead to `survivor`. Raises what `engine.merge` raises."""
    return KIND.merge(loser, survivor, actor=actor, reason=reason, taken=taken, confirmed=confirmed)


def undo(record: EntityMerge, *, actor: User, reason: str = "") -> EntityMerge:
    """Bring both pages back. Raises PermissionDenied or NotMerged."""
    return KIND.undo(record, actor=actor, reason=reason)

"""Merge two rows of one kind, and undo any merge at any time.

Nothing is moved or deleted. `merge` points the loser to the survivor and lets the survivor take over
what a moderator chose. `undo` clears the pointer and hands back what was taken and not edited since.

How undo is exact, whatever happened in between: every merge keeps the survivor's text before and
after it, and the loser's. A page's history is thus a chain of merges with ordinary edits between them,
and its text without some merge is that chain *replayed* without it: each edit in between is carried
over by three-way merge (where it touched what the merge had brought, the edit wins), each remaining
merge takes again what it took, from its loser's text replayed in the same way. A page that took text
from a page that is replayed is replayed after it, up the chain of survivors.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from newsdesk.publishing.compare import Data, three_way
from newsdesk.publishing.documents import as_data, from_data
from newsdesk.publishing.workflow import Refused, log, require

from .taking import NOTHING, Taken, take


class MergeRefused(Refused):
    """The two cannot be merged, for the reason given."""


class AlreadyMerged(MergeRefused):
    """One of the two is a tombstone already."""


class NotMerged(Refused):
    """The merge was undone before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeKind:
    """What the engine must know of one kind of row that can be merged.

    `record` and `step` are its concrete models; `permission` a full name; `document_of` reads a
    working copy, `write` writes one, `write_back` one that has been there before; `document` is their
    class. `public_data` is what a page that is merged away brings with it. `check(loser, survivor)`
    raises MergeRefused. `show(item, patch, actor, note)` brings the public side in line: `patch`, where
    not None, turns the live document's data into the new one; `settle(items)` tells the catalogue which
    of them point where.
    """

    record: Any
    step: Any
    permission: str
    document: type
    document_of: Callable[[Any], Any]
    write: Callable[[Any, Any], None]
    write_back: Callable[[Any, Any], None]
    public_data: Callable[[Any], Data]
    check: Callable[[Any, Any], None]
    show: Callable[..., None]
    settle: Callable[[Iterable[Any]], None]


@transaction.atomic
def merge(
    kind: MergeKind,
    loser: Any,
    survivor: Any,
    *,
    actor: Any,
    reason: str = "",
    taken: Taken = NOTHING,
) -> Any:
    """Make `loser` a tombstone of `survivor`, and return the record of it.

    Raises PermissionDenied, AlreadyMerged or MergeRefused.
    """
    require(actor, kind.permission)
    loser, survivor = _locked(loser, survivor)
    _refuse_knots(loser, survivor)
    kind.check(loser, survivor)
    record = kind.record.objects.create(
        loser=loser,
        survivor=survivor,
        actor=actor,
        reason=reason,
        title=str(loser),
        taken=taken.as_data(),
    )
    before, brought = as_data(kind.document_of(survivor)), kind.public_data(loser)
    after = take(taken, survivor=before, loser=brought)
    kind.step.objects.create(
        item=survivor, record=record, before=before, after=after, loser=brought
    )
    loser.merged_into = survivor
    loser.save(update_fields=["merged_into"])
    detail = {"record": record.pk, "loser": loser.pk, "survivor": survivor.pk}
    log(loser, "merge", actor=actor, note=reason, detail=detail)
    log(survivor, "absorb", actor=actor, note=reason, detail=detail)
    note = f"Combines “{loser}”."
    _change(kind, survivor, before, after, actor=actor, note=note, write=kind.write)
    kind.settle([loser, survivor])
    return record


@transaction.atomic
def undo(kind: MergeKind, record: Any, *, actor: Any, reason: str = "") -> Any:
    """Bring both pages of a merge back, at any time and in any order, and return the record.

    Raises PermissionDenied or NotMerged.
    """
    require(actor, kind.permission)
    loser, survivor = _locked(record.loser, record.survivor)
    record = kind.record.objects.select_for_update().get(pk=record.pk)
    if not record.is_active:
        raise NotMerged(f"The merge of “{loser}” into “{survivor}” was undone before.")
    record.undone_at, record.undone_by, record.undo_reason = timezone.now(), actor, reason
    record.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    loser.merged_into = None
    loser.save(update_fields=["merged_into"])
    detail = {"record": record.pk, "loser": loser.pk, "survivor": survivor.pk}
    log(loser, "unmerge", actor=actor, note=reason, detail=detail)
    log(survivor, "unmerge", actor=actor, note=reason, detail=detail)
    note = f"No longer combines “{loser}”."
    changed = survivor
    while changed is not None:
        _replay_now(kind, changed, record, actor=actor, note=note)
        changed = changed.merged_into
    kind.settle([loser, survivor])
    return record


def _locked(one: Any, other: Any) -> tuple[Any, Any]:
    """Return both rows, read anew and locked in the order of their keys, so that no two merges wait
    for each other.
    """
    rows = type(one)._default_manager.select_for_update().order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in={one.pk, other.pk})}
    return found[one.pk], found[other.pk]


def _refuse_knots(loser: Any, survivor: Any) -> None:
    if loser.pk == survivor.pk:
        raise MergeRefused(f"“{loser}” cannot be merged into itself.")
    for row in (loser, survivor):
        if row.merged_into_id:
            raise AlreadyMerged(f"“{row}” has been merged into “{row.merged_into}” already.")


def _replay_now(kind: MergeKind, item: Any, record: Any, *, actor: Any, note: str) -> None:
    before = as_data(kind.document_of(item))
    after = _replayed(kind, item.pk, None, before)
    if after == before:
        return
    kind.step.objects.create(item=item, record=record, undo=True, before=before, after=after)
    _change(kind, item, before, after, actor=actor, note=note, write=kind.write_back)


def _replayed(kind: MergeKind, item: int, until: int | None, actual: Data) -> Data:
    """Return the text that `item` would have without the merges that have been undone.

    `actual` is what it says now or, with `until`, what it said at that step.
    """
    steps = kind.step.objects.filter(item=item).select_related("record")
    if until is not None:
        steps = steps.filter(pk__lt=until)
    text: Data | None = None
    since: Data = {}
    for step in steps:
        text = step.before if text is None else carried(since, step.before, text)
        if not step.undo and step.record.is_active:
            brought = _replayed(kind, step.record.loser_id, step.pk, step.loser)
            text = take(Taken.from_data(step.record.taken), survivor=text, loser=brought)
        since = step.after
    return actual if text is None else carried(since, actual, text)


def carried(since: Data, edited: Data, onto: Data) -> Data:
    """Return `onto` with the edits that led from `since` to `edited`; where they clash the edits win."""
    return three_way(since, edited, onto)[0]


def _change(
    kind: MergeKind,
    item: Any,
    before: Data,
    after: Data,
    *,
    actor: Any,
    note: str,
    write: Callable[[Any, Any], None],
) -> None:
    """Write the new text, and carry the difference over to what readers see."""
    if after == before:
        return
    item.changed_by = actor
    write(from_data(kind.document, after), item)
    kind.show(item, lambda live: carried(before, live, after), actor=actor, note=note)

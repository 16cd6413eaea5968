"""Planning, doing and undoing a bulk deed: in batches, each one transaction, none of it twice.

Every batch locks the deed, takes the next pages that wait, does them through their verbs and marks
them in the same transaction. Whatever stops it between two batches, the next call goes on where it
stopped; two calls at once take turns.
"""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from newsdesk.desk.bulk.actions import Action
from newsdesk.desk.bulk.forms import Values
from newsdesk.desk.bulk.models import BulkDeed, BulkRow, BulkRowQuerySet
from newsdesk.pages.models import WorkingCopy
from newsdesk.workflow.transitions import require

BATCH = 50
MOST = 2_000
# How long one request works before it shows how far it has come.
SECONDS = 15.0
PLANS_KEPT = timedelta(days=1)


@transaction.atomic
def plan(action: Action, pages: Sequence[WorkingCopy], *, actor: User) -> BulkDeed:
    """Write down what somebody means to do to `pages`; nothing is done yet. Old plans go away."""
    require(actor, action.verb.permission)
    now = timezone.now()
    BulkDeed.objects.filter(actor=actor, begun_at=None, planned_at__lt=now - PLANS_KEPT).delete()
    deed = BulkDeed.objects.create(
        kind=action.pages.opts.label_lower,
        action=action.name,
        values=None if action.form else {},
        actor=actor,
        planned_at=now,
    )
    BulkRow.objects.bulk_create(
        [BulkRow(deed=deed, page=page.pk, title=str(page)[:300]) for page in pages], batch_size=500
    )
    return deed


def fill_in(deed: BulkDeed, values: Values) -> None:
    """Say what the plan's action is done with; once it has begun this changes nothing."""
    BulkDeed.objects.filter(pk=deed.pk, begun_at=None).update(values=values)


def begin(deed: BulkDeed, action: Action, *, actor: User) -> None:
    """Turn the plan into a deed; a second time changes nothing."""
    require(actor, action.verb.permission)
    BulkDeed.objects.filter(pk=deed.pk, actor=actor, begun_at=None).update(begun_at=timezone.now())


def go_on(deed: BulkDeed, action: Action, *, actor: User) -> None:
    """Do what waits, until it is done or the time of one request is over."""
    require(actor, action.verb.permission)
    _in_time(lambda: _do_batch(deed, action, actor=actor))


@transaction.atomic
def begin_undo(deed: BulkDeed, action: Action, *, actor: User) -> None:
    """Do nothing more of the deed and let what was done be undone; a second time changes nothing."""
    require(actor, action.verb.permission)
    locked = BulkDeed.objects.select_for_update().get(pk=deed.pk)
    if locked.begun_at is not None and locked.undone_at is None:
        locked.undone_by, locked.undone_at = actor, timezone.now()
        locked.save(update_fields=["undone_by", "undone_at"])
        locked.rows.waiting().update(state=BulkRow.State.LEFT)


def go_on_undoing(deed: BulkDeed, action: Action, *, actor: User) -> None:
    """Undo what was done, until it is undone or the time of one request is over."""
    require(actor, action.verb.permission)
    _in_time(lambda: _undo_batch(deed, action, actor=actor))


@transaction.atomic
def _do_batch(deed: BulkDeed, action: Action, *, actor: User) -> bool:
    locked = BulkDeed.objects.select_for_update().get(pk=deed.pk)
    if locked.begun_at is None or locked.undone_at is not None:
        return False
    values: Values = locked.values if locked.values else {}

    def do(row: BulkRow, page: WorkingCopy) -> None:
        row.before = action.do(page, values, actor=actor, note=f"{locked}.")
        row.state = BulkRow.State.DONE

    return _batch(locked.rows.waiting(), action, do, refused=BulkRow.State.REFUSED)


@transaction.atomic
def _undo_batch(deed: BulkDeed, action: Action, *, actor: User) -> bool:
    locked = BulkDeed.objects.select_for_update().get(pk=deed.pk)
    if locked.undone_at is None:
        return False

    def undo(row: BulkRow, page: WorkingCopy) -> None:
        action.undo(page, row.before, actor=actor, note=f"{locked} undone.")
        row.state = BulkRow.State.UNDONE

    return _batch(locked.rows.done(), action, undo, refused=BulkRow.State.KEPT)


def _batch(
    rows: BulkRowQuerySet,
    action: Action,
    deed: Callable[[BulkRow, WorkingCopy], None],
    *,
    refused: str,
) -> bool:
    """Do `deed` to the next rows; tell whether there were any. A refused page does not stop the others."""
    # By key, so that two batches never wait for each other's pages.
    batch = sorted(rows[:BATCH], key=lambda row: row.page)
    pages = action.pages.model._default_manager.in_bulk([row.page for row in batch])
    for row in batch:
        try:
            with transaction.atomic():
                deed(row, pages[row.page])
        except action.pages.refusals as error:
            row.state, row.reason = refused, str(error)
    BulkRow.objects.bulk_update(batch, ["state", "reason", "before"])
    return bool(batch)


def _in_time(batch: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while batch() and time.monotonic() < end:
        pass

"""How a letter goes through the desk: tables of deeds, and the steps that every deed is made of.

A deed is one transaction, `carry_out`: `begin` (lock the row, check right, state and reason), then `settle`
(change it, log who did it). One that has to look at something in between calls the two by itself.
"""

from dataclasses import dataclass
from typing import TypeVar, cast

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from newsdesk.submissions.models import Letter
from newsdesk.workflow.storable import no_longer
from newsdesk.workflow.transitions import NoteRequired, Refused, log, require

REASON_LENGTH = 500
L = TypeVar("L", bound=Letter)


class AlreadySettled(Refused):
    """The deed does not go with where the letter stands now: somebody was quicker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTransition:
    """A row of a table of deeds: from which states it may be done, and to which it leads.

    `done` is told to who did it, `told` is how the log tells it.
    """

    name: str
    label: str
    permission: str
    when: frozenset[str]
    to: str
    done: str
    told: str
    reason_required: bool = False


Table = dict[str, LetterTransition]


def table(*deeds: LetterTransition) -> Table:
    return {deed.name: deed for deed in deeds}


def available(deeds: Table, actor: User, letter: Letter) -> list[LetterTransition]:
    """Return what `actor` may do with `letter` as it stands, in the table's order."""
    return [d for d in deeds.values() if letter.state in d.when and actor.has_perm(d.permission)]


@transaction.atomic
def carry_out(
    deed: LetterTransition, letter: L, *, actor: User, reason: str = "", **changes: object
) -> L:
    """Do `deed` with what is sent, and return the letter. Raises what `begin` raises."""
    letter = begin(deed, letter, actor=actor, reason=reason)
    return settle(deed, letter, actor=actor, reason=reason, **changes)


def begin(deed: LetterTransition, letter: L, *, actor: User, reason: str = "") -> L:
    """Return `letter` freshly read and locked. Call it inside `transaction.atomic`.

    Raises PermissionDenied, AlreadySettled or NoteRequired.
    """
    require(actor, deed.permission)
    rows = type(letter)._default_manager.select_for_update(of=("self",))
    locked = cast("L", rows.select_related("decided_by").get(pk=letter.pk))
    if locked.state not in deed.when:
        by = f" by {locked.decided_by}" if locked.decided_by else ""
        state = locked.get_state_display().lower()
        raise AlreadySettled(f"This one is “{state}” already{by}: look at it again.")
    if deed.reason_required and not reason.strip():
        raise NoteRequired("Write why: whoever sent it in is told the reason.")
    return locked


def settle(
    deed: LetterTransition, letter: L, *, actor: User, reason: str = "", **changes: object
) -> L:
    """Write the state that `deed` leads to, with other fields that change, and log it."""
    letter.state, letter.reason = deed.to, no_longer(reason, REASON_LENGTH)
    letter.decided_at, letter.decided_by = timezone.now(), actor
    for name, value in changes.items():
        setattr(letter, name, value)
    letter.save(update_fields=["state", "reason", "decided_at", "decided_by", *changes])
    log(letter, deed.name, actor=actor, note=letter.reason, detail=changes)
    return letter

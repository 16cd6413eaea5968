"""The machinery of verbs: tables that an editor can read, and the steps that every verb is made of.

A verb is one function, one transaction, built from these steps: `begin` (lock the row, check
permission, standing and state), change, `freezing.freeze` an edition, write the catalogue, `log` an
event. Permission is checked there and nowhere else; `available` draws the buttons from the same table.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from newsdesk.pages.editions import Edition
from newsdesk.pages.models import WorkingCopy, events_of
from newsdesk.pages.status import Standing, State

logger = logging.getLogger("newsdesk.workflow")

Item = TypeVar("Item", bound=WorkingCopy)


class Refused(Exception):
    """The desk says no, in a sentence that can be shown to an editor."""


class WrongStanding(Refused):
    """The verb does not go with where the page stands now."""


class WrongState(Refused):
    """The verb does not go with how far the work on the page has come."""


class NotApproved(WrongState):
    """Nobody has approved what is written."""


class ApprovalVoid(NotApproved):
    """What was approved has been changed since."""


class NothingWaits(WrongStanding):
    """No edition of the page is scheduled."""


class NothingUnread(WrongStanding):
    """No correction of the page waits for a second reader."""


class NoteRequired(Refused):
    """The verb asks for a note."""


class NothingChanged(Refused):
    """The edition would be the same as the one before."""


class Blocked(Refused):
    """The gate found problems; `problems` lists them."""

    def __init__(self, problems: Iterable[object]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A row of a transition table.

    `permission` is a full name ("stories.publish_story"); `when` the standings from which the verb may
    be done, `states` how far the work must have come; `help` one sentence for the editor, `guards`
    what else is asked, in words. A verb that `needs_approval` wants an approval that holds, as long as
    the kind of page is under the rule of the second reader; one `for_waiting` wants an edition that is
    scheduled, one `for_unread` a correction that no second person has read.
    """

    name: str
    label: str
    permission: str
    when: frozenset[Standing]
    help: str
    states: frozenset[State] = frozenset(State)
    guards: tuple[str, ...] = ()
    note_required: bool = False
    needs_approval: bool = False
    for_waiting: bool = False
    for_unread: bool = False


Table = dict[str, Verb]


def table(*verbs: Verb) -> Table:
    return {verb.name: verb for verb in verbs}


def second_reader_rule(page: WorkingCopy | type[WorkingCopy]) -> bool:
    """Tell whether nothing of this kind is published that nobody but its author has read; `page` is a
    working copy, or the class of one.
    """
    return page._meta.app_label in settings.SECOND_READER


def available(verbs: Table, actor: User, item: WorkingCopy) -> list[Verb]:
    """Return the verbs that `actor` may do to `item` as it stands now, in the table's order."""
    return [
        verb
        for verb in verbs.values()
        if actor.has_perm(verb.permission) and why_not(verb, item) is None
    ]


def why_not(verb: Verb, item: WorkingCopy) -> Refused | None:
    """Return why `verb` does not go with standing and state of `item`, or None where it does."""
    deed = f"“{verb.label}”"
    if item.standing not in verb.when:
        return WrongStanding(f"“{item}” is {item.standing.words}: {deed} is not possible.")
    if verb.for_waiting and item.next_appearance is None:
        return NothingWaits(f"No version of “{item}” is scheduled: {deed} is not possible.")
    if item.state not in verb.states:
        return WrongState(f"“{item}” is {_in_words(item.state)}: {deed} is not possible.")
    if verb.for_unread and not item.events.unread_corrections().exists():
        return NothingUnread(f"No correction of “{item}” waits to be read.")
    if verb.needs_approval and second_reader_rule(item):
        if item.state != State.APPROVED:
            return NotApproved(f"Nobody has approved “{item}” yet: {deed} is not possible.")
        if item.approval_is_void:
            return ApprovalVoid(
                f"“{item}” has been changed since {item.approved_by} approved it: "
                "it has to be approved again."
            )
    return None


def require(actor: User, permission: str) -> None:
    """Raise PermissionDenied unless `actor` holds `permission`."""
    if not actor.has_perm(permission):
        raise PermissionDenied(f"{actor} may not do this: it needs {permission}.")


def lock(items: Iterable[Item]) -> dict[str, Item]:
    """Return pages freshly read and locked, by their keys: all kinds in one order, and so those of each.

    Stories come before the FAQs and topics that they name, as whoever updates an import has them. One
    query for each kind. Raises DoesNotExist.
    """
    kinds: dict[type[Item], set[int]] = {}
    for item in items:
        kinds.setdefault(type(item), set()).add(item.pk)
    found: dict[str, Item] = {}
    for kind in sorted(kinds, key=lambda kind: kind._meta.label_lower, reverse=True):
        rows = kind._default_manager.select_for_update().filter(pk__in=kinds[kind]).order_by("pk")
        locked: dict[int, Item] = {row.pk: cast("Item", row) for row in rows}
        if missing := kinds[kind] - locked.keys():
            raise kind.DoesNotExist(f"There is no {kind._meta.verbose_name} {missing}.")
        found |= {row.key: row for row in locked.values()}
    return found


def refuse_out_of_turn(verb: Verb, item: WorkingCopy, *, actor: User, note: str = "") -> None:
    """Check right, standing, state and note; raises as `begin` does."""
    require(actor, verb.permission)
    if found := why_not(verb, item):
        raise found
    if verb.note_required and not note.strip():
        raise NoteRequired(f"Say in the note why: {verb.label.lower()} asks for a reason.")


def begin(verb: Verb, item: Item, *, actor: User, note: str = "") -> Item:
    """Return `item` freshly read and locked, after checking right, standing, state and note.

    Call it inside `transaction.atomic`. Raises PermissionDenied, WrongStanding, WrongState or
    NoteRequired.
    """
    require(actor, verb.permission)
    locked = cast("Item", type(item)._default_manager.select_for_update().get(pk=item.pk))
    refuse_out_of_turn(verb, locked, actor=actor, note=note)
    return locked


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the log of `item`, a row that has events, to be written with others."""

    item: Model
    verb: str
    actor: User
    note: str = ""
    edition: Edition | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


def log(
    item: Model,
    verb: str,
    *,
    actor: User,
    note: str = "",
    edition: Edition | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Append an event, and announce it to the server's log once the transaction is committed."""
    line = Line(item=item, verb=verb, actor=actor, note=note, edition=edition, detail=detail or {})
    log_many([line])


def log_many(lines: Sequence[Line]) -> None:
    """Append events of pages of one kind, as `log` does. One query."""
    if not lines:
        return
    events = events_of(type(lines[0].item))
    events.bulk_create(
        events.model(
            item=line.item,
            verb=line.verb,
            actor=line.actor,
            note=line.note,
            edition=line.edition.number if line.edition else None,
            detail=line.detail,
        )
        for line in lines
    )
    for line in lines:
        transaction.on_commit(partial(_announce, line))


def _announce(line: Line) -> None:
    number = line.edition.number if line.edition else None
    key, pk = line.item._meta.label_lower, line.item.pk
    logger.info("%s %s:%s edition=%s by %r", line.verb, key, pk, number, line.actor.get_username())


def _in_words(state: str) -> str:
    return State(state).label.lower()

"""The machinery of verbs: tables that an editor can read, and the steps that every verb is made of.

A verb is one function in an app's `workflow.py`, one transaction, built from these steps: `begin`
(lock the row, check permission and standing), change, `freeze` an edition, write the catalogue,
`log` an event. Permission is checked there and nowhere else; `available` draws the buttons from the
same table.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from .documents import as_data, digest
from .models import Edition, WorkingCopy
from .standing import Standing

logger = logging.getLogger("newsdesk.workflow")

Item = TypeVar("Item", bound=WorkingCopy)


class Refused(Exception):
    """The desk says no, in a sentence that can be shown to an editor."""


class WrongStanding(Refused):
    """The verb does not go with where the page stands now."""


class NoteRequired(Refused):
    """The verb asks for a note."""


class NothingChanged(Refused):
    """The edition would be the same as the one before."""


class Blocked(Refused):
    """The gate found problems; `problems` lists them."""

    def __init__(self, problems: Iterable[Any]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A row of a transition table.

    `permission` is a full name ("stories.publish_story"); `when` the standings from which the verb
    may be done; `help` one sentence for the editor.
    """

    name: str
    label: str
    permission: str
    when: frozenset[Standing]
    help: str
    note_required: bool = False


Table = dict[str, Verb]


def table(*verbs: Verb) -> Table:
    return {verb.name: verb for verb in verbs}


def standard_verbs(app: str, model: str) -> tuple[Verb, ...]:
    """Return the verbs that every kind of page has, with the permissions of `app` and `model`."""
    return (
        Verb(
            name="publish",
            label="Publish",
            permission=f"{app}.publish_{model}",
            when=frozenset({Standing.DRAFT, Standing.LIVE, Standing.WITHDRAWN}),
            help="Freezes what is written here as an edition and shows it to readers.",
        ),
        Verb(
            name="withdraw",
            label="Withdraw",
            permission=f"{app}.withdraw_{model}",
            when=frozenset({Standing.LIVE}),
            help="Takes the page away from readers; its address then says why.",
            note_required=True,
        ),
        Verb(
            name="discard",
            label="Discard",
            permission=f"{app}.discard_{model}",
            when=frozenset({Standing.DRAFT}),
            help="Puts a draft away that was never published. It can be taken back.",
        ),
        Verb(
            name="take_back",
            label="Take back",
            permission=f"{app}.discard_{model}",
            when=frozenset({Standing.DISCARDED}),
            help="Brings a discarded draft back.",
        ),
    )


def available(verbs: Table, actor: Any, item: WorkingCopy) -> list[Verb]:
    """Return the verbs that `actor` may do to `item` as it stands now, in the table's order."""
    return [
        verb
        for verb in verbs.values()
        if item.standing in verb.when and actor.has_perm(verb.permission)
    ]


def require(actor: Any, permission: str) -> None:
    """Raise PermissionDenied unless `actor` holds `permission`."""
    if not actor.has_perm(permission):
        raise PermissionDenied(f"{actor} may not do this: it needs {permission}.")


def begin(verb: Verb, item: Item, *, actor: Any, note: str = "") -> Item:
    """Return `item` freshly read and locked, after checking right, standing and note.

    Call it inside `transaction.atomic`. Raises PermissionDenied, WrongStanding or NoteRequired.
    """
    require(actor, verb.permission)
    locked = type(item)._default_manager.select_for_update().get(pk=item.pk)
    if locked.standing not in verb.when:
        raise WrongStanding(
            f"“{locked}” is {locked.standing}: {verb.label.lower()} is not possible."
        )
    if verb.note_required and not note.strip():
        raise NoteRequired(f"Say in the note why: {verb.label.lower()} asks for a reason.")
    return cast("Item", locked)


def freeze(
    item: WorkingCopy, document: Any, *, schema: int, actor: Any, note: str = "", kind: str = ""
) -> Edition:
    """Append the next edition of `item`. Raises NothingChanged when it equals the live one.

    `kind` defaults to first for the first edition and to update after it.
    """
    latest = item.latest_edition()
    mark = digest(document)
    live = latest is not None and not latest.withdraws
    if live and latest.digest == mark and kind != Edition.Kind.WITHDRAWAL:
        raise NothingChanged(
            f"Nothing has changed since edition {latest.number} of “{item}” was published."
        )
    if latest is None:
        kind = Edition.Kind.FIRST
    editions = item.editions  # type: ignore[attr-defined]
    return editions.create(
        number=latest.number + 1 if latest else 1,
        kind=kind or Edition.Kind.UPDATE,
        note=note,
        actor=actor,
        at=timezone.now(),
        schema=schema,
        document=as_data(document),
        digest=mark,
        previous=latest.digest if latest else "",
    )


def log(
    item: WorkingCopy,
    verb: str,
    *,
    actor: Any,
    note: str = "",
    edition: Edition | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Append an event, and announce it to the server's log once the transaction is committed."""
    number = edition.number if edition else None
    item.events.create(  # type: ignore[attr-defined]
        verb=verb, actor=actor, note=note, edition=number, detail=detail or {}
    )
    key, pk = item._meta.label_lower, item.pk
    transaction.on_commit(
        lambda: logger.info("%s %s:%s edition=%s by %r", verb, key, pk, number, str(actor))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What the standard verbs must know of one kind of page, and those verbs.

    `document_of` reads a working copy; `read` an edition; `problems` is the gate; `show` writes the
    catalogue from all editions of a page, oldest first.
    """

    verbs: Table
    schema: int
    document_of: Callable[[Any], Any]
    read: Callable[[Any], Any]
    problems: Callable[[Any], Sequence[Any]]
    show: Callable[[list[Any]], object]

    @transaction.atomic
    def publish(self, item: Item, *, actor: Any, note: str = "", kind: str = "") -> Any:
        """Freeze the working copy and show it to readers; return the edition.

        `note` is public from the second edition on. Raises PermissionDenied, WrongStanding, Blocked,
        NothingChanged, or the catalogue's PathTaken.
        """
        item = begin(self.verbs["publish"], item, actor=actor, note=note)
        if found := self.problems(item):
            raise Blocked(found)
        return self._freeze_and_show(
            "publish", item, self.document_of(item), actor=actor, note=note, kind=kind
        )

    @transaction.atomic
    def withdraw(self, item: Item, *, actor: Any, note: str) -> Any:
        """Take the page away from readers; `note` is the reason that they are told."""
        item = begin(self.verbs["withdraw"], item, actor=actor, note=note)
        return self._freeze_and_show(
            "withdraw",
            item,
            self.read(item.latest_edition()),
            actor=actor,
            note=note,
            kind=Edition.Kind.WITHDRAWAL,
        )

    @transaction.atomic
    def discard(self, item: Item, *, actor: Any, note: str = "") -> Item:
        """Put away a draft that was never published."""
        return self._set_discarded("discard", item, actor=actor, note=note)

    @transaction.atomic
    def take_back(self, item: Item, *, actor: Any, note: str = "") -> Item:
        """Bring a discarded draft back."""
        return self._set_discarded("take_back", item, actor=actor, note=note)

    def _freeze_and_show(
        self, verb: str, item: Item, document: Any, *, actor: Any, note: str, kind: str
    ) -> Edition:
        edition = freeze(item, document, schema=self.schema, actor=actor, note=note, kind=kind)
        self.show(list(item.editions.in_order()))  # type: ignore[attr-defined]
        log(item, verb, actor=actor, note=note, edition=edition)
        return edition

    def _set_discarded(self, verb: str, item: Item, *, actor: Any, note: str) -> Item:
        item = begin(self.verbs[verb], item, actor=actor, note=note)
        item.discarded = verb == "discard"
        item.changed_by = actor
        item.save(update_fields=["discarded", "changed_by", "changed_at"])
        log(item, verb, actor=actor, note=note)
        return item

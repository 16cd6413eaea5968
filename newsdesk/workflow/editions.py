"""Editions: freezing one, taking one back before its time, and carrying a change into those that wait."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial

from django.contrib.auth.models import User
from django.dispatch import Signal
from django.utils import timezone

from newsdesk.comparison.three_way_merge import Clash, Data, three_way
from newsdesk.kinds.lineage import Lineage
from newsdesk.pages.clock import in_words
from newsdesk.pages.documents import StoredDocument, as_data, digest, from_data
from newsdesk.pages.editions import Edition, recalls_of
from newsdesk.pages.models import WorkingCopy, editions_of
from newsdesk.workflow.transitions import NothingChanged, Refused, log
from newsdesk.workflow.ways import CARRY, Way

# Sent within the transaction, with the `editions` of one kind of page that were appended.
editions_frozen = Signal()
# Kinds of edition that may say the same as the one before.
_SAME_TEXT = (Edition.Kind.CHECK, Edition.Kind.WITHDRAWAL)


class UnderEmbargo(Refused):
    """It would appear before the embargo ends."""


class TooLate(Refused):
    """Readers see the edition already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What readers are told of an edition; see `editions.Edition` for each field."""

    kind: str = ""
    note: str = ""
    wrong: str = ""
    right: str = ""
    gravity: str = ""
    gone_status: int | None = None

    def as_fields(self) -> dict[str, object]:
        """Return the fields of an edition. A correction without a note of its own says in it what was
        wrong and what is right, so that whatever shows the note alone tells readers both, and which is which.
        """
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        if not self.note and self.wrong:
            wrong, right = _sentence(self.wrong), _sentence(self.right)
            told["note"] = f"It said: {wrong} It should have said: {right}"
        return told

    @classmethod
    def of(cls, edition: Edition) -> "Notice":
        return cls(**{field.name: getattr(edition, field.name) for field in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedChange:
    """A change that was carried into a waiting edition.

    `into` is the number of the edition that waits now, None where nothing is left to wait for; `owner`
    is who scheduled it; `clashes` are fields that both sides changed, in which the waiting edition
    kept its own words.
    """

    into: int | None
    instead_of: int
    visible_from: datetime
    owner: User
    clashes: tuple[Clash, ...]

    def as_detail(self) -> dict[str, object]:
        """Return it as an event keeps it."""
        return {
            "into": self.into,
            "instead_of": self.instead_of,
            "visible_from": self.visible_from.isoformat(),
            "clashes": clashes_as_data(self.clashes),
        }


def freeze(
    item: WorkingCopy,
    document: object,
    *,
    schema: int,
    actor: User,
    way: Way,
    merges: Sequence[int] = (),
    notice: Notice | None = None,
    visible_from: datetime | None = None,
    repeats: bool = False,
) -> Edition:
    """Append the next edition of `item`, visible now or from `visible_from` on.

    `way` is how its words reach readers, `merges` what stands behind them (`kinds/lineage.py`). Raises
    NothingChanged when it equals the one that it would follow, unless it `repeats` that, Embargoed or
    Refused where its way does not lead past an embargo or a withdrawal. The first edition is of kind
    first, others are updates where `notice` does not say otherwise.
    """
    now = timezone.now()
    start = max(visible_from or now, now)
    editions = item.editions
    edition = next_edition(
        item,
        document,
        schema=schema,
        actor=actor,
        way=way,
        merges=merges,
        notice=notice or Notice(),
        now=now,
        start=start,
        before=editions.public(start).defer("document").last(),
        last=item.last_frozen(),
        repeats=repeats,
    )
    freeze_many([edition])
    return edition


def next_edition(
    item: WorkingCopy,
    document: object,
    *,
    schema: int,
    actor: User,
    way: Way,
    merges: Sequence[int],
    notice: Notice,
    now: datetime,
    start: datetime,
    before: Edition | None,
    last: Edition | None,
    repeats: bool = False,
) -> Edition:
    """Return the edition that `freeze` would append at `now`, visible from `start` on, for `freeze_many`.

    `before` is the one that it follows for readers, `last` the one that was frozen last, None where there
    is none. Raises as `freeze` does.
    """
    mark = digest(document)
    _refuse_other_way(way, item, start, before)
    if (
        before is not None
        and not before.withdraws
        and before.digest == mark
        and not repeats
        and notice.kind not in _SAME_TEXT
    ):
        raise NothingChanged(f"Nothing has changed since version {before.number} of “{item}”.")
    return editions_of(type(item)).model(
        **notice.as_fields()
        | {
            "item": item,
            "kind": (notice.kind or Edition.Kind.UPDATE) if before else Edition.Kind.FIRST,
            "number": last.number + 1 if last else 1,
            "actor": actor,
            "at": now,
            "visible_from": start,
            "schema": schema,
            "document": as_data(document),
            "digest": mark,
            "previous": last.digest if last else "",
            "merges": list(merges),
        }
    )


def freeze_many(frozen: Sequence[Edition]) -> None:
    """Append editions of pages of one kind, as `next_edition` made them. One query, and what others ask."""
    type(frozen[0])._default_manager.bulk_create(frozen)
    editions_frozen.send(Edition, editions=frozen)


def recall(edition: Edition, *, actor: User, reason: str = "") -> None:
    """Take back an edition that nobody has seen yet. Raises TooLate."""
    if edition.visible_from <= timezone.now():
        raise TooLate(f"Readers see version {edition.number} already: it cannot be cancelled.")
    recalls_of(type(edition)).create(edition=edition, actor=actor, reason=reason)


def _refuse_other_way(way: Way, item: WorkingCopy, start: datetime, before: Edition | None) -> None:
    """The last word on embargo and withdrawal, whatever the verb has asked before."""
    until = item.embargo_until
    if until is not None and start < until and way.waits_for_embargo:
        raise UnderEmbargo(
            f"“{item}” is under embargo until {in_words(until)}: nothing of it appears before."
        )
    if before is not None and before.withdraws and not way.ends_withdrawal:
        raise Refused(f"“{item}” is withdrawn: {way.label.lower()} does not bring it back.")


def carry(
    item: WorkingCopy,
    change: tuple[Data, Data],
    *,
    after: datetime,
    read: Callable[[StoredDocument], object],
    schema: int,
    lineage: Lineage,
    merges: Callable[[Edition, Data], Sequence[int]],
    actor: User,
) -> list[CarriedChange]:
    """Carry `change`, the data of a document before and after, into what waits to appear later than
    `after`, by three-way merge. `merges` notes that it was carried into a waiting edition, and tells what
    then stands behind that and its new text; it is noted also where the edition keeps all of its words,
    for those may be a merge's.

    A waiting edition is replaced by a new one that appears at the same time for the same reason. Where
    both changed one field it keeps its own words: the caller tells its owner.
    """
    return [
        carried
        for edition in list(item.editions.waiting(after).select_related("actor"))
        if (
            carried := _carry_into(
                item, edition, change, read, schema, lineage, merges, actor=actor
            )
        )
    ]


def _carry_into(
    item: WorkingCopy,
    edition: Edition,
    change: tuple[Data, Data],
    read: Callable[[StoredDocument], object],
    schema: int,
    lineage: Lineage,
    merges: Callable[[Edition, Data], Sequence[int]],
    *,
    actor: User,
) -> CarriedChange | None:
    document = read(edition)
    ours = as_data(document)
    merged, clashes = three_way(change[0], ours, change[1])
    into: int | None
    into, chain = edition.number, merges(edition, merged)
    if merged != ours or _follows(item, edition).digest == edition.digest:
        into = freeze_instead(
            item,
            edition,
            from_data(type(document), merged),
            schema=schema,
            way=CARRY,
            lineage=lineage,
            merges=chain,
            actor=actor,
        )
    elif not clashes:
        return None
    carried = CarriedChange(
        into=into,
        instead_of=edition.number,
        visible_from=edition.visible_from,
        owner=edition.actor,
        clashes=tuple(clashes),
    )
    log(item, "carry", actor=actor, detail=carried.as_detail())
    return carried


def _follows(item: WorkingCopy, edition: Edition) -> Edition:
    """Return the edition that readers see before a waiting one."""
    others = item.editions.public(edition.visible_from)
    follows: Edition | None = others.exclude(pk=edition.pk).defer("document").last()
    assert follows is not None  # noqa: S101
    return follows


def freeze_instead(
    item: WorkingCopy,
    edition: Edition,
    document: object,
    *,
    schema: int,
    way: Way,
    lineage: Lineage,
    merges: Sequence[int],
    actor: User,
) -> int | None:
    """Let `document` wait instead of what `edition` says, for the same time and in its scheduler's name.

    Return the new edition's number, None where nothing is left that would be new: neither now nor when a
    merge is undone that stands behind it or behind what it follows.
    """
    recall(edition, actor=actor, reason="A change of the page was carried into it.")
    again = partial(
        freeze,
        item,
        document,
        schema=schema,
        actor=edition.actor,
        way=way,
        merges=merges,
        notice=Notice.of(edition),
        visible_from=edition.visible_from,
    )
    try:
        return again().number
    except NothingChanged:
        behind = lineage.behind(item, _follows(item, edition))
        if not lineage.can_be_undone([*merges, *behind]):
            return None
        return again(repeats=True).number


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", "”")) else f"{text}."


def clashes_as_data(clashes: Iterable[Clash]) -> list[dict[str, object]]:
    """Return clashes as an event keeps them."""
    return [{f.name: getattr(clash, f.name) for f in fields(clash)} for clash in clashes]

"""Merge two rows of one kind, and undo any merge at any time.

Nothing is moved or deleted. `merge` points the loser to the survivor and lets the survivor take over
what a moderator chose. `undo` clears the pointer and hands back what was taken and not edited since.

How undo is exact, whatever happened in between: every text of a page, its working copy, what readers see
and what is scheduled, has a chain of its own (`chains.py`): the merges that reached it, its words before
and after each, and the loser's. Its words without some merge are that chain *replayed* without it: each
edit in between is carried over by three-way merge (where it touched what the merge had brought, the
edit wins), each remaining merge takes again what it took, from its loser's text replayed in the same
way. A page that took text from a page that is replayed is replayed after it, up the chain of survivors.
What the words of readers become is in `live.py`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from newsdesk.comparison.three_way_merge import Data
from newsdesk.kinds.lineage import Lineage
from newsdesk.merging.chains import Chains, Replay
from newsdesk.merging.live import Brought, show_merge, show_undo, shown
from newsdesk.merging.models import Mergeable, MergeRecord
from newsdesk.merging.taken import NOTHING, MergeChoice
from newsdesk.pages.documents import as_data, from_data
from newsdesk.pages.editions import Edition
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.status import State
from newsdesk.workflow.authorship import add_authors, authors
from newsdesk.workflow.page_type import PageType
from newsdesk.workflow.transitions import Refused, log, require

Row = TypeVar("Row", bound=Mergeable)
Document = TypeVar("Document")
Record = TypeVar("Record", bound=MergeRecord)


# Sent within the transaction, with `loser` and `survivor`, of whatever rows were merged and are two again.
pages_merged, pages_parted = Signal(), Signal()


class MergeRefused(Refused):
    """The two cannot be merged, for the reason given."""


class AlreadyMerged(MergeRefused):
    """One of the two is a tombstone already."""


class NotMerged(Refused):
    """The merge was undone before."""


class MergeKind(ABC, Generic[Row, Document, Record]):
    """What the engine must know of one kind of row that can be merged.

    `record` and `step` are its concrete models; `permission` a full name; `document` the class of its
    documents. `pages` are the transitions' view of it, None for what has no page.
    """

    # As `type[Record]` django-stubs would ask the abstract model for the columns of the concrete one.
    record: type[Any]
    step: type[Any]
    permission: str
    document: type[Document]
    pages: PageType[Any, Document, Any] | None = None

    @abstractmethod
    def document_of(self, item: Row) -> Document:
        """Return what the working copy says."""

    @abstractmethod
    def write(self, document: Document, item: Row, *, actor: User) -> None:
        """Make the working copy say what `document` says. Raises NotStorable."""

    @abstractmethod
    def write_back(self, document: Document, item: Row, *, actor: User) -> None:
        """Write what has been there before."""

    @abstractmethod
    def check(self, loser: Row, survivor: Row) -> None:
        """Refuse two that cannot be merged. Raises MergeRefused."""

    @abstractmethod
    def settle(self, items: Iterable[Row]) -> None:
        """Tell the catalogue which of `items`, and of what was merged into them or they into, point where."""

    def title_at(self, item: Row, at: datetime) -> str:
        """Return what readers knew it by at a time, "" where they saw nothing."""
        return str(item)

    def meaning(self, item: Row, data: Data) -> Data:
        """Return what a page brings so that it means the same in any other."""
        return data

    def public_data(self, item: Row) -> Data:
        """Return what `item` would bring into a merge: what readers see, or else its working copy."""
        return self._data(item, shown(item) if isinstance(item, WorkingCopy) else None)

    def _data(self, item: Row, edition: Edition | None) -> Data:
        if self.pages is None or edition is None:
            return self.meaning(item, as_data(self.document_of(item)))
        return self.meaning(item, as_data(self.pages.read(edition)))

    def brought(self, item: Row) -> Brought:
        """Return the same, with what stands behind it."""
        edition = shown(item) if isinstance(item, WorkingCopy) else None
        return Brought(
            data=self._data(item, edition),
            chain=self.lineage.behind(item, edition),
            public=edition is not None,
        )

    @property
    def lineage(self) -> Lineage:
        return self.pages.lineage if self.pages else Chains(self.step)

    def merge(
        self,
        loser: Row,
        survivor: Row,
        *,
        actor: User,
        reason: str = "",
        taken: MergeChoice = NOTHING,
        confirmed: Collection[str] = (),
    ) -> Record:
        """Make `loser` lead to `survivor`; return the record of it. Raises what `merge` below raises."""
        return merge(
            self, loser, survivor, actor=actor, reason=reason, taken=taken, confirmed=confirmed
        )

    def undo(self, record: Record, *, actor: User, reason: str = "") -> Record:
        """Bring both back, at any time; return the record. Raises PermissionDenied or NotMerged."""
        return undo(self, record, actor=actor, reason=reason)


# Of whatever rows: the deeds below do alike to all of them.
OfAnyRows = MergeKind[Any, Any, Record]


@transaction.atomic
def merge(
    kind: OfAnyRows[Record],
    loser: Mergeable,
    survivor: Mergeable,
    *,
    actor: User,
    reason: str = "",
    taken: MergeChoice = NOTHING,
    confirmed: Collection[str] = (),
) -> Record:
    """Make `loser` a tombstone of `survivor`, and return the record of it.

    `confirmed` are the identities of warnings which the gate has of the merged text alone and that
    somebody has looked at, for `reason`. Raises PermissionDenied, AlreadyMerged, MergeRefused, or
    what the gate refuses.
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
    before, brought = as_data(kind.document_of(survivor)), kind.brought(loser)
    after = kind.lineage.tidy(taken.on(before, brought.data))
    kind.step.objects.create(
        item=survivor,
        record=record,
        before=before,
        after=after,
        loser={"loser": brought.data},
        loser_chain={"loser": brought.chain},
        taken=taken.as_data(),
        chain=kind.lineage.behind(survivor),
    )
    loser.merged_into = survivor
    loser.save(update_fields=["merged_into"])
    detail = {"record": record.pk, "loser": loser.pk, "survivor": survivor.pk}
    log(loser, "merge", actor=actor, note=reason, detail=detail)
    log(survivor, "absorb", actor=actor, note=reason, detail=detail)
    written_by = authors(loser) if after != before and isinstance(loser, WorkingCopy) else ()
    was_settled = _is_settled(survivor)
    _change(kind, survivor, before, after, actor=actor, write=kind.write)
    if isinstance(survivor, WorkingCopy):
        add_authors(survivor, written_by)
    if kind.pages is not None:
        title = kind.title_at(loser, record.at)
        show_merge(
            kind.pages, record, brought, taken, actor=actor, title=title, confirmed=confirmed
        )
        _settle_again(survivor, was_settled)
    kind.settle([survivor])
    pages_merged.send(type(loser), loser=loser, survivor=survivor)
    return record


@transaction.atomic
def undo(kind: OfAnyRows[Record], record: Record, *, actor: User, reason: str = "") -> Record:
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
    title = kind.title_at(loser, record.at)
    changed: Mergeable | None = survivor
    while changed is not None:
        was_settled = _is_settled(changed)
        _replay_working_copy(kind, changed, record, actor=actor)
        if kind.pages is not None:
            show_undo(kind.pages, changed, record, actor=actor, title=title)
            _settle_again(changed, was_settled)
        changed = changed.merged_into
    kind.settle([loser, survivor])
    pages_parted.send(type(loser), loser=loser, survivor=survivor)
    return record


def _locked(one: Mergeable, other: Mergeable) -> tuple[Mergeable, Mergeable]:
    """Return both rows, read anew and locked in the order of their keys, so that no two merges wait
    for each other.
    """
    rows = type(one)._default_manager.select_for_update().order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in={one.pk, other.pk})}
    return found[one.pk], found[other.pk]


def _refuse_knots(loser: Mergeable, survivor: Mergeable) -> None:
    if loser.pk == survivor.pk:
        raise MergeRefused(f"“{loser}” cannot be merged into itself.")
    for row in (loser, survivor):
        if row.merged_into_id:
            raise AlreadyMerged(f"“{row}” has been merged into “{row.merged_into}” already.")


def _replay_working_copy(
    kind: OfAnyRows[Record], item: Mergeable, record: Record, *, actor: User
) -> None:
    before, chain = as_data(kind.document_of(item)), kind.lineage.behind(item)
    after = Replay(kind.lineage).text(before, chain)
    if after == before:
        return
    kind.step.objects.create(
        item=item, record=record, undo=True, before=before, after=after, chain=chain
    )
    _change(kind, item, before, after, actor=actor, write=kind.write_back)


def _change(
    kind: OfAnyRows[Record],
    item: Mergeable,
    before: Data,
    after: Data,
    *,
    actor: User,
    write: Callable[..., None],
) -> None:
    """Write the new text into the working copy."""
    if after == before:
        return
    write(from_data(kind.document, after), item, actor=actor)


def _is_settled(item: Mergeable) -> bool:
    return getattr(item, "state", None) == State.SETTLED


def _settle_again(item: Mergeable, was_settled: bool) -> None:
    """All of a page is published or scheduled where it was before, and where what was changed is public."""
    if not was_settled or not isinstance(item, WorkingCopy) or _is_settled(item):
        return
    last = item.editions.in_order().last()
    if last is not None and last.digest == item.digest:
        item.state = State.SETTLED
        item.save(update_fields=["state"])

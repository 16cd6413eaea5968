"""A kind of page as the desk knows it: how to read it, write it, check it and show it to readers.

An app says it in a subclass of `Workflow`, which has the transitions too, and registers one object of that.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Generic, TypeVar, cast

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from newsdesk.catalogue import write as catalogue
from newsdesk.comparison.three_way_merge import Data
from newsdesk.kinds.kind import Document, EditionT, Kind
from newsdesk.kinds.lineage import Lineage
from newsdesk.pages.documents import StoredDocument, as_data
from newsdesk.pages.editions import Edition
from newsdesk.pages.models import WorkingCopy
from newsdesk.rules.findings import Findings
from newsdesk.rules.wording import Forecast
from newsdesk.workflow.editions import CarriedChange, Notice, carry, freeze
from newsdesk.workflow.messages import tell_of_clash
from newsdesk.workflow.restorable import Restorable
from newsdesk.workflow.storable import storable
from newsdesk.workflow.transitions import Table
from newsdesk.workflow.ways import Way

Item = TypeVar("Item", bound=WorkingCopy)


class PageType(ABC, Generic[Item, Document, EditionT]):
    """What the transitions must know of one kind of page.

    `kind` is the part of it that readers see, `model` its working copy, `verbs` the table of what can be done
    to it, `lineage` what was merged into a text. With `checked_by_others` a change of one of its pages
    may change what the checks find in pages that name it.

    `moderated` pages are kept by moderators; `kept_beside` are models of the same app that are written by
    who may write a page; `rights` what a role may do besides, under the role's name.
    """

    kind: Kind[Document, EditionT]
    model: type[Item]
    verbs: Table
    lineage: Lineage = Lineage()
    checked_by_others: bool = False
    moderated: bool = False
    kept_beside: tuple[str, ...] = ()
    rights: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def permission(self, deed: str) -> str:
        """Return the full name of a right, "stories.publish_story"."""
        return f"{self.model._meta.app_label}.{deed}_{self.model._meta.model_name}"

    @property
    def items(self) -> models.QuerySet[Item]:
        """All pages of this kind as the desk has them."""
        return cast("models.QuerySet[Item]", self.model._default_manager.all())

    @abstractmethod
    def document_of(self, item: Item) -> Document:
        """Return what a reader would see if the working copy were published now."""

    def documents_of(self, items: Sequence[Item]) -> list[Document]:
        """Return the same of many. A kind whose pages are published together reads them together."""
        return [self.document_of(item) for item in items]

    @abstractmethod
    def write_back(self, document: Document, item: Item, *, actor: User) -> None:
        """Write what was stored before, however large it is: an undo is never refused."""

    @abstractmethod
    def findings(self, item: Item, document: Document) -> Findings:
        """Return what the publishing checks find in a document of `item`, open queries included."""

    def findings_to_show(self, item: Item, document: Document) -> Findings:
        """Return the same for a screen, where a reading of the very same may be spared; never for a deed."""
        return self.findings(item, document)

    def findings_of_many(self, drafts: Sequence[tuple[Item, Document]]) -> list[Findings]:
        """Return the same of many, each with a document of its."""
        return [self.findings(item, document) for item, document in drafts]

    @abstractmethod
    def find(self, documents: Mapping[str, Document]) -> Mapping[str, Findings]:
        """Return what the checks find in each document, by the key of its page, without queries."""

    @abstractmethod
    def keep(self, item: Item, *, passed: Collection[int] = ()) -> None:
        """Keep what the checks find in the editions of `item` that were frozen just now.

        `passed` are the primary keys of those that the checks have let through. See
        `newsdesk.live_checks.results.keep`.
        """

    def keep_many(self, items: Sequence[Item], *, passed: Collection[int] = ()) -> None:
        """Keep the same of many."""
        for item in items:
            self.keep(item, passed=passed)

    def forecasts(self, document: Document) -> Iterable[Forecast]:
        """Yield what a document says is to come."""
        return ()

    def restorable(self, item: Item, document: Document) -> Restorable[Document]:
        """Return an old document as it can be restored today, and what of it is gone."""
        return Restorable(document)

    def document_now(self, item: Item) -> Document:
        """Return what the rows say, read anew."""
        return self.document_of(self.items.get(pk=item.pk))

    def fit(self, document: Document, item: Item) -> Document:
        """Return `document` as it is stored. Raises NotStorable: too much, or something would be lost."""
        now = partial(self.document_now, item) if item.pk else None
        return storable(document, self.model, self.kind.labels, now=now)

    def write(self, document: Document, item: Item, *, actor: User) -> None:
        """Make the rows of `item` say what `document` says, and save them. Raises NotStorable."""
        self.write_back(self.fit(document, item), item, actor=actor)

    def write_new(self, drafts: Sequence[tuple[Item, Document]], *, actor: User) -> None:
        """Store pages that are new, each as its document says, which is one that fits."""
        for item, document in drafts:
            self.write_back(document, item, actor=actor)

    def read(self, edition: StoredDocument) -> Document:
        """Return the document of an edition. Raises MalformedDocument."""
        return self.kind.read(edition)

    def own(self, edition: Edition) -> EditionT:
        """Return an edition that a page of this kind has."""
        assert isinstance(edition, self.kind.edition)  # noqa: S101
        return edition

    def show(self, item: Item) -> None:
        """Let readers see what the editions of `item` say. Raises PathTaken."""
        catalogue.put(item.key, self.kind.entries(item.editions.in_order()))

    def insert(
        self,
        item: Item,
        document: Document,
        notice: Notice,
        *,
        actor: User,
        way: Way,
        merges: Sequence[int],
        visible_from: datetime | None = None,
    ) -> tuple[EditionT, list[CarriedChange]]:
        """Freeze `document`, behind which `merges` stand, carry what it changes into what waits after it,
        and show the page.
        """
        start = visible_from or timezone.now()
        # What nobody has seen yet is measured against the edition that it overtakes.
        before = item.editions.public(start).last() or item.editions.waiting(start).first()
        frozen = freeze(
            item,
            document,
            schema=self.kind.schema,
            actor=actor,
            way=way,
            merges=merges,
            notice=notice,
            visible_from=visible_from,
        )
        edition = self.own(frozen)
        carried = self.carry(item, document, before=before, edition=edition, actor=actor)
        self.show(item)
        return edition, carried

    def carry(
        self,
        item: Item,
        document: Document,
        *,
        before: EditionT | None,
        edition: EditionT,
        actor: User,
    ) -> list[CarriedChange]:
        """Carry what changed from the edition `before`, which may be None, to `edition`, which says what
        `document` does, into what waits after it, and tell of clashes.
        """
        if before is None:
            return []
        carried = carry(
            item,
            (as_data(self.read(before)), as_data(document)),
            after=edition.visible_from,
            read=self.read,
            schema=self.kind.schema,
            lineage=self.lineage,
            merges=partial(self._carried, item, before, edition),
            actor=actor,
        )
        for each in carried:
            if each.clashes:
                tell_of_clash(item, each, actor=actor)
        return carried

    def _carried(
        self, item: Item, before: EditionT, edition: EditionT, waiting: EditionT, into: Data
    ) -> list[int]:
        ours = as_data(self.read(waiting))
        return self.lineage.carried(
            item, ours, into, waiting=waiting, before=before, edition=edition
        )

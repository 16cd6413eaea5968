"""The transitions that write a working copy from a document: making one, and replacing what it says."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User
from django.db import transaction

from newsdesk.kinds.kind import Document, EditionT
from newsdesk.pages.documents import as_data
from newsdesk.workflow.page_type import Item, PageType
from newsdesk.workflow.transitions import Line, log, log_many, require


class DraftTransitions(PageType[Item, Document, EditionT]):
    """The transitions of whoever writes."""

    @transaction.atomic
    def create(
        self,
        document: Document,
        *,
        actor: User,
        note: str = "",
        detail: Mapping[str, object] | None = None,
    ) -> Item:
        """Write a new page from `document`; `detail` goes into the log. Raises NotStorable."""
        return self.create_many([document], actor=actor, note=note, detail=detail)[0]

    @transaction.atomic
    def create_many(
        self,
        documents: Sequence[Document],
        *,
        actor: User,
        note: str = "",
        detail: Mapping[str, object] | None = None,
    ) -> list[Item]:
        """Write a new page from each document, all or none; see `create`."""
        made = [self.model(created_by=actor, changed_by=actor) for _ in documents]
        self._create(made, documents, [detail or {}] * len(made), actor=actor, note=note)
        return made

    @transaction.atomic
    def revise(self, item: Item, document: Document, *, actor: User, note: str = "") -> Item:
        """Replace the working copy by `document`; what stood there before is kept in the log."""
        require(actor, self.permission("change"))
        locked = self.items.select_for_update().get(pk=item.pk)
        replaced = as_data(self.document_now(locked))
        locked.changed_by = actor
        self.write(document, locked, actor=actor)
        log(locked, "revise", actor=actor, note=note, detail={"replaced": replaced})
        return locked

    def _create(
        self,
        items: Sequence[Item],
        documents: Sequence[Document],
        details: Sequence[Mapping[str, object]],
        *,
        actor: User,
        note: str,
    ) -> None:
        """Store new pages as their documents say, and tell the log, with a detail of each."""
        require(actor, self.permission("add"))
        if not items:
            return
        fitting = [self.fit(each, item) for item, each in zip(items, documents, strict=True)]
        self.write_new(list(zip(items, fitting, strict=True)), actor=actor)
        log_many(
            [
                Line(item=item, verb="create", actor=actor, note=note, detail=detail)
                for item, detail in zip(items, details, strict=True)
            ]
        )

"""The transitions that write a working copy from a document: making one, and replacing what it says."""

from typing import Any

from django.db import transaction

from newsdesk.kinds.kind import Document, EditionT
from newsdesk.pages.documents import as_data
from newsdesk.workflow.page_type import Item, PageType
from newsdesk.workflow.transitions import log, require


class Drafting(PageType[Item, Document, EditionT]):
    """The transitions of whoever writes."""

    @transaction.atomic
    def create(
        self,
        document: Document,
        *,
        actor: Any,
        note: str = "",
        detail: dict[str, Any] | None = None,
    ) -> Item:
        """Write a new page from `document`; `detail` goes into the log. Raises NotStorable."""
        item = self.model(created_by=actor, changed_by=actor)
        return self._write_new(item, document, actor=actor, note=note, detail=detail)

    @transaction.atomic
    def revise(self, item: Item, document: Document, *, actor: Any, note: str = "") -> Item:
        """Replace the working copy by `document`; what stood there before is kept in the log."""
        require(actor, self.permission("change"))
        locked = self.items.select_for_update().get(pk=item.pk)
        replaced = as_data(self.document_now(locked))
        locked.changed_by = actor
        self.write(document, locked, actor=actor)
        log(locked, "revise", actor=actor, note=note, detail={"replaced": replaced})
        return locked

    def _write_new(
        self,
        item: Item,
        document: Document,
        *,
        actor: Any,
        note: str,
        detail: dict[str, Any] | None,
    ) -> Item:
        require(actor, self.permission("add"))
        self.write(document, item, actor=actor)
        log(item, "create", actor=actor, note=note, detail=detail)
        return item

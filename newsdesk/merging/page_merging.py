"""The merge rule of a kind of page: what all kinds have in common."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from newsdesk.kinds.kind import Document, EditionT
from newsdesk.merging.engine import MergeKind
from newsdesk.merging.guards import refuse_standings
from newsdesk.merging.pointers import Past, settle
from newsdesk.workflow.page_type import Item, PageType


class PageMerging(MergeKind[Item, Document]):
    """How pages of one kind are merged. `past` is what their editions tell without what was undone."""

    past: Past
    pages: PageType[Item, Document, Any]

    def __init__(self, pages: PageType[Item, Document, EditionT]) -> None:
        self.pages, self.document = pages, pages.kind.document

    def document_of(self, item: Item) -> Document:
        return self.pages.document_of(item)

    def write(self, document: Document, item: Item, *, actor: User) -> None:
        self.pages.write(document, item, actor=actor)

    def write_back(self, document: Document, item: Item, *, actor: User) -> None:
        self.pages.write_back(document, item, actor=actor)

    def check(self, loser: Item, survivor: Item) -> None:
        refuse_standings(loser, survivor)

    def settle(self, items: Iterable[Item]) -> None:
        settle(self.record, self.pages.kind, items)

    def title_at(self, item: Item, at: datetime) -> str:
        return self.past.title_at(item.pk, at)

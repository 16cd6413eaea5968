"""The merge rule of a kind of page: what all kinds have in common."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import User

from newsdesk.kinds.kind import Document, EditionT
from newsdesk.merging.engine import MergeKind, Record
from newsdesk.merging.guards import refuse_standings
from newsdesk.merging.models import MergeablePage
from newsdesk.merging.pointers import Past, settle
from newsdesk.workflow.page_type import PageType

Page = TypeVar("Page", bound=MergeablePage)


class PageMerging(MergeKind[Page, Document, Record]):
    """How pages of one kind are merged. `past` is what their editions tell without what was undone."""

    past: Past[Document]
    pages: PageType[Page, Document, Any]

    def __init__(self, pages: PageType[Page, Document, EditionT]) -> None:
        self.pages, self.document = pages, pages.kind.document

    def document_of(self, item: Page) -> Document:
        return self.pages.document_of(item)

    def write(self, document: Document, item: Page, *, actor: User) -> None:
        self.pages.write(document, item, actor=actor)

    def write_back(self, document: Document, item: Page, *, actor: User) -> None:
        self.pages.write_back(document, item, actor=actor)

    def check(self, loser: Page, survivor: Page) -> None:
        refuse_standings(loser, survivor)

    def settle(self, items: Iterable[Page]) -> None:
        settle(self.record, self.pages.kind, items)

    def title_at(self, item: Page, at: datetime) -> str:
        return self.past.title_at(item.pk, at)

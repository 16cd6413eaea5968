"""A kind of page as readers meet it: its editions and documents, its names, its page. No working copy.

What the desk does with it is `newsdesk.workflow.page_type`.
"""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from newsdesk.catalogue.entries import Entry, entries_of, entries_of_page
from newsdesk.catalogue.kinds import CatalogueKind
from newsdesk.comparison.labels import Fields
from newsdesk.pages.documents import StoredDocument
from newsdesk.pages.editions import Edition, EditionQuerySet
from newsdesk.pages.public_page import PublicPage

Document = TypeVar("Document")
EditionT = TypeVar("EditionT", bound=Edition)

# A part of a page: its anchor, what stands over it, its plain texts. The anchor "" is the whole page.
Part = tuple[str, str, Iterable[str]]


class Kind(CatalogueKind, Generic[Document, EditionT]):
    """One kind of page: what an app says of it once, for everything that readers see."""

    document: type[Document]
    edition: type[EditionT]
    labels: ClassVar[Fields]
    """What its fields are called, in the order of its page."""
    schema: ClassVar[int]
    """The present schema of its documents."""
    title_field: ClassVar[str]
    """The field of its document that a page goes by."""
    address: ClassVar[str]
    """The name of the address of one page, which takes a slug."""
    public_page: type[PublicPage[Document]]
    """Its public page, for readers' view, previews, past editions and feeds."""

    @abstractmethod
    def read(self, edition: StoredDocument) -> Document:
        """Return a stored document, upgraded to the present schema. Raises MalformedDocument."""

    @abstractmethod
    def entry_of(self, editions: Sequence[EditionT]) -> Entry:
        """Return the catalogue's entry that follows from all editions of one page, oldest first."""

    @abstractmethod
    def parts(self, document: Document) -> Iterable[Part]:
        """Yield the parts that a reader can say something of, in the order of the page."""

    @property
    def editions(self) -> EditionQuerySet:
        """All editions of all its pages."""
        rows: EditionQuerySet = self.edition._default_manager.all()
        return rows

    def entries(self, editions: Iterable[EditionT]) -> list[Entry]:
        """Return what readers see of one page now and later; `editions` as `in_order` has them."""
        return entries_of_page(editions, self.entry_of)

    def entries_of_pages(self, pages: Mapping[int, Sequence[EditionT]]) -> dict[str, list[Entry]]:
        """Return the same of many pages, by key, from the editions of each by the primary key of its
        working copy.
        """
        return {f"{self.name}:{pk}": self.entries(editions) for pk, editions in pages.items()}

    def all_entries(self) -> Iterable[list[Entry]]:
        return entries_of(self.editions.in_order().iterator(), self.entry_of)

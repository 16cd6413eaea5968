"""The public page of a document: the one assembly for readers' view, previews, past editions and feeds.

Each kind of page says in a subclass what its template shows. What stands round the document is told, never
fetched: readers see visible pages, the desk drafts too, whoever has a preview link what was frozen into it.
The subclasses are made of `presentation`; this base lies below desk and comments, which show previews.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Generic, Self, TypeVar

from django.template.loader import render_to_string

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_shown, shown_as
from newsdesk.pages.document_image import Image
from newsdesk.pages.editions import Edition
from newsdesk.pages.notes import Correction

Document = TypeVar("Document")
Context = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class References:
    """What a document's references lead to.

    `pages` has the pages by the keys that the document has for them: what is missing there is not shown,
    what has an empty path is shown unlinked. `names` says under which key the catalogue knows outlets,
    tags and authors today; what is missing there goes by the document's word.
    """

    pages: Mapping[str, Page] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def of(self, keys: Iterable[str]) -> list[Page]:
        """Return the pages of those of `keys` that have one."""
        return [self.pages[key] for key in keys if key in self.pages]

    @property
    def state(self) -> tuple[list[str], list[tuple[str, str]]]:
        """Return all that an answer depends on apart from what the pages say."""
        return list(self.pages), list(self.names.items())


@dataclass(frozen=True, slots=True)
class FeedAuthor:
    """Somebody who wrote a page, and where their own page is; by the `slug` of today they are known."""

    name: str
    slug: str
    path: str


@dataclass(frozen=True, kw_only=True)
class PublicPage(ABC, Generic[Document]):
    """A document as `template` shows it.

    `page` says the path, the dates and the number of the edition; for a preview it is unsaved, its path
    empty and its dates None. `corrections` are the notes that stand on it, the newest first. A page that is
    not `indexed` tells search engines to pass it over, and holds no data for them.
    """

    template: ClassVar[str]
    feed_template: ClassVar[str] = ""
    embed_template: ClassVar[str] = ""
    """The card of it that other sites may show in a frame, of the same `context`; "" where there is none."""

    document: Document
    page: Page
    references: References = field(default_factory=References)
    corrections: Sequence[Correction] = ()
    indexed: bool = True

    @classmethod
    def targets(cls, document: Document) -> tuple[str, ...]:
        """Return the keys of the pages that a document names."""
        return ()

    @classmethod
    def name_keys(cls, document: Document) -> tuple[str, ...]:
        """Return what the catalogue may know of the outlets, tags and authors that a document names."""
        return ()

    @classmethod
    def visible_references(cls, document: Document, *, page: Page) -> References:
        """Return what readers see for the references of `page`. Two queries, none for none."""
        wanted, names = cls.led_to(document, page=page)
        return References(pages=pages_shown(wanted), names=names)

    @classmethod
    def led_to(cls, document: Document, *, page: Page) -> tuple[dict[str, str], dict[str, str]]:
        """Return what readers are led to, seen or not, by the pages and by the names that `document` has as
        references. One query, none for none.
        """
        targets, names = cls.targets(document), cls.name_keys(document)
        shown = shown_as((*targets, *names), page=page.key)
        return {key: shown[key] for key in targets}, {key: shown[key] for key in names}

    def with_faces(self) -> Self:
        """Return the page with the portraits that those who wrote it have today, for eyes that may see what
        no reader sees yet. One query at most.
        """
        return self

    def with_open_faces(self) -> Self:
        """Return the page with those of the portraits that readers may have. One query at most."""
        return self

    @property
    def faces(self) -> tuple[str, ...]:
        """The names of the kept pictures that its portraits are."""
        return ()

    @property
    def at_top(self) -> list[Correction]:
        """The corrections that a reader has to know of before reading."""
        return [note for note in self.corrections if note.gravity != Edition.Gravity.FOOT]

    @property
    def at_foot(self) -> list[Correction]:
        """What is told at the end."""
        return [note for note in self.corrections if note.gravity == Edition.Gravity.FOOT]

    @property
    def feed_tags(self) -> tuple[str, ...]:
        """The tags that a feed tells of it."""
        return ()

    @property
    def feed_authors(self) -> tuple[FeedAuthor, ...]:
        """Who wrote it, as a feed names them."""
        return ()

    @property
    def feed_image(self) -> Image | None:
        """The picture that a feed gives with it."""
        return None

    @abstractmethod
    def context(self) -> Context:
        """Return everything that `template` shows. No queries."""

    def feed_context(self) -> Context:
        """Return everything that `feed_template` shows. No queries."""
        return self.context()

    def feed_html(self) -> str:
        """Return the whole text as HTML for a feed reader. No queries."""
        return render_to_string(self.feed_template, self.feed_context())

"""What readers can see now, as lines: for partners and archives. Nothing that waits, and no name of the desk.

The publication's face comes first, with its logos beside the lines, then authors whom readers know, with
profile and portrait and without their login. Each page is its live edition, with the notes that stand in
its history. References lead where readers are led; what they cannot open is not named.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Subquery

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_for
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange import publication_lines
from newsdesk.exchange.columns import beside, moment, written
from newsdesk.exchange.merge_lines import BATCH
from newsdesk.exchange.names import Outward
from newsdesk.exchange.references import named_in, renamed
from newsdesk.exchange.site_lines import FORM
from newsdesk.kinds.kind import Kind
from newsdesk.kinds.register import kinds
from newsdesk.pages.documents import as_data
from newsdesk.pages.editions import Edition
from newsdesk.presentation.heads import absolute
from newsdesk.presentation.history.record import public_editions
from stories.models.author import Author
from stories.portraits import by_author


class PublicLines:
    """The lines of what is public."""

    def __init__(self) -> None:
        self.names = Outward()

    def all(self) -> Iterator[Data]:
        """Yield the head, the face, each known author, and each live page, kind by kind, by address."""
        schemas = {kind.name: kind.schema for kind in kinds()}
        yield {"kind": "newsdesk", "form": FORM, "schemas": schemas, "public": True}
        yield from publication_lines.public_face(self.names)
        yield from self._authors()
        for kind in kinds():
            for some in live_pages(kind):
                yield from self._pages(kind, some)

    def _authors(self) -> Iterator[Data]:
        columns = [column for column in beside(Author) if column.name != "user"]
        known = Subquery(by_author().latest().values("label")[:1])
        rows = Author.objects.annotate(known=known).exclude(known=None).order_by("uid")
        for author in rows.prefetch_related("addresses").iterator(chunk_size=BATCH):
            told = written(author, columns, self.names.person, self.names.picture)
            yield {
                "kind": "author",
                "uid": str(author.uid),
                "state": told | {"name": author.known},
                "addresses": sorted([a.slug, True] for a in author.addresses.all() if a.public),
                "log": [],
            }

    def _pages(self, kind: Kind[Any, Any], pages: list[Page]) -> Iterator[Data]:
        documents = dict(documents_of(kind, pages))
        keys, _ = named_in(documents.values(), kind.labels)
        self.names.learn([*keys, *(page.key for page in pages)])
        for page in pages:
            document = documents[page.key]
            keys, _ = named_in([document], kind.labels)
            shown = pages_for(keys, page=page.key)
            self.names.learn([page.key, *(seen.key for seen in shown.values())])

            def name(key: str, led: dict[str, Page] = shown) -> str:
                return self.names.page(led[key].key) if key in led else ""

            yield {
                "kind": kind.name,
                "uid": self.names.page(page.key).partition(":")[2],
                "schema": kind.schema,
                "address": absolute(page.path),
                "published": moment(page.published_at),
                "updated": moment(page.updated_at),
                "document": renamed(document, kind.labels, key=name, file=self.names.picture),
                "history": list(_history(kind, page)),
            }


def live_pages(kind: Kind[Any, Any]) -> Iterator[list[Page]]:
    """Yield the pages of a kind that readers can open now, some at a time, by their addresses."""
    rows = Page.objects.visible().filter(kind=kind.name).defer("text").order_by("path")
    some = list(rows[:BATCH])
    while some:
        yield some
        some = list(rows.filter(path__gt=some[-1].path)[:BATCH])


def documents_of(kind: Kind[Any, Any], pages: Iterable[Page]) -> Iterator[tuple[str, Data]]:
    """Yield the key of each page with the data of what readers see there. One query."""
    by_edition = {page.edition: page.key for page in pages}
    for pk, edition in kind.editions.in_bulk(list(by_edition)).items():
        yield by_edition[pk], as_data(kind.read(edition))


def _history(kind: Kind[Any, Any], page: Page) -> Iterator[Data]:
    rows = kind.editions.public().filter(item=int(page.key.partition(":")[2]))
    for edition in public_editions(rows.defer("document")):
        told = {"note": edition.note, "wrong": edition.wrong, "right": edition.right}
        yield {
            "number": edition.number,
            "kind": str(Edition.Kind(edition.kind).value),
            "visible_from": moment(edition.visible_from),
            **{name: text for name, text in told.items() if text},
        }

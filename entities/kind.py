"""The topic as a kind of page: what everything that readers see knows of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext_noop

from entities import documents, entry
from entities.documents import EntityDocument
from entities.labels import ENTITY_FIELDS
from entities.models.edition import EntityEdition
from entities.models.merge import EntityMerge
from entities.readings import in_single_pages, renamed_outlets
from entities.topic_page import TopicPage
from newsdesk.catalogue.entries import Entry, Tombstone
from newsdesk.kinds.kind import Kind, Part
from newsdesk.merging.pointers import tombstones
from newsdesk.pages.documents import StoredDocument
from newsdesk.pages.rich_text import plain
from newsdesk.text.spoken import gettext


class EntityKind(Kind[EntityDocument, EntityEdition]):
    """A topic."""

    name = "entity"
    label = gettext_noop("Topic")
    plural = gettext_noop("Topics")
    kicker = gettext_noop("Topic")
    index = "topics"
    named = True
    shapes = ("square",)

    document = EntityDocument
    edition = EntityEdition
    labels = ENTITY_FIELDS
    schema = documents.SCHEMA
    title_field = "name"
    address = "topic"
    public_page = TopicPage

    def read(self, edition: StoredDocument) -> EntityDocument:
        return documents.read(edition)

    def entry_of(self, editions: Sequence[EntityEdition]) -> Entry:
        return entry.entry_of(editions)

    def entries_of_pages(
        self, pages: Mapping[int, Sequence[EntityEdition]]
    ) -> dict[str, list[Entry]]:
        return entry.PAST.entries_of_pages(self.name, pages, entry.entry_of)

    def all_tombstones(self) -> Iterable[Tombstone]:
        """Return what was merged into what, outlets too, and what single pages mean since splits."""
        return [*tombstones(EntityMerge, self.name), *in_single_pages(), *renamed_outlets()]

    def parts(self, document: EntityDocument) -> Iterator[Part]:
        yield "", "", (document.name, document.description)
        yield "about", gettext("About %(name)s") % {"name": document.name}, (plain(document.body),)


ENTITY_KIND = EntityKind()

"""The story as a kind of page: what everything that readers see knows of it."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_noop

from newsdesk.catalogue.entries import Entry
from newsdesk.kinds.kind import Kind, Part
from newsdesk.pages.documents import StoredDocument
from newsdesk.pages.rich_text import plain
from newsdesk.text.spoken import gettext
from stories import documents, entry
from stories.documents import StoryDocument
from stories.headings import BACKGROUND, HAPPENED
from stories.labels import STORY_FIELDS
from stories.models.edition import StoryEdition
from stories.source_reports import paper_cards
from stories.story_page import StoryPage


class StoryKind(Kind[StoryDocument, StoryEdition]):
    """An explainer."""

    name = "story"
    label = gettext_noop("Story")
    plural = gettext_noop("Stories")
    kicker = gettext_noop("Explained")
    index = "stories"
    dated = True
    news = True
    pictured = True
    shapes = ("", "card")

    document = StoryDocument
    edition = StoryEdition
    labels = STORY_FIELDS
    schema = documents.SCHEMA
    title_field = "headline"
    address = "story"
    public_page = StoryPage

    def read(self, edition: StoredDocument) -> StoryDocument:
        return documents.read(edition)

    def entry_of(self, editions: Sequence[StoryEdition]) -> Entry:
        return entry.entry_of(editions)

    def parts(self, document: StoryDocument) -> Iterator[Part]:
        yield "", "", (document.headline, document.standfirst)
        yield "happened", gettext(HAPPENED), (plain(document.summary),)
        for part in document.analysis:
            yield f"part-{part.id}", part.heading, (plain(part.body),)
        for card in paper_cards(document.reports):
            said = [each.paraphrase for each in card.statements]
            said += [f"“{each.quotation}”" for each in card.statements if each.quotation]
            yield (
                f"report-{card.id}",
                card.name or gettext("Our summary"),
                tuple(filter(None, said)),
            )
        told = (event.text for event in document.timeline)
        yield "background", gettext(BACKGROUND), (plain(document.background), *told)


STORY_KIND = StoryKind()

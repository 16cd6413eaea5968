"""The story as a kind of page: what everything that readers see knows of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime

from entities.outlet_names import renamed
from newsdesk.catalogue.entries import Entry
from newsdesk.catalogue.models import Page
from newsdesk.kinds.kind import FeedText, Kind, Part
from newsdesk.pages.documents import StoredDocument
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.heads import absolute
from newsdesk.presentation.images import picture_of
from stories import documents, entry
from stories.documents import StoryDocument
from stories.headings import BACKGROUND, HAPPENED
from stories.labels import STORY_FIELDS
from stories.models.edition import StoryEdition
from stories.notes import Correction
from stories.source_reports import paper_cards
from stories.story_page import body_context, story_context


class StoryKind(Kind[StoryDocument, StoryEdition]):
    """An explainer."""

    name = "story"
    label = "Story"
    plural = "Stories"
    kicker = "Explained"
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
    template = "stories/story.html"

    def read(self, edition: StoredDocument) -> StoryDocument:
        return documents.read(edition)

    def entry_of(self, editions: Sequence[StoryEdition]) -> Entry:
        return entry.entry_of(editions)

    def parts(self, document: StoryDocument) -> Iterator[Part]:
        yield "", "", (document.headline, document.standfirst)
        yield "happened", HAPPENED, (plain(document.summary),)
        for part in document.analysis:
            yield f"part-{part.id}", part.heading, (plain(part.body),)
        for card in paper_cards(document.reports):
            quoted = (f"“{quotation.text}”" for quotation in card.quotations)
            yield f"report-{card.id}", card.outlets or "Our summary", (card.paraphrase, *quoted)
        told = (event.text for event in document.timeline)
        yield "background", BACKGROUND, (plain(document.background), *told)

    def shared_context(
        self,
        document: StoryDocument,
        *,
        page: Page,
        pages: Mapping[str, Page],
        notes: Iterable[Mapping[str, Any]],
    ) -> dict[str, Any]:
        told = [Correction(**{**note, "at": parse_datetime(note["at"])}) for note in notes]
        return story_context(document, page=page, targets=pages, corrections=told)

    def feed_text(self, document: StoryDocument, outlets: Mapping[str, str]) -> FeedText:
        document = replace(document, reports=renamed(document.reports, outlets))
        return FeedText(content=feed_html(document), tags=document.tags, image=document.image)


def feed_html(document: StoryDocument) -> str:
    """Return the whole story as HTML for a feed reader."""
    picture = picture_of(document.image)
    context = body_context(document) | {
        "story": document,
        "picture": picture,
        "large": picture.large if picture else None,
        "picture_src": absolute(picture.large.src) if picture else "",
    }
    return render_to_string("stories/feed_item.html", context)


STORY_KIND = StoryKind()

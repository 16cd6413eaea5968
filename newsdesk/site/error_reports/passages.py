"""The parts of a published page that an error can be pinned to, by the anchors that its page has.

Read from an edition, so that a report keeps what its reader saw.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from entities import documents as entity_documents
from entities.documents import EntityDocument
from entities.models.edition import EntityEdition
from faqs import documents as faq_documents
from faqs.documents import FaqDocument
from faqs.models.edition import FaqEdition
from newsdesk.pages.rich_text import plain
from stories import documents as story_documents
from stories.documents import StoryDocument
from stories.headings import BACKGROUND, HAPPENED
from stories.models.edition import StoryEdition
from stories.source_reports import paper_cards

MAX_PASSAGE = 4_000  # characters that a report keeps of a part
KINDS = ("story", "faq", "entity")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a page: its anchor, what stands over it, and its paragraphs as plain text."""

    anchor: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)[:MAX_PASSAGE]

    def holding(self, words: str) -> int | None:
        """Return the number of the paragraph that holds these words, or None."""
        wanted = _folded(words)
        if not wanted:
            return None
        return next((n for n, p in enumerate(self.paragraphs) if wanted in _folded(p)), None)


def editions_of(key: str) -> Any:
    """Return the editions of the page with this key. Raises ValueError for no such kind."""
    kind, _, item = key.partition(":")
    model: Any = {"story": StoryEdition, "faq": FaqEdition, "entity": EntityEdition}.get(kind)
    if model is None or not item.isdecimal():
        raise ValueError(f"{key!r} names no page that can be reported.")
    return model.objects.filter(item=int(item))


def passages_of(key: str, edition: Any) -> dict[str, Passage]:
    """Return the parts of an edition by anchor, in the order of the page; "" is the page as a whole."""
    kind = key.partition(":")[0]
    parts: Iterable[tuple[str, str, Iterable[str]]]
    if kind == "story":
        parts = _of_story(story_documents.read(edition))
    elif kind == "faq":
        parts = _of_faq(faq_documents.read(edition))
    else:
        parts = _of_entity(entity_documents.read(edition))
    found = {}
    for anchor, title, texts in parts:
        paragraphs = tuple(line for text in texts for line in text.split("\n") if line)
        if paragraphs:
            found[anchor] = Passage(anchor, title, paragraphs)
    return found


def _of_story(story: StoryDocument) -> Iterator[tuple[str, str, Iterable[str]]]:
    yield "", "", (story.headline, story.standfirst)
    yield "happened", HAPPENED, (plain(story.summary),)
    for part in story.analysis:
        yield f"part-{part.id}", part.heading, (plain(part.body),)
    for card in paper_cards(story.reports):
        quoted = (f"“{quotation.text}”" for quotation in card.quotations)
        yield f"report-{card.id}", card.outlets or "Our summary", (card.paraphrase, *quoted)
    yield "background", BACKGROUND, (plain(story.background), *(e.text for e in story.timeline))


def _of_faq(faq: FaqDocument) -> Iterator[tuple[str, str, Iterable[str]]]:
    yield "", "", (faq.question,)
    yield "direct-answer", "The direct answer", (plain(faq.intro),)
    for answer in faq.answers:
        yield f"answer-{answer.id}", answer.question, (plain(answer.text),)


def _of_entity(entity: EntityDocument) -> Iterator[tuple[str, str, Iterable[str]]]:
    yield "", "", (entity.name, entity.description)
    yield "about", f"About {entity.name}", (plain(entity.body),)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()

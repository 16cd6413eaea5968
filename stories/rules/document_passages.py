"""A story's document as passages and sentences, each with its field: what the rules look at. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from newsdesk.rules.passages import Passage, Sentence, passage, rich_passage
from newsdesk.text.mentions import Word, words
from stories.documents import StoryDocument

_RUNNING = frozenset({"standfirst", "summary", "background"})


@dataclass(frozen=True)
class StoryPassages:
    """The passages of a story in the order of the page."""

    passages: tuple[Passage, ...]

    def of(self, *roles: str) -> list[Passage]:
        """Return the passages of some fields or lists: "summary", "analysis"."""
        return [each for each in self.passages if each.role in roles]

    @cached_property
    def desk(self) -> list[Passage]:
        """What the desk asserts itself, in running text."""
        return [each for each in self.passages if _is_running(each)]

    @cached_property
    def asserted(self) -> list[Passage]:
        """What the desk says in its own words, in running text or not: reports and captions too."""
        return [
            each
            for each in self.passages
            if _is_running(each)
            or each.role in {"image_caption", "timeline"}
            or each.field.endswith(".paraphrase")
        ]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of `desk`."""
        return [sentence for each in self.desk for sentence in each.sentences]

    @cached_property
    def text(self) -> str:
        """Everything that a reader reads of the story, but for the questions to go deeper."""
        return "\n".join(each.text for each in self.passages if each.role != "deeper")

    @cached_property
    def words(self) -> list[Word]:
        """The words of `text`."""
        return words(self.text)


def _is_running(passage: Passage) -> bool:
    return passage.role in _RUNNING or passage.field.endswith(".body")


def read(document: StoryDocument) -> StoryPassages:
    return StoryPassages(tuple(each for each in _passages(document) if each.text))


def _passages(document: StoryDocument) -> Iterator[Passage]:
    yield passage("headline", document.headline)
    yield passage("standfirst", document.standfirst)
    if document.image:
        yield passage("image_caption", document.image.caption)
    yield rich_passage("summary", document.summary)
    for part in document.analysis:
        yield passage(f"analysis:{part.id}.heading", part.heading)
        yield rich_passage(f"analysis:{part.id}.body", part.body)
    for report in document.reports:
        yield passage(f"reports:{report.id}.headline", report.headline)
        yield passage(f"reports:{report.id}.paraphrase", report.paraphrase)
        yield passage(f"reports:{report.id}.quotation", report.quotation)
        yield passage(f"reports:{report.id}.speaker", report.speaker)
    yield rich_passage("background", document.background)
    for event in document.timeline:
        yield passage(f"timeline:{event.id}.text", event.text)
    for question in document.deeper:
        yield passage(f"deeper:{question.id}.text", question.text)

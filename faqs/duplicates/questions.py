"""A question as the detector sees it: plain text, no HTML, no rows. In any state of publication."""

from dataclasses import dataclass

from faqs.documents import FaqDocument
from newsdesk.pages.rich_text import plain

MAX_TITLE = 500  # characters that count; a question is a line
MAX_TEXT = 20_000  # characters of an answer that count


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of an answer, and the question that stands over it ("" over the introduction)."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question page: its key ("faq:12"), its title, and what it answers, the introduction first."""

    key: str
    title: str
    passages: tuple[Passage, ...] = ()


def question_of(key: str, document: FaqDocument) -> Question:
    """Return what the detector needs of a document."""
    parts = [Passage("", plain(document.intro))]
    parts += [Passage(answer.question, plain(answer.text)) for answer in document.answers]
    return Question(key, document.question, tuple(part for part in parts if part.text))

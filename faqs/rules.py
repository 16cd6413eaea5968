"""What stands between a FAQ and its readers. Shorter than a story's gate: a FAQ quotes no papers.

Blocking: no question, no address, nothing answered, an answer without text, a source without a link.
Warnings: no source at all, words that need a date, forecasts that are over, long sentences, an entity
that nobody has confirmed. Its entities are where it is filed: the text need not name them.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from faqs.documents import FaqDocument
from newsdesk.rules import sources, wording
from newsdesk.rules.findings import Findings, Problem, findings
from newsdesk.rules.passages import Passage, rich_passage
from newsdesk.text.quote import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a FAQ's document does not hold itself: the day, and its unconfirmed entities, key to name."""

    today: datetime.date
    unconfirmed: Mapping[str, str] = field(default_factory=dict)


def problems(document: FaqDocument, about: About) -> Findings:
    """Return what blocks and what warns, each with the field to go to. Pure."""
    sentences = [sentence for each in _passages(document) for sentence in each.sentences]
    return findings(
        _blocking(document),
        [
            *wording.undated(sentences),
            *wording.past_forecasts(sentences, about.today),
            *wording.long_sentences(sentences),
            *_without_source(document),
            *sources.dated_ahead("sources", document.sources, about.today),
            *sources.with_one_address("sources", document.sources),
            *_topics(document, about),
        ],
    )


def forecasts(document: FaqDocument) -> Iterator[wording.Forecast]:
    """Yield what the FAQ says is to come."""
    return wording.forecasts(s for each in _passages(document) for s in each.sentences)


def _passages(document: FaqDocument) -> Iterator[Passage]:
    yield rich_passage("intro", document.intro)
    for answer in document.answers:
        yield rich_passage(f"answers:{answer.id}.text", answer.text)


def _blocking(document: FaqDocument) -> Iterator[Problem]:
    if not document.question.strip():
        yield Problem("question", "The FAQ has no question.", "no-question")
    if not document.slug:
        yield Problem("slug", "The FAQ has no slug, so it would have no address.", "no-slug")
    if not document.intro and not any(answer.text for answer in document.answers):
        message = "The FAQ answers nothing: it has neither intro nor answers."
        yield Problem("intro", message, "no-answer")
    for answer in document.answers:
        if not answer.text:
            message = f"“{answer.question or 'A question'}” has no answer."
            yield Problem(
                f"answers:{answer.id}.text", message, "question-without-answer", answer.question
            )
    for source in document.sources:
        if not source.url:
            named = quoted(source.title or source.outlet or "without a title")
            message = f"The source {named} has no link."
            yield Problem(f"sources:{source.id}.url", message, "source-without-link", named)


def _without_source(document: FaqDocument) -> Iterator[Problem]:
    if not document.sources:
        message = "The FAQ names no source: a reader cannot check the answer."
        yield Problem("sources", message, "no-source")


def _topics(document: FaqDocument, about: About) -> Iterator[Problem]:
    for key in document.entities:
        if name := about.unconfirmed.get(key):
            message = f"Nobody has confirmed name and kind of the topic “{name}”."
            yield Problem(f"entities:{key}", message, "unconfirmed-entity", name)

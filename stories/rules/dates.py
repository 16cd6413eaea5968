"""Rules about time: words that need a date, dates that disagree, forecasts that are over."""

import datetime
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from faqs.duplicates.words import even, likeness, terms
from newsdesk.rules import wording
from newsdesk.rules.findings import Problem
from newsdesk.rules.passages import Sentence
from newsdesk.text.dates import Date, dates
from newsdesk.text.numbers import tokens_of
from newsdesk.text.quote import quoted
from stories.documents import StoryDocument
from stories.rules.document_passages import StoryPassages, read

# Share of their words, as a cosine, that makes two sentences one statement. Figures and dates aside.
_SAME_STATEMENT = 0.72
_FEWEST_WORDS = 3


class Statement(NamedTuple):
    """A sentence with the one date that it states, and what else it is made of."""

    field: str
    text: str
    date: Date
    terms: frozenset[str]
    figures: frozenset[str]


def undated(document: StoryDocument, reading: StoryPassages) -> Iterator[Problem]:
    """Warn of relative time words in what the desk says, and in reports that carry no date themselves."""
    dated = {f"reports:{r.id}.paraphrase" for r in document.reports if r.published or r.read_on}
    yield from wording.undated(
        sentence
        for each in reading.asserted
        if each.field not in dated
        for sentence in each.sentences
    )


def past_forecasts(reading: StoryPassages, today: datetime.date) -> Iterator[Problem]:
    return wording.past_forecasts(reading.sentences, today)


def forecasts(document: StoryDocument) -> Iterator[wording.Forecast]:
    """Yield what the story says is to come."""
    return wording.forecasts(read(document).sentences)


def two_dates(document: StoryDocument, reading: StoryPassages) -> Iterator[Problem]:
    """Warn where two sentences say much the same of two days: one of them may be wrong.

    The timeline's events count as sentences with their date. Two statements are one when they share
    most of their words and all of their figures ("the second flight" is another thing than "the first").
    """
    statements = [s for sentence in reading.sentences if (s := _statement(sentence))]
    statements += [
        _made(f"timeline:{event.id}.text", event.text, date)
        for event in document.timeline
        if (date := _iso_month(event.date) or next(iter(dates(event.date)), None))
        and not dates(event.text)
    ]
    for one, other in combinations(statements, 2):
        if not (one.date.year and other.date.year) or not _alike(one, other):
            continue
        if one.date.same(other.date):
            continue
        message = (
            f"Two dates for one thing? {quoted(one.text, 60)} has “{one.date.text}”, "
            f"{quoted(other.text, 60)} has “{other.date.text}”."
        )
        yield Problem(
            one.field, message, "two-dates", f"{one.text}\n{other.text} {other.date.text}"
        )


def _statement(sentence: Sentence) -> Statement | None:
    found = [date for date in sentence.dates if not date.relative]
    return _made(sentence.field, sentence.own, found[0]) if len(found) == 1 else None


def _made(field: str, text: str, date: Date) -> Statement:
    rest = text
    if text[date.start : date.end] == date.text:
        rest = f"{text[: date.start]} {text[date.end :]}"
    figures = frozenset(t.text for t in tokens_of(rest) if t.text[0].isdigit())
    return Statement(field, text, date, terms(rest), figures | _ordinals(rest))


def _ordinals(text: str) -> frozenset[str]:
    words = "first second third fourth fifth sixth seventh eighth ninth tenth last next new another".split()
    return frozenset(words) & {token.folded for token in tokens_of(text)}


def _iso_month(text: str) -> Date | None:
    year, _, month = text.partition("-")
    if len(year) == 4 and year.isdigit() and len(month) == 2 and month.isdigit():
        return Date(int(year), int(month), 0, "", text, 0, len(text))
    return None


def _alike(one: Statement, other: Statement) -> bool:
    if one.figures != other.figures or min(len(one.terms), len(other.terms)) < _FEWEST_WORDS:
        return False
    return likeness(one.terms, other.terms, even) >= _SAME_STATEMENT

"""Rules about wording that every kind of page shares; each yields warnings about sentences. Pure."""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsdesk.rules.findings import Problem
from newsdesk.rules.passages import Sentence
from newsdesk.text.dates import Date
from newsdesk.text.quote import quoted
from newsdesk.text.timewords import is_dated, relative_words

# The advice is 25 words (GOV.UK style guide, "Sentence length"), which good prose passes now and then.
# Only what "certainly wearies" readers is worth a click: more than 40 words (Oxford Guide to Plain English).
LONGEST = 40

_GENERIC = """analysis; background; introduction; intro; overview; summary; conclusion; conclusions;
    context; the context; wider context; broader context; forecast; outlook; the outlook; impact; the
    impact; implications; details; the details; key points; key facts; key takeaways; takeaways; more;
    more details; further information; information; general; other; others; misc; miscellaneous;
    history; the history; the facts; facts; the story; the news; news; the latest; next steps; what's
    next; what next; what comes next; looking ahead; the future; future outlook; final thoughts; in
    summary; in conclusion; in short; why it matters; why this matters; what it means; what this means;
    what happened; what's happened; what is happening; the big picture; the bigger picture; the
    problem; the situation; the issue; discussion; results; part one; part two; part 1; part 2;
    untitled; heading; test; todo; tbd; section; the basics; reaction; reactions; challenges;
    opportunities; challenges and opportunities; significance; developments; recent developments;
    latest developments; what to know; what we know; what you need to know; everything you need to
    know; deep dive; explained; explainer"""
_HEADINGS = frozenset(" ".join(heading.split()) for heading in _GENERIC.split(";"))
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_AHEAD = re.compile(
    r"\b(?:will|shall|(?:is|are) (?:\w+ly )?(?:to|due|set|expected|scheduled|planned|likely|meant|slated)"
    r"|aim(?:s|ing)? (?:to|for|at)|plan(?:s|ning)? (?:to|for)|hope(?:s|ing)? to|intend(?:s|ing)? to"
    r"|target(?:s|ing) |promise(?:s|d)? to|expect(?:s|ing)?|forecast(?:s|ing)?|predict(?:s|ing)?"
    r"|could|may|might|(?:is|are) going to|upcoming|scheduled for|due (?:in|on|by))\b"
)
# After these words what follows has happened, whatever the sentence began with.
_HAPPENED = re.compile(
    r"\b(?:since|after|when|because|until|was|were|had|has been|did|said|announced|published)\b"
)


def is_generic(heading: str) -> bool:
    """Tell whether a heading could stand over anything: "Background", "Why it matters"."""
    folded = " ".join(heading.replace("’", "'").casefold().split())
    return folded.strip(" :.?!-–—#0123456789") in _HEADINGS


def long_sentences(sentences: Iterable[Sentence]) -> Iterator[Problem]:
    """Warn of more than LONGEST words; what a quotation holds does not count."""
    for sentence in sentences:
        count = len(_WORD.findall(sentence.own))
        if count > LONGEST:
            message = f"A sentence of {count} words; readers tire after 25: {quoted(sentence.text)}"
            yield Problem(sentence.field, message, "long-sentence", sentence.text)


def undated(sentences: Iterable[Sentence]) -> Iterator[Problem]:
    """Warn of "now", "recently", "last month" in a sentence that names no date."""
    for sentence in sentences:
        found = relative_words(sentence.own)
        if found and not is_dated(sentence.own, sentence.dates):
            words = " and ".join(f"“{word}”" for word in dict.fromkeys(found))
            message = (
                f"{words} will mean another day to later readers; give the date: "
                f"{quoted(sentence.text)}"
            )
            yield Problem(sentence.field, message, "undated", sentence.text)


class Forecast(NamedTuple):
    """Something said to lie ahead: the last day that its date can mean, and what is to be said of it
    from the day after on.
    """

    last_day: datetime.date
    problem: Problem


def past_forecasts(sentences: Iterable[Sentence], today: datetime.date) -> Iterator[Problem]:
    """Warn where something is said to lie ahead, by a date that has gone by; once a sentence."""
    for sentence in sentences:
        for last_day, problem in forecasts([sentence]):
            if last_day < today:
                yield problem
                break


def forecasts(sentences: Iterable[Sentence]) -> Iterator[Forecast]:
    """Yield what is said to lie ahead, for each of its dates.

    The date must follow the words that look ahead ("is to reopen the bridge by May 2027"), with
    nothing between them that has happened ("will tell what was lost in 2024").
    """
    for sentence in sentences:
        for date in sentence.dates:
            if date.year and _lies_ahead(sentence.own[: date.start]):
                message = (
                    f"This was to come by “{date.text}”, which is past; say what happened: "
                    f"{quoted(sentence.text)}"
                )
                problem = Problem(sentence.field, message, "forecast-past", sentence.text)
                yield Forecast(_last_day(date), problem)


def _lies_ahead(before: str) -> bool:
    """Tell whether the words before a date look ahead to it."""
    ahead = [match.end() for match in _AHEAD.finditer(before)]
    return bool(ahead) and not _HAPPENED.search(before, ahead[-1])


def _last_day(date: Date) -> datetime.date:
    """Return the last day that a date as far as it is stated can mean."""
    if date.month and date.day:
        try:
            return datetime.date(date.year, date.month, date.day)
        except ValueError:
            pass  # "31 February" is somebody's slip; its month will do.
    month = date.month or 12
    first_after = datetime.date(date.year + month // 12, month % 12 + 1, 1)
    return first_after - datetime.timedelta(days=1)

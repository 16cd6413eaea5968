"""What a decision rests on: both questions as they were asked, and the facts that its reason names.

Facts are numbers, dates, names, and what the reason puts in quotation marks, as far as they stand on a
side. Capitals, accents and punctuation change no question; other words of an answer change no ground.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from faqs.duplicate_review import question_index
from faqs.duplicate_review.findings import name_of
from faqs.duplicates.facts import Facts, facts_of
from faqs.duplicates.names import Lexicon, words
from faqs.duplicates.questions import MAX_TEXT, Question
from faqs.models.duplicate_review import DuplicatePair, DuplicateVerdict
from newsdesk.comparison.three_way_merge import Data
from newsdesk.text.languages import language_of

_QUOTED = re.compile(r"[“\"]([^”\"]{1,80})[”\"]")
MOST_FACTS = 12

Stated = Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a decision says of one page: its question, and which facts of the reason stood there."""

    question: str
    facts: tuple[str, ...] = ()

    @classmethod
    def from_data(cls, data: Data) -> "Ground":
        return cls(question=data["question"], facts=tuple(data["facts"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a decision says of both pages of a pair."""

    left: Ground
    right: Ground

    def as_data(self) -> Data:
        return asdict(self)

    @classmethod
    def of(cls, verdict: DuplicateVerdict) -> "Grounds | None":
        """Return those of a decision; None for one that is older than these."""
        if not verdict.rests_on:
            return None
        sides = {name: Ground.from_data(verdict.rests_on[name]) for name in ("left", "right")}
        return cls(**sides)


def grounds_of(pairs: Iterable[DuplicatePair], reason: str) -> dict[int, Grounds]:
    """Return what a decision on each of `pairs` rests on, by key of the pair. Three queries at most, none
    where the reason names no fact.
    """
    pairs = list(pairs)
    stated = _stated({key for pair in pairs for key in (pair.left_id, pair.right_id)}, reason)
    return {
        pair.pk: Grounds(
            left=Ground(question=pair.left.question, facts=tuple(stated.get(pair.left_id, ()))),
            right=Ground(question=pair.right.question, facts=tuple(stated.get(pair.right_id, ()))),
        )
        for pair in pairs
    }


def changes(verdict: DuplicateVerdict, left: Question, right: Question) -> list[str]:
    """Return, as ends of a sentence, what of a decision's grounds has changed; nothing where it stands."""
    rests_on = Grounds.of(verdict)
    if rests_on is None:
        return []
    sides = ((rests_on.left, left), (rests_on.right, right))
    return [change for ground, question in sides for change in _changed(ground, question)]


def asked(question: str) -> tuple[str, ...]:
    """Return the words of a question as they are compared."""
    return tuple(word.folded for word in words(question))


def _changed(ground: Ground, question: Question) -> Iterator[str]:
    if asked(ground.question) != asked(question.title):
        yield f"the question “{ground.question}” was changed to “{question.title}”"
    if ground.facts:
        lexicon = question_index.lexicon()
        said = _facts(question, lexicon)
        for fact in ground.facts:
            if not _states(said, fact, lexicon):
                yield f"“{question.title}” no longer says “{fact}”"


def _stated(keys: set[int], reason: str) -> Stated:
    """Return for each page which facts of a reason it states."""
    if not reason:
        return {}
    lexicon = question_index.lexicon()
    named = list(dict.fromkeys(_named(reason, lexicon)))[:MOST_FACTS]
    if not named:
        return {}
    found = question_index.questions([name_of(key) for key in keys])
    said = {int(name): _facts(question, lexicon) for name, question in found.items()}
    return {
        key: [fact for fact in named if _states(facts, fact, lexicon)]
        for key, facts in said.items()
    }


def _named(reason: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the facts that a reason names, as it writes them."""
    facts = facts_of(reason, lexicon, language_of(reason))
    yield from (date.text for date in facts.dates)
    yield from (name.text for name in facts.names)
    for quantity in facts.quantities:
        # "One is about boats" names no number.
        if quantity.text.casefold() != "one":
            yield quantity.text
    yield from _QUOTED.findall(reason)


def _facts(question: Question, lexicon: Lexicon) -> Facts:
    said = "\n".join([question.title, *(f"{p.question}\n{p.text}" for p in question.passages)])
    return facts_of(said[:MAX_TEXT], lexicon, language_of(said[:MAX_TEXT]))


def _states(said: Facts, fact: str, lexicon: Lexicon) -> bool:
    """Tell whether a text states a fact, in whatever spelling of its number, date or name."""
    wanted = facts_of(fact, lexicon, said.language)
    parts = [
        *(any(one.same(other) for other in said.quantities) for one in wanted.quantities),
        *(any(one.same(other) for other in said.dates) for one in wanted.dates),
        *(said.says_name(name) for name in wanted.names),
    ]
    return all(parts) if parts else said.says(tuple(word.folded for word in words(fact)))

"""How alike two questions are, in a sum that a moderator can check, and what may be suggested.

score = likeness of the titles - 0.3 for a two-sided conflict of numbers (with units and dates)
                               - 0.3 for a two-sided conflict of names
                               + what the desk's own decisions taught of each kind of difference (learning.py)

likely    score >= 0.90, proved to be the same, and nothing differs but by a badge
possible  score >= 0.80 and nothing that keeps the two apart; or likeness >= 0.50 and nothing differs at all,
          each telling word of either having its mate ("Odessa", "Odesa", which the model finds unlike)
differs   likeness >= 0.80, but something does: "similar, but differs in ..."
apart     anything less; not suggested

What is proved, keeps apart or is a badge: `conflicts.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from faqs.duplicates.alignment import mates
from faqs.duplicates.conflicts import APART as KEEPS_APART
from faqs.duplicates.conflicts import (
    ASKED,
    DATE,
    NAME,
    NUMBER,
    TIME,
    UNIT,
    Contradiction,
    Difference,
    Texts,
    differences,
    is_whole,
)
from faqs.duplicates.facts import Facts, Token, facts_of_both
from faqs.duplicates.names import Lexicon

PENALTY = 0.3
# From which likeness on a pair is looked at, though only possible where nothing at all differs.
WHOLE_FROM = 0.5
LIKELY, POSSIBLE, DIFFERS, APART = "likely", "possible", "differs", "apart"
RANK = {LIKELY: 0, POSSIBLE: 1, DIFFERS: 2, APART: 3}
MEANING, WORDS, LEARNT = "meaning", "words", "learnt"

_NUMERIC = {NUMBER, DATE, UNIT}
_VARIES = {NUMBER, DATE, NAME, TIME}


@dataclass(frozen=True, slots=True)
class Bands:
    """From which score on a pair is likely, from which possible, and what kinds of difference add to it."""

    likely: float = 0.90
    possible: float = 0.80
    weights: Mapping[str, float] = field(default_factory=dict)


BANDS = Bands()


@dataclass(frozen=True, slots=True)
class Signal:
    """One term of the sum: `value` times `weight`, and what it is in words."""

    name: str
    value: float
    weight: float
    words: str

    @property
    def contribution(self) -> float:
        return self.value * self.weight


class Part(NamedTuple):
    """A piece of a title: `kind` is "shared", "differs" or "" for what is neither."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A pair of questions with all that speaks for and against their being one.

    `likeness` and `score` are 0 to 1; `method` says what was compared, meaning or words.
    """

    left: str
    right: str
    left_title: tuple[Part, ...]
    right_title: tuple[Part, ...]
    method: str
    likeness: float
    score: float
    band: str
    signals: tuple[Signal, ...]
    differences: tuple[Difference, ...]
    shared_words: tuple[str, ...]
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def label(self) -> str:
        """The band in words: "similar, but differs in number and name"."""
        if self.band == DIFFERS:
            kinds = dict.fromkeys(d.kind for d in self.differences if _blocks(d))
            return f"similar, but differs in {' and '.join(kinds)}"
        if self.band == POSSIBLE and (telling := [d for d in self.differences if not d.harmless]):
            kinds = dict.fromkeys(d.kind for d in telling)
            return f"possibly the same, differs in {' and '.join(kinds)}"
        return {LIKELY: "likely the same", POSSIBLE: "possibly the same"}.get(self.band, "apart")

    @property
    def proposal(self) -> str:
        """The verdict that a form may preselect: "same", "variant", or none at all."""
        telling = [d for d in self.differences if not d.harmless]
        if not telling:
            return "same" if self.band in {LIKELY, POSSIBLE} else ""
        only_varies = all(d.kind in _VARIES for d in telling)
        return "variant" if self.band in {POSSIBLE, DIFFERS} and only_varies else ""

    @property
    def badges(self) -> tuple[str, ...]:
        """The kinds of difference, for labels beside the pair."""
        shown = (d.kind for d in self.differences if not d.harmless or d.kind == ASKED)
        return tuple(dict.fromkeys(shown))


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Score and band of two titles, with the reasons; what a Suggestion is made of."""

    score: float
    band: str
    signals: tuple[Signal, ...]
    differences: tuple[Difference, ...]
    facts: tuple[Facts, Facts]


def judge(
    left: str,
    right: str,
    likeness: float,
    *,
    lexicon: Lexicon,
    bands: Bands = BANDS,
    method: str = MEANING,
) -> ScoredPair:
    """Return the score of two titles that are `likeness` alike, by cosine or by words."""
    facts = facts_of_both(left, right, lexicon)
    found = differences(*facts)
    signals = _signals(likeness, method, found, bands.weights)
    score = min(1.0, max(0.0, sum(signal.contribution for signal in signals)))
    reached = band(score, likeness, found, bands)
    unlike = reached == APART and method == MEANING and likeness >= WHOLE_FROM
    if unlike and not found and is_whole(*facts):
        reached = POSSIBLE
    return ScoredPair(score, reached, signals, found, facts)


def band(score: float, likeness: float, found: tuple[Difference, ...], bands: Bands) -> str:
    """Return the band of a score, given what differs."""
    if any(_blocks(difference) for difference in found):
        return DIFFERS if likeness >= bands.possible else APART
    if score < bands.possible:
        return APART
    narrower = any(not difference.harmless for difference in found)
    return LIKELY if score >= bands.likely and not narrower else POSSIBLE


def suggestion(
    left: tuple[str, str],
    right: tuple[str, str],
    judged: ScoredPair,
    *,
    likeness: float,
    method: str,
) -> Suggestion:
    """Return what a template shows of a judged pair; each side is (key, title)."""
    mine, theirs = judged.facts
    shared = [_shared(mine, theirs), _shared(theirs, mine)]
    words = tuple(dict.fromkeys(token.text for token in shared[0]))
    return Suggestion(
        left=left[0],
        right=right[0],
        left_title=_marked(mine, shared[0], [d.left for d in judged.differences]),
        right_title=_marked(theirs, shared[1], [d.right for d in judged.differences]),
        method=method,
        likeness=likeness,
        score=judged.score,
        band=judged.band,
        signals=judged.signals,
        differences=judged.differences,
        shared_words=words,
    )


def _blocks(difference: Difference) -> bool:
    """Tell whether a difference rules out that the two are suggested as one."""
    return difference.weight == KEEPS_APART


def _shared(mine: Facts, theirs: Facts) -> list[Token]:
    """Return the telling words of one side that have a mate on the other."""
    code = mine.language.code
    other = {token.folded for token in theirs.tokens if token.telling}
    return [
        token
        for token in mine.tokens
        if token.telling and any(mates(token.folded, word, code) for word in other)
    ]


def _signals(
    likeness: float, method: str, found: tuple[Difference, ...], weights: Mapping[str, float]
) -> tuple[Signal, ...]:
    what = "likeness in meaning of the titles" if method == MEANING else "words the titles share"
    signals = [Signal(method, likeness, 1.0, what)]
    for name, kinds in (("number", _NUMERIC), ("name", {NAME})):
        clashes = [d for d in found if _blocks(d) and d.kind in kinds]
        if clashes:
            signals.append(Signal(name, 1.0, -PENALTY, "; ".join(d.words for d in clashes)))
    for kind in dict.fromkeys(d.kind for d in found):
        if weight := weights.get(kind):
            signals.append(Signal(LEARNT, 1.0, weight, f"this desk's decisions on: {kind}"))
    return tuple(signals)


def _marked(facts: Facts, shared: list[Token], differing: list[Texts]) -> tuple[Part, ...]:
    """Return the title cut into parts, each shared, differing or neither."""
    marks = {token.start: (token.end, "shared") for token in shared}
    folded = facts.text.casefold()
    for text in {text for texts in differing for text in texts}:
        place = folded.find(text.casefold()) if len(folded) == len(facts.text) else -1
        if place >= 0:
            marks[place] = (place + len(text), "differs")
    parts: list[Part] = []
    done = 0
    for start, (end, kind) in sorted(marks.items()):
        if start < done:
            continue
        if start > done:
            parts.append(Part(facts.text[done:start], ""))
        parts.append(Part(facts.text[start:end], kind))
        done = end
    return (*parts, Part(facts.text[done:], "")) if done < len(facts.text) else tuple(parts)


def is_guarded(found: tuple[Difference, ...]) -> bool:
    """Tell whether two questions ask different things for certain."""
    return any(_blocks(d) or d.kind == TIME for d in found)

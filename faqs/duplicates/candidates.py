"""What the desk asks: which questions may be the same as this one, and which pairs has the base?

No writes and no queries: the caller feeds the index and looks questions up.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from itertools import combinations
from typing import TYPE_CHECKING

from faqs.duplicates.answers import contradictions
from faqs.duplicates.calibration import Verdict, calibrate
from faqs.duplicates.clusters import Cluster, clusters, in_order
from faqs.duplicates.names import Lexicon
from faqs.duplicates.questions import MAX_TITLE, Question
from faqs.duplicates.score import (
    APART,
    BANDS,
    LIKELY,
    MEANING,
    WHOLE_FROM,
    WORDS,
    Bands,
    Suggestion,
    judge,
    suggestion,
)
from faqs.duplicates.words import WordIndex, even, likeness, terms
from newsdesk.text.names_and_words import words

if TYPE_CHECKING:
    from newsdesk.meaning.encoder import Encoder
    from newsdesk.meaning.vectors import VectorIndex

__all__ = [
    "Base",
    "Scan",
    "Verdict",
    "between",
    "calibrate",
    "candidates",
    "full_scan",
    "likely",
    "nearest_while_typing",
]

LookUp = Callable[[Sequence[str]], Mapping[str, Question]]
MAX_PAIRS = 100_000  # of a full scan: the most alike
_SHORTLIST = 50
_BATCH = 1_000
# Cormack, Clarke and Büttcher (2009), reciprocal rank fusion, with their constant.
_RRF = 60


@dataclass(frozen=True, slots=True)
class Base:
    """All questions of the desk as one searchable whole.

    `vectors` and `encoder` are None where the model is missing; then `titles` is searched.
    `look_up` returns the questions of many keys; a key that it leaves out is passed over.
    """

    look_up: LookUp
    vectors: "VectorIndex | None" = None
    encoder: "Encoder | None" = None
    titles: WordIndex | None = None
    lexicon: Lexicon = field(default_factory=Lexicon)
    bands: Bands = BANDS

    @property
    def method(self) -> str:
        """What is compared: MEANING or WORDS."""
        return MEANING if self.vectors is not None and self.encoder is not None else WORDS


@dataclass(frozen=True, slots=True)
class Scan:
    """What a full scan found: pairs in the order of the queue, the same in clusters, and how.

    `complete` is False where more than MAX_PAIRS were found and the least alike were left out.
    """

    pairs: tuple[Suggestion, ...]
    clusters: tuple[Cluster, ...]
    method: str
    complete: bool


def candidates(question: Question, base: Base, *, limit: int = _SHORTLIST) -> list[Suggestion]:
    """Return the pairs of one question with all others that are worth a look, in queue order.

    The question itself need not be in the base; whatever has its key is passed over.
    """
    near = [(key, value) for key, value in _near(question.title, base, limit + 1)]
    near = [(key, value) for key, value in near if key != question.key]
    least = min(base.bands.possible, WHOLE_FROM) if base.method == MEANING else base.bands.possible
    alike = {key: value for key, value in near[:limit] if value >= least}
    others = base.look_up(list(alike))
    found = (_pair(question, others[key], alike[key], base) for key in alike if key in others)
    return in_order(pair for pair in found if pair.band != APART)


def between(pairs: Sequence[tuple[Question, Question]], base: Base) -> list[Suggestion]:
    """Return what is to be said of these pairs, however unlike they are."""
    known: dict[str, Mapping[str, float]] = {}
    if base.vectors is not None and base.encoder is not None:
        keys = [key for key in {q.key for pair in pairs for q in pair} if key in base.vectors]
        known = {key: base.vectors.cosines(base.vectors.vector(key), keys) for key in keys}
    return [
        _pair(one, other, _likeness(one, other, known.get(one.key, {}).get(other.key), base), base)
        for one, other in pairs
    ]


def likely(asked: Sequence[Question], base: Base) -> list[tuple[str, str]]:
    """Return the keys of pairs, the smaller first, that are likely the same: of `asked` with one another, and
    with those of the base that are not asked. Looks up once.
    """
    mine = {question.key: question for question in asked if words(question.title)}
    near = [
        (one.key, key, value)
        for one in mine.values()
        for key, value in _near(one.title, base, _SHORTLIST + 1)
        if key not in mine and value >= base.bands.possible
    ]
    found = [*near, *_among(list(mine.values()), base)]
    others = {**base.look_up(sorted({key for _, key, _ in near})), **mine}
    judged = (_pair(others[a], others[b], v, base) for a, b, v in found if b in others)
    return [(pair.left, pair.right) for pair in judged if pair.band == LIKELY]


def _among(asked: Sequence[Question], base: Base) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of these questions themselves with their likeness."""
    if len(asked) < 2:
        return
    if base.vectors is not None and base.encoder is not None:
        vectors = base.encoder.encode([question.title[:MAX_TITLE] for question in asked])
        index = type(base.vectors)(zip([question.key for question in asked], vectors, strict=True))
        yield from index.pairs(base.bands.possible)
    else:
        weight = base.titles.weight if base.titles is not None else even
        for one, other in combinations(asked, 2):
            yield one.key, other.key, likeness(terms(one.title), terms(other.title), weight)


def full_scan(base: Base) -> Scan:
    """Return every pair of the base that is worth a look, and the clusters they form.

    The same as the candidates of every question, each pair once, but for those that the model finds unlike,
    which nobody could look through; minutes for 100,000 questions.
    """
    found = nlargest(MAX_PAIRS + 1, _all_pairs(base), key=lambda p: (p[2], p[0], p[1]))
    complete = len(found) <= MAX_PAIRS
    pairs = in_order(pair for pair in _judged(found[:MAX_PAIRS], base) if pair.band != APART)
    return Scan(tuple(pairs), clusters(pairs), base.method, complete)


def nearest_while_typing(
    prefix: str, base: Base, *, full_text: Sequence[str] = (), limit: int = 5
) -> list[Suggestion]:
    """Return the questions nearest to one that is half typed, best first, however unlike.

    `full_text` are the keys that the search layer finds for the same words, best first. The two
    rankings are fused by rank: each key scores the sum of 1 / (60 + rank).
    """
    prefix = prefix[:MAX_TITLE]
    if not words(prefix):
        return []
    near = _near(prefix, base, _SHORTLIST, unfinished=True)
    fused: dict[str, float] = {}
    for ranking in ([key for key, _ in near], list(dict.fromkeys(full_text))[:_SHORTLIST]):
        for rank, key in enumerate(ranking, start=1):
            fused[key] = fused.get(key, 0.0) + 1 / (_RRF + rank)
    best = sorted(fused, key=lambda key: (-fused[key], key))
    questions = base.look_up(best)
    typed, value = Question("", prefix), dict(near)
    known = [questions[key] for key in best if key in questions][:limit]
    return [_pair(typed, q, _likeness(typed, q, value.get(q.key), base), base) for q in known]


def _near(
    title: str, base: Base, limit: int, *, unfinished: bool = False
) -> list[tuple[str, float]]:
    """Return keys with their likeness to a title, best first; none for a title without words."""
    title = title[:MAX_TITLE]
    if not words(title):
        return []
    if base.vectors is not None and base.encoder is not None:
        vector = base.encoder.encode([title])[0]
        return [(near.key, near.cosine) for near in base.vectors.nearest(vector, limit)]
    if base.titles is None:
        return []
    found = base.titles.nearest(title, limit, unfinished=unfinished)
    return [(near.key, near.likeness) for near in found]


def _likeness(left: Question, right: Question, known: float | None, base: Base) -> float:
    """Return how alike two titles are where the index did not say: full text alone found the pair."""
    if known is not None:
        return known
    weight = base.titles.weight if base.titles is not None else even
    return likeness(terms(left.title), terms(right.title), weight)


def _all_pairs(base: Base) -> Iterator[tuple[str, str, float]]:
    index = base.vectors if base.method == MEANING else base.titles
    yield from index.pairs(base.bands.possible) if index is not None else ()


def _judged(pairs: list[tuple[str, str, float]], base: Base) -> Iterator[Suggestion]:
    for start in range(0, len(pairs), _BATCH):
        batch = pairs[start : start + _BATCH]
        questions = base.look_up(sorted({key for pair in batch for key in pair[:2]}))
        for left, right, alike in batch:
            both = (questions.get(left), questions.get(right))
            if both[0] and both[1] and words(both[0].title) and words(both[1].title):
                yield _pair(both[0], both[1], alike, base)


def _pair(one: Question, other: Question, alike: float, base: Base) -> Suggestion:
    """Judge two questions; the smaller key stands on the left, so that a pair reads one way only."""
    left, right = sorted((one, other), key=lambda question: question.key)
    titles = (left.title[:MAX_TITLE], right.title[:MAX_TITLE])
    judged = judge(*titles, alike, lexicon=base.lexicon, bands=base.bands, method=base.method)
    sides = ((left.key, titles[0]), (right.key, titles[1]))
    made = suggestion(*sides, judged, likeness=alike, method=base.method)
    if judged.band == APART:
        return made
    return replace(made, contradictions=contradictions(left, right, base.lexicon))

"""Comparison by words: what is left to a desk without the model, and half of a search while typing.

Likeness is the cosine of the two sets of stems, each stem weighted by how rare it is in the base
(Robertson's idf, as in BM25; how often a word occurs means nothing in one line).
"""

from collections.abc import Callable, Iterable, Iterator
from heapq import nlargest
from math import log, sqrt
from threading import RLock
from typing import NamedTuple

from newsdesk.text.languages import language
from newsdesk.text.names_and_words import STOP_WORDS, words

Weight = Callable[[str], float]

_CANDIDATES = 300
_MANY = 5_000  # questions with a word, beyond which the word finds nobody
_MAX_WORDS = 60


class NearKey(NamedTuple):
    """A key, and how alike its words are to those asked for, 0 to 1."""

    key: str
    likeness: float


class Pair(NamedTuple):
    """Two keys, the smaller first, and how alike their words are."""

    left: str
    right: str
    likeness: float


def stem(word: str) -> str:
    """Return an English word without its ending, roughly."""
    return language("en").stem(word)


def terms(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning; of all words where none does.

    Figures are left out: whether they agree is a fact of its own, weighed elsewhere.
    """
    found = words(text)[:_MAX_WORDS]
    telling = frozenset(stem(w) for w in found if w not in STOP_WORDS and not w.isdigit())
    return telling or frozenset(map(stem, found))


def likeness(left: frozenset[str], right: frozenset[str], weight: Weight) -> float:
    """Return how alike two sets of stems are, 0 to 1."""
    # Sorted, because the order of a set differs from process to process, and with it the last bit.
    shared = sum(weight(term) ** 2 for term in sorted(left & right))
    norms = [sum(weight(term) ** 2 for term in sorted(side)) for side in (left, right)]
    return min(1.0, shared / sqrt(norms[0] * norms[1])) if shared else 0.0


def even(term: str) -> float:
    """The weight of a word where no base says how rare it is."""
    return 1.0


class WordIndex:
    """The stems of all questions by key, with the keys by stem. Changes one at a time."""

    def __init__(self, titles: Iterable[tuple[str, str]] = ()) -> None:
        self._lock = RLock()
        self._terms: dict[str, frozenset[str]] = {}
        self._keys: dict[str, set[str]] = {}
        for key, title in titles:
            self.put(key, title)

    def __len__(self) -> int:
        return len(self._terms)

    def __contains__(self, key: str) -> bool:
        return key in self._terms

    def put(self, key: str, title: str) -> None:
        """Add a question, or replace the one of this key."""
        with self._lock:
            self.remove(key)
            self._terms[key] = terms(title)
            for term in self._terms[key]:
                self._keys.setdefault(term, set()).add(key)

    def remove(self, key: str) -> None:
        """Forget a question; nothing happens where there is none."""
        with self._lock:
            for term in self._terms.pop(key, ()):
                self._keys[term].discard(key)
                if not self._keys[term]:
                    del self._keys[term]

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of a stem; the rarer, the larger."""
        count = len(self._keys.get(term, ()))
        return log(1 + (len(self._terms) - count + 0.5) / (count + 0.5))

    def nearest(self, title: str, limit: int, *, unfinished: bool = False) -> list[NearKey]:
        """Return the keys whose words are most alike, best first; equal ones in the order of keys.

        With `unfinished`, the last word also stands for every word that begins with it.
        """
        with self._lock:
            asked = self._completed(title) if unfinished else terms(title)
            return self._nearest(asked, limit)

    def pairs(self, least: float) -> Iterator[Pair]:
        """Yield the pairs that are at least this alike, each once, in the order of keys."""
        for key in sorted(self._terms):
            with self._lock:
                near = self._nearest(self._terms.get(key, frozenset()), 50)
            yield from (
                Pair(key, n.key, n.likeness) for n in near if key < n.key and n.likeness >= least
            )

    def _nearest(self, asked: frozenset[str], limit: int) -> list[NearKey]:
        shared: dict[str, float] = {}
        for term in self._telling(asked):
            square = self.weight(term) ** 2
            for key in self._keys[term]:
                shared[key] = shared.get(key, 0.0) + square
        best = nlargest(
            max(_CANDIDATES, limit), shared, key=lambda key: (round(shared[key], 9), key)
        )
        found = [NearKey(key, likeness(asked, self._terms[key], self.weight)) for key in best]
        return sorted(found, key=lambda near: (-near.likeness, near.key))[:limit]

    def _telling(self, asked: frozenset[str]) -> list[str]:
        """Return the words that few questions have; the rarest alone where all are common."""
        known = sorted((t for t in asked if t in self._keys), key=lambda t: (len(self._keys[t]), t))
        return [t for t in known if len(self._keys[t]) <= _MANY] or known[:1]

    def _completed(self, title: str) -> frozenset[str]:
        found = words(title)[:_MAX_WORDS]
        if not found or len(found[-1]) < 2:
            return terms(title)
        ends = [term for term in self._keys if term.startswith(found[-1])]
        likely = nlargest(8, ends, key=lambda term: (len(self._keys[term]), term))
        return terms(" ".join(found[:-1])) | terms(found[-1]) | frozenset(likely[:3])

"""How well a page fits what was asked: the same on every database, from what a page says of itself alone.

SECURITY: engines' own ranks, such as bm25, count how many pages hold a word, and pages that wait are among
them: the order of what is found would tell of them.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from newsdesk.catalogue.search.candidates import Candidate
from newsdesk.catalogue.search.query import Group, Query, joined, name_keys, undotted
from newsdesk.text.names_and_words import STOP_WORDS, fold, words
from newsdesk.text.romanise import romanised

# A page of just this name: by how it is written, in its title or among its other names.
SAME_TITLE, SAME_ALIAS, LIKE_TITLE, LIKE_ALIAS = 100.0, 95.0, 90.0, 85.0
AS_TYPED = 3.0  # "WHO" is rather the organisation, "who" rather the band.
# A word by the best place where it stands, and how much less an inflection or a beginning counts.
TITLE, ALSO, SUMMARY, TEXT = 10.0, 8.0, 4.0, 1.0
INFLECTED, DERIVED, BEGUN = 0.9, 0.5, 0.7
_ENDINGS = (
    *(
        ("ies", "y"),
        ("sses", "ss"),
        ("ss", "ss"),
        ("ing", ""),
        ("edly", ""),
        ("ed", ""),
        ("es", ""),
    ),
    *(("s", ""), ("ly", ""), ("e", "")),
)
SHORTEST_ROOT = 3

WHOLE_TITLE = 4.0  # times the share of the title's words that were asked for
IN_TITLE, IN_ALSO, IN_SUMMARY, ANYWHERE = 3.0, 2.0, 1.5, 1.0  # all words one after the other
LESS_LIKELY = 0.7  # a word that was put right, for each likelier one


class RankedCandidate(NamedTuple):
    """A candidate, its score, and why it has it, for `?explain`."""

    candidate: Candidate
    score: float
    why: tuple[str, ...]


def ranked(candidates: Sequence[Candidate], query: Query) -> list[RankedCandidate]:
    """Return candidates, the best first; of equals the newest, then by what strangers know them by."""
    scored = [RankedCandidate(each, *score(each, query)) for each in candidates]
    scored.sort(key=lambda each: each.candidate.uid)
    scored.sort(key=lambda each: each.candidate.published, reverse=True)
    return sorted(scored, key=lambda each: -each.score)


def score(page: Candidate, query: Query) -> tuple[float, tuple[str, ...]]:
    """Return how well a page fits, and why."""
    total, why = _called(page, query) if page.called else (0.0, [])
    begun = _beginnings(query.groups)
    places = [
        _Place("title", page.title, TITLE, begun),
        _Place("also", page.also, ALSO, begun),
        _Place("summary", page.summary, SUMMARY, begun),
    ]
    found = [
        _word(group, places, last=n == len(query.groups) - 1)
        for n, group in enumerate(query.groups)
    ]
    if found:
        total += sum(value for value, _ in found) / len(found)
        why += [told for _, told in found]
        total += WHOLE_TITLE * places[0].share([group[0] for group in query.groups])
    following, told = _following(page, query, places)
    return total + following, tuple(why + told)


@lru_cache(maxsize=100)
def _beginnings(groups: tuple[Group, ...]) -> tuple[str, ...]:
    """Return how a word begins, its signs left out, that is any of these or alike. Most places hold none."""
    parts = (part.removesuffix("'s") for group in groups for each in group for part in each.split())
    return tuple({_bare(part)[:SHORTEST_ROOT] for part in parts})


def _bare(plain: str) -> str:
    return plain.replace("-", "").replace("'", "").replace(".", "")


class _Place:
    """A text of a page, in words; without any where none of what was asked for can be among them."""

    __slots__ = ("all", "name", "roots", "weight", "words")

    def __init__(self, name: str, text: str, weight: float, begun: Sequence[str]) -> None:
        self.name, self.weight = name, weight
        self.words: list[str] = []
        self.all: set[str] = set()
        self.roots: set[str] = set()
        plain = fold(text)
        is_ascii = plain.isascii()
        if is_ascii and begun:
            bare = _bare(plain)
            if not any(each in bare for each in begun):
                return
        plain = undotted(plain)
        self.words = words(plain)
        self.all = {*self.words, *joined(plain)} if not text.isalnum() else set(self.words)
        if not is_ascii:
            self.all |= set(words(romanised(plain)))
        self.roots = set(map(root, self.all))

    def share(self, terms: Sequence[str]) -> float:
        """Return how much of the text was asked for, from 0 to 1."""
        own = [word for word in self.words if word not in STOP_WORDS]
        asked = set(map(root, terms))
        return sum(root(word) in asked for word in own) / len(own) if own else 0.0


def alike(term: str, word: str) -> bool:
    """Tell whether two words are inflections of one, as "ferry" and "ferries"."""
    return root(term) == root(word)


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """Return what a word shares with its inflections, for regular ones: engines stem better."""
    word = word.removesuffix("'s")
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_ROOT:
            word = word[: -len(ending)] + instead
            break
    if len(word) > SHORTEST_ROOT and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] + "i" if len(word) > SHORTEST_ROOT and word.endswith("y") else word


def _derived(term: str, word: str) -> bool:
    """Tell whether two words begin alike, as "elections" and "electoral"."""
    return len(term) > 5 and word.startswith(term[:-3]) and abs(len(word) - len(term)) < 4


def _word(group: Sequence[str], places: Sequence[_Place], *, last: bool) -> tuple[float, str]:
    """Return what the best place of a word is worth, and in words."""
    best, told = TEXT, f"{group[0]}: text"
    for less, alternative in enumerate(group):
        parts = alternative.split()
        for place in places:
            worth = min(_worth(part, place, last=last and not less) for part in parts)
            value = worth * place.weight - less * LESS_LIKELY
            if value > best:
                best, told = value, f"{alternative}: {place.name}"
    return best, told


def _worth(term: str, place: _Place, *, last: bool) -> float:
    if not place.all:
        return 0.0
    if term in place.all:
        return 1.0
    if root(term) in place.roots:
        return INFLECTED
    if any(_derived(term, word) for word in place.all):
        return DERIVED
    return BEGUN if last and any(word.startswith(term) for word in place.all) else 0.0


def _called(page: Candidate, query: Query) -> tuple[float, list[str]]:
    asked, keys = _plain(query.typed), set(query.keys)
    names = [(page.title, SAME_TITLE, LIKE_TITLE)]
    names += [(name, SAME_ALIAS, LIKE_ALIAS) for name in page.also.splitlines()]
    best, told = LIKE_ALIAS, "another name"
    for name, same, like in names:
        value = same if _plain(name) == asked else like if keys & set(name_keys(name)) else 0.0
        if value and name.strip() == query.typed.strip():
            value += AS_TYPED
        if value > best:
            best, told = value, name
    return best, [f"called “{told}”"]


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _following(page: Candidate, query: Query, places: Sequence[_Place]) -> tuple[float, list[str]]:
    """Return what it is worth that the words stand one after the other, at the best place."""
    terms, typed = query.terms, list(query.words)
    for place, worth in zip(places, (IN_TITLE, IN_ALSO, IN_SUMMARY), strict=True):
        starts = range(len(place.words) - len(typed) + 1)
        if len(typed) > 1 and any(place.words[n : n + len(typed)] == typed for n in starts):
            return 2 * worth, [f"as typed: {place.name}"]
    if len(terms) < 2:
        return 0.0, []
    roots = [root(term) for term in terms]
    for place, worth in zip(places, (IN_TITLE, IN_ALSO, IN_SUMMARY), strict=True):
        own = [root(word) for word in place.words if word not in STOP_WORDS]
        starts = range(len(own) - len(roots) + 1)
        if any(own[n : n + len(roots)] == roots for n in starts):
            return worth, [f"one after the other: {place.name}"]
    return (ANYWHERE, ["one after the other: text"]) if page.phrase else (0.0, [])

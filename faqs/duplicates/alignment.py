"""Two questions laid side by side: which word of one has a mate in the other, and in which order.

Mates share their stem or, in English, a lemma, one of their first senses or a derivation ("own", "owner");
or one is a misspelling of the other, or the two are of one closed class, or of one country. Light verbs
("get", "have") have no synonyms. A name's mate is a name of the same thing, or its words.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from faqs.duplicates.facts import Facts, Token
from faqs.duplicates.order import in_order
from newsdesk.text.countries import country
from newsdesk.text.languages import Language, language
from newsdesk.text.numbers import unit_of
from newsdesk.text.wordnet import derived, lemmas, synsets

_SPELT = 5  # letters of a word that may be misspelt once; of twice as many, twice
_MAX_TOKENS = 40


@dataclass(frozen=True, slots=True)
class Alignment:
    """The telling words of each side without a mate, and whether those with one stand in the same order."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    in_order: bool

    @property
    def proves(self) -> bool:
        """Tell whether no more than one side has words without a mate."""
        return not (self.left and self.right)


def aligned(left: Facts, right: Facts) -> Alignment:
    """Return how the words of two questions match."""
    sides = [[t for t in facts.tokens[:_MAX_TOKENS] if t.telling] for facts in (left, right)]
    spoken = left.language
    there = [_mates(token, sides[1], spoken) for token in sides[0]]
    has_mate = {n for mates in there for n in mates}
    lone = [
        _without(sides[0], [bool(mates) for mates in there], right),
        _without(sides[1], [n in has_mate for n in range(len(sides[1]))], left),
    ]
    if all(token.folded in spoken.light for side in lone for token in side):
        lone = [[], []]
    single = [n for n, mates in enumerate(there) if len(mates) == 1 and there.count(mates) == 1]
    pairs = [(sides[0][n], sides[1][there[n][0]]) for n in single]
    mine, theirs = (tuple(dict.fromkeys(token.text for token in side)) for side in lone)
    return Alignment(mine, theirs, in_order(left, right, pairs))


def _without(side: list[Token], mated: list[bool], other: Facts) -> list[Token]:
    """Return the words without a mate, those apart that the other side writes as one or in two."""
    if all(mated):
        return []
    parts = [token.folded for token in other.tokens]
    # Only words that tell are written as one: "est-il légal" is not "illégal".
    both = ((one, two) for one, two in pairwise(other.tokens) if one.telling and two.telling)
    joined = {one.folded + two.folded for one, two in both}
    lone = [n for n, has in enumerate(mated) if not has and side[n].folded not in joined]
    for n in list(lone):
        if n + 1 in lone and side[n].folded + side[n + 1].folded in parts:
            lone = [each for each in lone if each not in (n, n + 1)]
    return [side[n] for n in lone if not (name := side[n].name) or not other.says_name(name)]


def _mates(token: Token, others: list[Token], spoken: Language) -> list[int]:
    """Return the places of a word's mates: the word itself, where it is there."""
    itself = [n for n, other in enumerate(others) if other.folded == token.folded]
    return itself or [n for n, other in enumerate(others) if _are_mates(token, other, spoken)]


def _are_mates(one: Token, other: Token, spoken: Language) -> bool:
    if one.name and other.name:
        return one.name.same(other.name)
    if one.folded in other.folded.split() or other.folded in one.folded.split():
        return True
    return mates(one.folded, other.folded, spoken.code)


@lru_cache(maxsize=50_000)
def mates(one: str, other: str, code: str) -> bool:
    """Tell whether two folded words can stand for each other in a question."""
    if code == "en" and _differ_in_degree(one, other):
        return False
    mine, theirs = (_marks(word, code) for word in (one, other))
    if not mine.isdisjoint(theirs):
        return True
    if code != "en":
        return False
    light = language("en").light
    forms = [set(lemmas(word)) for word in (one, other)]
    if all(forms):
        heavy = light.isdisjoint(forms[0] | forms[1])
        related = derived(one) & forms[1] or derived(other) & forms[0]
        return heavy and bool(related)
    return _misspelt(one, other)


def _differ_in_degree(one: str, other: str) -> bool:
    """Tell whether one word is the comparative of the other's superlative: "older", "oldest"."""
    more, most = sorted((one, other), key=lambda word: word.endswith("est"))
    return (
        more.endswith("er") and most == f"{more.removesuffix('er')}est" and most not in lemmas(most)
    )


@lru_cache(maxsize=20_000)
def _marks(word: str, code: str) -> frozenset[str]:
    """Return what a word shares with its mates."""
    spoken = language(code)
    found = {f"{kind} {row} {column}" for kind, row, column in spoken.classes_of(word) if row >= 0}
    found.add(f"in {place}" if (place := country((word,))) else word)
    known = lemmas(word) if code == "en" else ()
    found.update(known or {spoken.stem(each) for each in (word, spoken.without_digraphs(word))})
    if unit := unit_of(word):
        found.add(f"unit {unit}")
    if known and spoken.light.isdisjoint(known):
        found.update(f"sense {key}" for key in synsets(word))
    return frozenset(found)


def _misspelt(one: str, other: str) -> bool:
    """Tell whether two words of which one is unknown are a letter apart, in long ones two."""
    if one[0] != other[0] or min(len(one), len(other)) < _SPELT:
        return False
    return _distance(one, other) <= min(len(one), len(other)) // _SPELT


def _distance(one: str, other: str) -> int:
    """Return Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, start=1):
        before, row[0] = row[0], n
        for m, another in enumerate(other, start=1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (letter != another))
    return row[-1]

"""Who does what to whom: the same words with two of them changed over ("X sues Y", "Y sues X").

No vector sees this. Two words have changed places when both questions have them on the two sides of
one shared word, the other way round, and neither is in the passive; or the same way round, and one is.
For two names, and two nouns behind articles, any words between will do: "Boeing fixes the Starliner",
"Starliner repairs the Boeing".
And they have where one qualifies the other, and on the other side is qualified by it: "a loan payment",
"a loan on a payment". Where the two questions are word for word the same but for two words that have
changed places, no more is asked: "Is a tomato a fruit?".
"""

import re
from collections import Counter
from itertools import combinations
from typing import NamedTuple

from faqs.duplicates.facts import Facts, Token
from newsdesk.text.dates import MONTHS

# Between these the order says nothing: "the treaty between X and Y".
_SYMMETRIC = frozenset("and or vs v versus nor plus & with".split())
_EVEN_HANDED = frozenset("between differ differenc compar versu vs both similar".split())
_EVEN_PHRASES = re.compile(
    r"\bsame as\b|\bfar (?:is|are|away|apart)\b|\bdistance\b|\b(?:close|equal|identical) to\b"
)
_OWNS = frozenset(("'s ", "’s ", "' ", "’ "))
_LINKS = _SYMMETRIC | frozenset(
    "a an the s is are was were be been do does did has have had".split()
)
_LEADS_TO_NOUN = frozenset(
    "the a an of in on at to from by for with into over its their your".split()
)
_CASES = frozenset("in on at to from with into over for against".split())
_MAX_TOKENS = 40
_NEEDED = 0.6  # share of the content words of the shorter question that both must have
_ARTICLES = frozenset("a an the".split())
_OWNED = frozenset("a an the my your our their its his her".split())
_QUALIFIES = frozenset("of on in for from at by about against to".split())
# Where these stand in a sentence says nothing: "prices suddenly rise", "prices rise suddenly".
_ADVERBS = frozenset(
    "now today still again often soon already ever always together alone yet".split()
)
_PLACES = frozenset(
    "in on at from to into over under for with of after before during near behind through".split()
)
_RELATIVE = frozenset("when while if because although since who which that".split())


class _Side(NamedTuple):
    """A question's words in order, and where each one stands that occurs once, by its stem."""

    text: str
    tokens: tuple[Token, ...]
    places: dict[str, int]

    def token(self, word: str) -> Token:
        return self.tokens[self.places[word]]

    def before(self, word: str, count: int) -> list[str]:
        """Return the words just before a word, the nearest first."""
        place = self.places[word]
        return [token.folded for token in reversed(self.tokens[max(0, place - count) : place])]


def swapped(left: Facts, right: Facts) -> tuple[str, str] | None:
    """Return the two words whose roles differ, as the left question writes them, or None."""
    sides = (_side(left), _side(right))
    content = [
        word
        for word in sides[0].places
        if word in sides[1].places and sides[0].token(word).is_content
    ]
    smallest = min(sum(side.token(word).is_content for word in side.places) for side in sides)
    if any(_is_even_handed(side) for side in sides) or len(content) < max(2, _NEEDED * smallest):
        return None
    for one, other in combinations(content, 2):
        acts = _may_act(sides, one, other) and _turned(sides, one, other)
        if acts or _exchanged(sides, one, other) or _qualified(sides, one, other):
            return sides[0].token(one).text, sides[0].token(other).text
    return None


def _side(facts: Facts) -> _Side:
    tokens = facts.tokens[:_MAX_TOKENS]
    counted = Counter(token.stem for token in tokens)
    places = {token.stem: n for n, token in enumerate(tokens) if counted[token.stem] == 1}
    return _Side(facts.text, tokens, places)


def _may_act(sides: tuple[_Side, _Side], one: str, other: str) -> bool:
    """Tell whether two words can be the one who does and the one it is done to.

    "A Falcon 9 launch costs", "it costs to launch a Falcon 9": a verb beside a name is no actor, so
    a name and a word count only where both are nouns.
    """
    pair = (sides[0].token(one), sides[0].token(other))
    if any(not t.name and (t.folded in MONTHS or t.folded.isdigit()) for t in pair):
        return False
    if (pair[0].name is None) == (pair[1].name is None):
        return True
    return all(_is_noun(side, word) for side in sides for word in (one, other))


def _is_even_handed(side: _Side) -> bool:
    """Tell whether it does not matter which of two things comes first: "the same as", "far from"."""
    text = " ".join(token.folded for token in side.tokens)
    return not _EVEN_HANDED.isdisjoint(side.places) or bool(_EVEN_PHRASES.search(text))


def _exchanged(sides: tuple[_Side, _Side], one: str, other: str) -> bool:
    """Tell whether two words have changed places and nothing else differs: "Is a tomato a fruit?"."""
    words = [[t.stem for t in side.tokens if t.folded not in _ARTICLES] for side in sides]
    turn = {one: other, other: one}
    if [turn.get(word, word) for word in words[0]] != words[1]:
        return False
    if any(_is_adverb(sides[0].token(word)) for word in (one, other)):
        return False
    early, late = sorted((sides[0].places[one], sides[0].places[other]))
    between = sides[0].tokens[early + 1 : late]
    listed = "," in sides[0].text[sides[0].tokens[early].end : sides[0].tokens[late].start]
    return not listed and _SYMMETRIC.isdisjoint(token.folded for token in between)


def _is_adverb(token: Token) -> bool:
    return token.folded in _ADVERBS or (token.name is None and token.folded.endswith("ly"))


def _qualified(sides: tuple[_Side, _Side], one: str, other: str) -> bool:
    """Tell whether one word qualifies the other, and is qualified by it on the other side."""
    mine, theirs = (_head(side, one, other) for side in sides)
    return bool(mine and theirs) and mine != theirs


def _head(side: _Side, one: str, other: str) -> str:
    """Return which of two words the other one qualifies, "" where neither does so at once.

    The first in "payment on a loan", the second in "a loan payment" and "Boeing as the CEO".
    """
    first, last = sorted((one, other), key=side.places.__getitem__)
    start, end = side.places[first], side.places[last]
    between = [t.folded for t in side.tokens[start + 1 : end] if t.folded not in _ARTICLES]
    if between == ["as"]:
        return last
    if len(between) == 1 and between[0] in _QUALIFIES and _is_named(side, first):
        return first
    owner = side.text[side.tokens[start].end : side.tokens[end].start]
    if owner in _OWNS or (end == start + 1 and _is_compound(side, first)):
        return last
    return ""


def _is_named(side: _Side, word: str) -> bool:
    """Tell whether a word is a noun for certain, so that what follows belongs to it."""
    return side.token(word).name is not None or not _OWNED.isdisjoint(side.before(word, 2))


def _is_compound(side: _Side, first: str) -> bool:
    """Tell whether a word begins a compound: "a loan payment"; a verb has no article before it."""
    begins = not _OWNED.isdisjoint(side.before(first, 1))
    return begins and not first.endswith("ing")


def _is_noun(side: _Side, word: str) -> bool:
    """Tell whether a word is a name, or stands behind an article or a preposition."""
    if side.token(word).name is not None:
        return True
    return not _LEADS_TO_NOUN.isdisjoint(side.before(word, 2))


def _turned(sides: tuple[_Side, _Side], one: str, other: str) -> bool:
    """Tell whether two words have exchanged their roles."""
    left, right = ([_case(side, word) for word in (one, other)] for side in sides)
    if all(left) and left[0] != left[1] and sorted(left) == sorted(right):
        # "From Paris to Rome" is "to Rome from Paris": here the prepositions say it, not the order.
        return left != right
    if _acts_first(sides[0], one, other) == _acts_first(sides[1], one, other):
        return False
    pivots = [_pivots(side, one, other) for side in sides]
    certain = all(sides[0].token(word).name for word in (one, other)) or all(
        _is_subject(side, word) for side in sides for word in (one, other)
    )
    return bool(pivots[0] & pivots[1]) or (certain and all(pivots))


def _is_subject(side: _Side, word: str) -> bool:
    """Tell whether a word is a noun behind an article that does not only say where or when."""
    article, *before = [*side.before(word, 2), ""]
    return article in _ARTICLES and before[0] not in _PLACES


def _case(side: _Side, word: str) -> str:
    """Return the preposition that a word stands behind, or ""."""
    return next((before for before in side.before(word, 2) if before in _CASES), "")


def _acts_first(side: _Side, one: str, other: str) -> bool:
    """Tell whether `one` acts on `other`: by their order, turned round by a passive "by"."""
    first = side.places[one] < side.places[other]
    late = other if first else one
    gap = abs(side.places[one] - side.places[other]) - 1
    return first != ("by" in side.before(late, min(3, gap)))


def _pivots(side: _Side, one: str, other: str) -> frozenset[str]:
    """Return the words between two words that can part their roles; none where they are joined."""
    early, late = sorted((side.places[one], side.places[other]))
    between = side.tokens[early + 1 : late]
    if any(token.folded in _RELATIVE for token in between):
        return frozenset()
    return frozenset(token.stem for token in between if token.folded not in _LINKS)

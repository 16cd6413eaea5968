"""Who does what to whom: the same words with two of them changed over ("X sues Y", "Y sues X").

No vector sees this. Two words have changed places when both questions have them on the two sides of
one shared word, the other way round, and neither is in the passive; or the same way round, and one is.
For two names any words between will do: "Boeing fixes the Starliner", "Starliner repairs the Boeing".
"""

from collections import Counter
from itertools import combinations
from typing import NamedTuple

from newsdesk.prose.dates import MONTHS

from .facts import Facts, Token

# Between these the order says nothing: "the treaty between X and Y".
_SYMMETRIC = frozenset("and or vs v versus nor plus & with".split())
_EVEN_HANDED = frozenset("between differ differenc compar versu vs both similar".split())
_LINKS = _SYMMETRIC | frozenset(
    "a an the s is are was were be been do does did has have had".split()
)
_LEADS_TO_NOUN = frozenset(
    "the a an of in on at to from by for with into over its their your".split()
)
_CASES = frozenset("in on at to from with into over for against".split())
_MAX_TOKENS = 40
_NEEDED = 0.6  # share of the content words of the shorter question that both must have
_RELATIVE = frozenset("when while if because although since who which that".split())


class _Side(NamedTuple):
    """A question's words in order, and where each one stands that occurs once, by its stem."""

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
    even_handed = any(not _EVEN_HANDED.isdisjoint(side.places) for side in sides)
    if even_handed or len(content) < max(2, _NEEDED * smallest):
        return None
    for one, other in combinations(content, 2):
        if _may_act(sides, one, other) and _turned(sides, one, other):
            return sides[0].token(one).text, sides[0].token(other).text
    return None


def _side(facts: Facts) -> _Side:
    tokens = facts.tokens[:_MAX_TOKENS]
    counted = Counter(token.stem for token in tokens)
    places = {token.stem: n for n, token in enumerate(tokens) if counted[token.stem] == 1}
    return _Side(tokens, places)


def _may_act(sides: tuple[_Side, _Side], one: str, other: str) -> bool:
    """Tell whether two words can be the one who does and the one it is done to.

    "A Falcon 9 launch costs", "it costs to launch a Falcon 9": a verb beside a name is no actor, so
    a name and a word count only where both are nouns, or where nothing else differs at all.
    """
    pair = (sides[0].token(one), sides[0].token(other))
    if any(not t.name and (t.folded in MONTHS or t.folded.isdigit()) for t in pair):
        return False
    if (pair[0].name is None) == (pair[1].name is None):
        return True
    turn = {one: other, other: one}
    exchanged = [turn.get(t.stem, t.stem) for t in sides[0].tokens]
    if exchanged == [t.stem for t in sides[1].tokens]:
        return True
    return all(_is_noun(side, word) for side in sides for word in (one, other))


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
    named = all(sides[0].token(word).name for word in (one, other))
    return bool(pivots[0] & pivots[1]) or (named and all(pivots))


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

"""Who does what to whom: the same words with two of them changed over ("X sues Y", "Y sues X").

No vector sees this. Two words have changed places when both questions have them on the two sides of
one shared word, the other way round, and neither is in the passive; or the same way round, and one is.
"""

from collections.abc import Iterator
from itertools import combinations

from .dates import MONTHS
from .facts import Facts, Token

# Between these the order says nothing: "the treaty between X and Y".
_SYMMETRIC = frozenset("and or vs v versus nor plus & with".split())
_EVEN_HANDED = frozenset("between differ differenc compar versu vs both similar".split())
_LINKS = _SYMMETRIC | frozenset(
    "a an the s is are was were be been do does did has have had".split()
)
_MAX_TOKENS = 40
_NEEDED = 0.6  # share of the content words of the shorter question that both must have
_RELATIVE = frozenset("when while if because although since who which that".split())


def swapped(left: Facts, right: Facts) -> tuple[str, str] | None:
    """Return the two words whose roles differ, as the left question writes them, or None."""
    first, second = _known(left), _known(right)
    shared = [word for word in first if word in second]
    content = [word for word in shared if first[word][1].is_content]
    smallest = min(_content_words(first), _content_words(second))
    if len(content) < 2 or len(content) < _NEEDED * smallest:
        return None
    if _is_even_handed(first) or _is_even_handed(second):
        return None
    for one, other in combinations(content, 2):
        actors = (first[one][1], first[other][1])
        if not all(map(_may_act, actors)):
            continue
        # "A Falcon 9 launch costs", "it costs to launch a Falcon 9": a name and a word change places
        # harmlessly, unless nothing else changes.
        alike = (actors[0].name is None) == (actors[1].name is None)
        if not alike and not _exchanged(left, right, one, other):
            continue
        turned = _orientation(left, first, one, other) != _orientation(right, second, one, other)
        if turned and _pivots(left, first, one, other) & _pivots(right, second, one, other):
            return actors[0].text, actors[1].text
    return None


def _exchanged(left: Facts, right: Facts, one: str, other: str) -> bool:
    """Tell whether two questions are word for word the same but for two words changed over."""
    turn = {one: other, other: one}
    return [turn.get(t.stem, t.stem) for t in left.tokens] == [t.stem for t in right.tokens]


def _known(facts: Facts) -> dict[str, tuple[int, Token]]:
    """Return each word that occurs once, with its place among the words."""
    found: dict[str, tuple[int, Token]] = {}
    doubled = set()
    for place, token in enumerate(facts.tokens[:_MAX_TOKENS]):
        if token.stem in found:
            doubled.add(token.stem)
        found[token.stem] = (place, token)
    return {word: at for word, at in found.items() if word not in doubled}


def _content_words(known: dict[str, tuple[int, Token]]) -> int:
    return sum(token.is_content for _, token in known.values())


def _is_even_handed(known: dict[str, tuple[int, Token]]) -> bool:
    return not _EVEN_HANDED.isdisjoint(known)


def _may_act(token: Token) -> bool:
    return token.name is not None or (token.folded not in MONTHS and not token.folded.isdigit())


def _orientation(facts: Facts, known: dict[str, tuple[int, Token]], one: str, other: str) -> int:
    """Return 1 where `one` acts on `other`, -1 the other way round, by order and by voice."""
    early, late = sorted((known[one][0], known[other][0]))
    order = 1 if known[one][0] < known[other][0] else -1
    before = [token.folded for token in facts.tokens[max(early + 1, late - 3) : late]]
    return -order if "by" in before else order


def _pivots(
    facts: Facts, known: dict[str, tuple[int, Token]], one: str, other: str
) -> frozenset[str]:
    """Return the words between two words that can part their roles; none where they are joined."""
    early, late = sorted((known[one][0], known[other][0]))
    between = facts.tokens[early + 1 : late]
    return frozenset(_parting(between))


def _parting(between: tuple[Token, ...]) -> Iterator[str]:
    if {token.folded for token in between} & _RELATIVE:
        return
    if all(token.folded in _SYMMETRIC for token in between):
        return
    yield from (token.stem for token in between if token.folded not in _LINKS)

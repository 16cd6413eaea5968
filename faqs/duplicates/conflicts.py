"""Where two questions say different things, each difference with words for a moderator.

Likely the same is what is proved to be: every telling word of one question has a mate in the other, or only
one of them has words without. What differs weighs in one of three ways:

APART    never suggested as the same, however alike they sound: numbers, dates, units and names of which each
         question has one that the other lacks, a denial, another event status, another obligation
DEMOTES  possible at most: words without a mate on both sides, another order of words, quantity, prepositions,
         last and next, before and after, a fact that one question alone states, a round-up of what is new
BADGE    shown, and changes nothing: the owner of a thing that both name, another kind of question
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from faqs.duplicates.alignment import Alignment, aligned
from faqs.duplicates.facts import Facts, facts_of_both
from faqs.duplicates.names import Lexicon, Name
from newsdesk.text.dates import Date
from newsdesk.text.languages import ALONE, ALWAYS, Contrast
from newsdesk.text.numbers import Quantity
from newsdesk.text.opposites import are_opposite

NUMBER, DATE, UNIT, NAME = "number", "date", "unit", "name"
NEGATION, OPPOSITE, TIME = "negation", "opposite", "before or after"
UNMATCHED, ORDER, ASKED = "words without a mate", "order of words", "kind of question"
YES_NO, WHAT_IT_IS, WHICH, WHY = "yes or no", "what it is", "which", "why"  # kinds of question
APART, DEMOTES, BADGE = "apart", "demotes", "badge"

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which two questions differ: what each says, a phrase for the moderator, what it weighs."""

    kind: str
    left: Texts
    right: Texts
    words: str
    weight: str = DEMOTES

    @property
    def two_sided(self) -> bool:
        return bool(self.left and self.right)

    @property
    def harmless(self) -> bool:
        return self.weight == BADGE


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What two answers disagree on: `kind`, a phrase for the moderator, and both sentences."""

    kind: str
    words: str
    left: str
    right: str


def conflicts(left: str, right: str, lexicon: Lexicon) -> tuple[Difference, ...]:
    """Return the differences of two questions, in a fixed order."""
    return differences(*facts_of_both(left, right, lexicon))


def differences(left: Facts, right: Facts) -> tuple[Difference, ...]:
    """Return the differences between what two questions state."""
    words = aligned(left, right)
    stated = (
        *_numbers(left, right),
        *_dates(left, right),
        *_names(left, right),
        *_negations(left, right),
        *_contrasts(left, right),
        *_opposites(words),
    )
    return (*stated, *_unproved(words, stated), *_asked(left, right, words))


def is_whole(left: Facts, right: Facts) -> bool:
    """Tell whether each telling word of either question has a mate in the other."""
    words = aligned(left, right)
    return not words.left and not words.right


def _stated(kind: str, left: Texts, right: Texts, weight: str = "") -> Difference:
    """Word a difference of things stated: "number: 20 on the left, 28 on the right".

    Unless told otherwise, what each side has is APART, what one has DEMOTES.
    """
    sides = [f"{_listed(left)} on the left"] if left else []
    sides += [f"{_listed(right)} on the right"] if right else []
    if len(sides) == 1:
        sides[0] = sides[0].replace(" on the", " only on the")
    words = f"{kind}: {', '.join(sides)}"
    return Difference(kind, left, right, words, weight or (APART if left and right else DEMOTES))


def _listed(texts: Texts) -> str:
    return " and ".join(f"“{text}”" for text in texts)


def _alone(
    mine: tuple[Quantity, ...] | tuple[Date, ...], theirs: tuple[Quantity, ...] | tuple[Date, ...]
) -> list[Quantity | Date]:
    return [one for one in mine if not any(one.same(other) for other in theirs)]  # type: ignore[arg-type]


def _numbers(left: Facts, right: Facts) -> list[Difference]:
    only_left = _alone(left.quantities, right.quantities)
    only_right = _alone(right.quantities, left.quantities)
    if not only_left and not only_right:
        return []
    kind = UNIT if _units_only(only_left, only_right) else NUMBER
    return [_stated(kind, tuple(q.text for q in only_left), tuple(q.text for q in only_right))]


def _units_only(left: list[Quantity | Date], right: list[Quantity | Date]) -> bool:
    """Tell whether the figures agree and the units alone differ: 20 miles, 20 km."""
    figures = [[_figure(quantity.text) for quantity in side] for side in (left, right)]
    return sorted(figures[0]) == sorted(figures[1])


def _figure(text: str) -> str:
    return "".join(char for char in text if char.isdigit() or char == ".") or text.split()[0]


def _dates(left: Facts, right: Facts) -> list[Difference]:
    only_left, only_right = _alone(left.dates, right.dates), _alone(right.dates, left.dates)
    if not only_left and not only_right:
        return []
    return [_stated(DATE, tuple(d.text for d in only_left), tuple(d.text for d in only_right))]


def _names(left: Facts, right: Facts) -> list[Difference]:
    only_left = [n for n in left.names if not right.says_name(n)]
    only_right = [n for n in right.names if not left.says_name(n)]
    if not only_left and not only_right:
        return []
    texts = _texts(only_left), _texts(only_right)
    if only_left and only_right:
        return [_stated(NAME, *texts)]
    shared = [n for n in left.names if any(n.same(m) for m in right.names)]
    shared += [n for n in right.names if any(n.same(m) for m in left.names)]
    owners = all(_is_owner(left if only_left else right, n, shared) for n in only_left + only_right)
    return [_stated(NAME, *texts, BADGE if owners else DEMOTES)]


def _texts(names: list[Name]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.text for name in names))


def _is_owner(facts: Facts, name: Name, shared: list[Name]) -> bool:
    """Tell whether a name only says whose a shared name is: "Blue Origin's New Glenn"."""
    gaps = {" ", "'s ", "’s ", "' ", "’ ", "'", "’"}
    after = {facts.text[name.end : other.start] for other in shared if other in facts.names}
    before = {facts.text[other.end : name.start] for other in shared if other in facts.names}
    return bool(after & gaps) or " by " in before


def _negations(left: Facts, right: Facts) -> list[Difference]:
    mine, theirs = left.reading.denials, right.reading.denials
    return [_stated(NEGATION, mine, theirs, APART)] if len(mine) % 2 != len(theirs) % 2 else []


def _contrasts(left: Facts, right: Facts) -> Iterator[Difference]:
    """Yield one difference for each kind of closed class of which the two have different ones."""
    done: set[str] = set()
    for n in sorted({n for n, _ in (*left.reading.marks, *right.reading.marks)}):
        contrast = left.language.contrasts[n]
        if contrast.kind not in done:
            found = _contrast(left, right, n, contrast)
            done.update(difference.kind for difference in found)
            yield from found


def _contrast(left: Facts, right: Facts, n: int, contrast: Contrast) -> list[Difference]:
    starts = {left.reading.first, right.reading.first}
    if starts <= contrast.unless:
        return []
    for row in range(contrast.rows):
        # "From the isle of Man", "to the isle of Man": what both say tells nothing.
        mine = left.reading.classes(n, row, right.reading)
        theirs = right.reading.classes(n, row, left.reading) if mine else {}
        if theirs and mine.keys().isdisjoint(theirs):
            weight = APART if contrast.apart and not starts <= contrast.soft else DEMOTES
            return [_stated(contrast.kind, tuple(mine.values()), tuple(theirs.values()), weight)]
    mine, theirs = (facts.reading.classes(n, ALWAYS) for facts in (left, right))
    if mine or theirs:
        return [_stated(contrast.kind, tuple(mine.values()), tuple(theirs.values()), DEMOTES)]
    mine, theirs = (facts.reading.classes(n, ALONE) for facts in (left, right))
    if bool(mine) != bool(theirs) and not starts <= contrast.soft:
        weight = APART if contrast.apart and not contrast.rows else DEMOTES
        return [_stated(contrast.kind, tuple(mine.values()), tuple(theirs.values()), weight)]
    return []


def _opposites(words: Alignment) -> list[Difference]:
    pairs = product(words.left, words.right)
    found = [pair for pair in pairs if are_opposite(*map(str.casefold, pair))]
    return [_stated(OPPOSITE, (one,), (other,), DEMOTES) for one, other in found]


def _unproved(words: Alignment, stated: tuple[Difference, ...]) -> Iterator[Difference]:
    """Say why two questions are not proved to be one, where what they state does not say it already."""
    told = {text for each in stated for text in (*each.left, *each.right)}
    if not words.proves and not told.issuperset((*words.left, *words.right)):
        yield _stated(UNMATCHED, words.left, words.right, DEMOTES)
    if not words.in_order:
        yield Difference(ORDER, (), (), f"{ORDER}: the same words, in another order")


def _asked(left: Facts, right: Facts, words: Alignment) -> list[Difference]:
    """Name another kind of question: a badge, unless what a thing is meets why, or whether it does more."""
    mine, theirs = left.reading.asks, right.reading.asks
    if not mine or not theirs or mine == theirs:
        return []
    says_more = {mine: words.left, theirs: words.right}.get(YES_NO, ())
    demotes = {mine, theirs} == {WHAT_IT_IS, WHY} or (
        says_more and {mine, theirs} & {WHAT_IT_IS, WHICH}
    )
    return [_stated(ASKED, (mine,), (theirs,), DEMOTES if demotes else BADGE)]

"""Where two questions say different things, each difference with words for a moderator.

What counts (the policy): a number, date, unit, name, denial, opposite, compared pair, order in time or
role that differs means that two questions are never suggested as the same, however alike they sound.
A difference is two-sided when each question has something that the other lacks ("Mars", "Moon").
One that only one question has ("in 2025") narrows the question: it may be the same, but is not likely.
Nor are two likely that ask for another kind of answer ("What is ...?", "Does ...?").
A further name is harmless only beside a name both have, as its owner: "Blue Origin's New Glenn".
"""

from dataclasses import dataclass
from difflib import SequenceMatcher

from faqs.duplicates.aliases import Name
from faqs.duplicates.answer_kind import named
from faqs.duplicates.facts import Facts, facts_of_both
from faqs.duplicates.names import TITLE, Lexicon
from faqs.duplicates.roles import swapped
from newsdesk.text.dates import Date
from newsdesk.text.denials import opposites
from newsdesk.text.numbers import Quantity

NUMBER, DATE, UNIT, NAME = "number", "date", "unit", "name"
NEGATION, OPPOSITE, COMPARISON, TIME = "negation", "opposite", "compared pair", "before or after"
ROLES, SCOPE, ASKED = "roles", "scope", "kind of question"


Texts = tuple[str, ...]
_IN_STEP = 0.6  # share of the words of two questions in a row that makes them one with a gap


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which two questions differ: what each says, and a phrase that a moderator reads.

    `harmless` differences are shown and change nothing.
    """

    kind: str
    left: Texts
    right: Texts
    words: str
    two_sided: bool = False
    harmless: bool = False


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
    found = [
        *_numbers(left, right),
        *_dates(left, right),
        *_names(left, right),
        *_negations(left, right),
        *_comparisons(left, right),
        *_times(left, right),
        *_roles(left, right),
        *_scope(left, right),
        *_asked(left, right),
    ]
    return tuple(found)


def _stated(kind: str, left: Texts, right: Texts, *, harmless: bool = False) -> Difference:
    """Word a difference of things stated: "number: 20 on the left, 28 on the right"."""
    sides = [f"{_listed(left)} on the left"] if left else []
    sides += [f"{_listed(right)} on the right"] if right else []
    if len(sides) == 1:
        sides[0] = sides[0].replace(" on the", " only on the")
    words = f"{kind}: {', '.join(sides)}"
    return Difference(kind, left, right, words, bool(left and right), harmless)


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
    shared = [n for n in left.names if any(n.same(m) for m in right.names)]
    shared += [n for n in right.names if any(n.same(m) for m in left.names)]
    only_left = [n for n in left.names if _lacks(right, n)]
    only_right = [n for n in right.names if _lacks(left, n)]
    owners_left = [n for n in only_left if _is_owner(left, n, shared)]
    owners_right = [n for n in only_right if _is_owner(right, n, shared)]
    if not (only_left and only_right):
        extra = [n for n in only_left + only_right if n not in owners_left + owners_right]
        hidden = _hidden(left, right, extra) if extra else ()
        if hidden:
            sides = (_texts(only_left) or hidden, _texts(only_right) or hidden)
            return [_stated(NAME, *sides)]
        if not extra:
            owned = (_texts(owners_left), _texts(owners_right))
            return [_stated(NAME, *owned, harmless=True)] if any(owned) else []
    return [_stated(NAME, _texts(only_left), _texts(only_right))] if only_left or only_right else []


def _texts(names: list[Name]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.text for name in names))


def _lacks(facts: Facts, name: Name) -> bool:
    if any(name.same(other) for other in facts.names):
        return False
    if facts.says(name.words):
        return False
    initials = "".join(token.folded[0] for token in facts.tokens)
    short = name.words[0]
    return not (
        len(name.words) == 1 and len(short) > 1 and name.text.isupper() and short in initials
    )


def _is_owner(facts: Facts, name: Name, shared: list[Name]) -> bool:
    """Tell whether a name only says whose a shared name is: "Blue Origin's New Glenn"."""
    gaps = {" ", "'s ", "’s ", "' ", "’ ", "'", "’"}
    after = {facts.text[name.end : other.start] for other in shared if other in facts.names}
    before = {facts.text[other.end : name.start] for other in shared if other in facts.names}
    return bool(after & gaps) or " by " in before


def _hidden(left: Facts, right: Facts, extra: list[Name]) -> tuple[str, ...]:
    """Return what stands in a Title Case question in the place of the other one's name, if anything."""
    named, titled = (left, right) if extra[0] in left.names else (right, left)
    if titled.style != TITLE:
        return ()
    mine = [token.stem for token in named.tokens]
    theirs = [token.stem for token in titled.tokens]
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    if matcher.ratio() < _IN_STEP:
        return ()
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        replaced = {named.tokens[n].name for n in range(start, end)}
        stand_in = [t for t in titled.tokens[other_start:other_end] if t.is_content]
        fits = 0 < len(stand_in) <= 3 and all(t.text[:1].isupper() for t in stand_in)
        if tag == "replace" and fits and not replaced.isdisjoint(extra):
            return (" ".join(token.text for token in stand_in),)
    return ()


def _negations(left: Facts, right: Facts) -> list[Difference]:
    found: list[Difference] = []
    if len(left.denials) % 2 != len(right.denials) % 2:
        found.append(_stated(NEGATION, left.denials, right.denials))
    words = [{t.folded for t in facts.tokens if t.name is None} for facts in (left, right)]
    for one, other in opposites(*words):
        found.append(_stated(OPPOSITE, (one,), (other,)))
    return found


def _comparisons(left: Facts, right: Facts) -> list[Difference]:
    if left.compares == right.compares:
        return []
    side = "left" if left.compares else "right"
    words = f"{COMPARISON}: only the {side} one compares"
    return [Difference(COMPARISON, (), (), words)]


def _times(left: Facts, right: Facts) -> list[Difference]:
    if not left.time or not right.time or left.time & right.time:
        return []
    return [_stated(TIME, tuple(sorted(left.time)), tuple(sorted(right.time)))]


def _roles(left: Facts, right: Facts) -> list[Difference]:
    pair = swapped(left, right)
    if pair is None:
        return []
    words = f"{ROLES}: “{pair[0]}” and “{pair[1]}” have changed places"
    return [Difference(ROLES, pair, pair[::-1], words, two_sided=True)]


def _scope(left: Facts, right: Facts) -> list[Difference]:
    if not (left.round_up or right.round_up):
        return []
    if left.round_up and right.round_up:
        words = f"{SCOPE}: both ask for what is new, which depends on the day"
        return [Difference(SCOPE, (), (), words)]
    side = "left" if left.round_up else "right"
    return [Difference(SCOPE, (), (), f"{SCOPE}: the {side} one is a round-up of what is new")]


def _asked(left: Facts, right: Facts) -> list[Difference]:
    """Name the kinds of answer asked for, where no kind would serve both questions."""
    if not left.asks or not right.asks or left.asks & right.asks:
        return []
    words = f"{ASKED}: “{named(left.asks)}” on the left, “{named(right.asks)}” on the right"
    return [Difference(ASKED, (), (), words)]

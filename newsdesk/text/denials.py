"""Words that deny, and words that are each other's opposite."""

import re
from functools import lru_cache
from itertools import combinations

_DENIALS = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|without|cannot|fail(?:s|ed|ing)? to"
    r"|refus(?:e|es|ed|ing) to|lacks?|lacking|\w+n['’]t|(?:dont|doesnt|didnt|isnt|arent|wasnt"
    r"|werent|wont|cant|couldnt|shouldnt|wouldnt|hasnt|havent))\b"
)
# Words that look like a denial and deny nothing.
_NO_DENIAL = re.compile(
    r"\bnot only\b|\bor not\b|\bno\. ?\d|\byes or no\b|\bno one knows\b|\bno matter\b"
    r"|\bwhy not\b|\bnothing but\b|\bno doubt\b"
)
# Both of a pair in two questions otherwise alike: the questions are opposites.
_OPPOSITES = (
    "above below, accept refuse, accept reject, advantage disadvantage, allow ban, allow "
    "prohibit, approve reject, arrive depart, attack defend, begin end, benefit drawback, benefit "
    "risk, best worst, better worse, big small, biggest smallest, boys girls, brother sister, buy "
    "sell, cheap expensive, cheaper dearer, clean dirty, dead alive, early late, east west, "
    "eastern western, enter leave, export import, fast slow, faster slower, first last, friend "
    "enemy, full empty, gain lose, gain loss, guilty innocent, happy sad, high low, higher lower, "
    "highest lowest, his her, hot cold, hotter colder, husband wife, increase decrease, inside "
    "outside, join leave, king queen, largest smallest, launch land, left right, legal banned, "
    "legal illegal, lend borrow, longest shortest, love hate, male female, man woman, maximum "
    "minimum, men women, more fewer, more less, most least, mother father, nearest farthest, "
    "north south, northern southern, old new, old young, oldest newest, oldest youngest, open "
    "close, pro con, public private, push pull, raise cut, raise lower, remember forget, rich "
    "poor, rise fall, safe dangerous, son daughter, start end, start stop, strong weak, succeed "
    "fail, success failure, support against, support oppose, true false, up down, war peace, wet "
    "dry, win lose, won lost, rose fell, risen fallen, began ended, bought sold, lent borrowed, "
    "admit deny, admitted denied, confirm deny, confirmed denied, growth decline, grew shrank"
)
# Any two of a row are as good as opposites: the question is asked of another time.
_ROWS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "spring summer autumn winter",
    "morning afternoon evening night",
)
_PAIRS = [(one, other) for one, other in map(str.split, _OPPOSITES.split(", "))]
_PAIRS += [pair for row in _ROWS for pair in combinations(row.split(), 2)]
_OPPOSITE: dict[str, set[str]] = {}
for _one, _other in _PAIRS:
    _OPPOSITE.setdefault(_one, set()).add(_other)
    _OPPOSITE.setdefault(_other, set()).add(_one)
_DENYING_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "de", "mis")


def denials(text: str) -> tuple[str, ...]:
    """Return the words that deny, in order. An even number of them cancels out."""
    return tuple(m[0] for m in _DENIALS.finditer(_NO_DENIAL.sub(" ", text.casefold())))


def opposites(left: set[str], right: set[str]) -> tuple[tuple[str, str], ...]:
    """Return the opposite words of two texts; a word that both use is no opposition."""
    only_left, only_right = left - right, right - left
    found = set()
    for word in only_left:
        for other in only_right:
            opposed = _related(word, _OPPOSITE) & _forms(other)
            if opposed or _denied(word, other) or _denied(other, word):
                found.add((word, other))
    return tuple(sorted(found))


@lru_cache(maxsize=50_000)
def _forms(word: str) -> frozenset[str]:
    """Return the word with its plainest inflections taken off."""
    forms = {word}
    for ending in ("s", "es", "d", "ed", "ing"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word.removesuffix(ending)
            forms |= {stem, stem + "e"}
            if ending in {"ed", "ing"} and stem[-1] == stem[-2]:
                forms.add(stem[:-1])
    return frozenset(forms)


def _related(word: str, table: dict[str, set[str]]) -> set[str]:
    return {other for form in _forms(word) for other in table.get(form, ())}


def _denied(word: str, other: str) -> bool:
    """Tell whether `other` is `word` with a denying prefix: "safe" and "unsafe"."""
    return len(word) > 3 and any(other == prefix + word for prefix in _DENYING_PREFIXES)

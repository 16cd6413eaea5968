"""How a question turns what it says: negation, opposites, comparisons, before and after, round-ups."""

import re

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
    "increase decrease",
    "rise fall",
    "raise lower",
    "raise cut",
    "start end",
    "start stop",
    "begin end",
    "win lose",
    "won lost",
    "allow ban",
    "allow prohibit",
    "legal banned",
    "open close",
    "gain loss",
    "gain lose",
    "more less",
    "more fewer",
    "higher lower",
    "most least",
    "best worst",
    "better worse",
    "success failure",
    "succeed fail",
    "approve reject",
    "support oppose",
    "support against",
    "accept refuse",
    "accept reject",
    "buy sell",
    "enter leave",
    "join leave",
    "export import",
    "north south",
    "east west",
    "left right",
    "with without",
    "arrive depart",
    "above below",
    "inside outside",
    "safe dangerous",
    "safe unsafe",
    "legal illegal",
    "possible impossible",
    "hot cold",
    "hotter colder",
    "maximum minimum",
    "advantage disadvantage",
    "benefit risk",
    "benefit drawback",
    "pro con",
    "fast slow",
    "faster slower",
    "cheap expensive",
    "cheaper dearer",
    "largest smallest",
    "biggest smallest",
    "highest lowest",
    "longest shortest",
    "oldest newest",
    "oldest youngest",
    "nearest farthest",
    "launch land",
    "lend borrow",
    "up down",
    "northern southern",
    "eastern western",
    "male female",
    "men women",
    "boys girls",
)
_OPPOSITE: dict[str, set[str]] = {}
for _pair in _OPPOSITES:
    _one, _other = _pair.split()
    _OPPOSITE.setdefault(_one, set()).add(_other)
    _OPPOSITE.setdefault(_other, set()).add(_one)
_DENYING_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "de", "mis")

_COMPARES = re.compile(
    r"\bvs?\b\.?|\bversus\b|\bcompar(?:e|es|ed|ing|ison|isons)\b|\bdifferen(?:ce|ces|t)\b"
    r"|\bdiffers?\b|\bstacks? up\b|\bmeasures? up\b|\brather than\b|\bas opposed to\b|\bthan\b"
)
_BEFORE = re.compile(r"\b(?:before|until|prior to|ahead of|in the run-up to|pre)\b")
_AFTER = re.compile(
    r"\b(?:after|since|following|in the wake of|in the aftermath of|once|afterwards|post)\b"
)
_DURING = re.compile(r"\b(?:during|while|amid)\b")

# Questions whose answer is whatever is new on the day: the same words ask something else next month.
_ROUND_UP = re.compile(
    r"\b(?:latest|recent|newest|current)\b.{0,30}\b(?:news|developments?|advances?|breakthroughs?"
    r"|updates?|trends?|events?|stories|headlines|changes|research|discoveries|launches|findings"
    r"|innovations?|progress|situation|state)\b"
    r"|\bwhat(?:['’]s| is| are| was) (?:\w+ )?(?:happening|going on|new)\b"
    r"|\b(?:key|main|biggest|top) (?:takeaways|stories|developments|headlines|updates|events)\b"
    r"|\bwhat (?:happened|has happened|has changed)\b.{0,40}\b(?:this|last) (?:week|month|year)\b"
    r"|\bwhat do we know so far\b|\bround[- ]?up\b"
)


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


def _forms(word: str) -> set[str]:
    """Return the word with its plainest inflections taken off."""
    forms = {word}
    for ending in ("s", "es", "d", "ed", "ing"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word.removesuffix(ending)
            forms |= {stem, stem + "e"}
            if ending in {"ed", "ing"} and stem[-1] == stem[-2]:
                forms.add(stem[:-1])
    return forms


def _related(word: str, table: dict[str, set[str]]) -> set[str]:
    return {other for form in _forms(word) for other in table.get(form, ())}


def _denied(word: str, other: str) -> bool:
    """Tell whether `other` is `word` with a denying prefix: "safe" and "unsafe"."""
    return len(word) > 3 and any(other == prefix + word for prefix in _DENYING_PREFIXES)


def compares(text: str) -> bool:
    """Tell whether a question compares two things: "X vs Y", "compared with", "than"."""
    return bool(_COMPARES.search(text.casefold()))


def order_in_time(text: str) -> frozenset[str]:
    """Return which of before, after and during the question speaks of."""
    folded = text.casefold()
    rules = (("before", _BEFORE), ("after", _AFTER), ("during", _DURING))
    return frozenset(name for name, rule in rules if rule.search(folded))


def is_round_up(text: str) -> bool:
    """Tell whether a question asks for what is new: "What are the latest advances in ...?"."""
    return bool(_ROUND_UP.search(text.casefold()))

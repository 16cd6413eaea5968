"""How a question turns what it says: comparisons, before and after, round-ups."""

import re

_COMPARES = re.compile(
    r"\bvs?\b\.?|\bversus\b|\bcompar(?:e|es|ed|ing|ison|isons)\b|\bdifferen(?:ce|ces|t)\b"
    r"|\bor\b.{0,40}\bwhich\b|\bwhich\b.{0,40}\bor\b"
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

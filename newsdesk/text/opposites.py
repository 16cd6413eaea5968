"""Words that are each other's opposite, as WordNet and the list in `data/en.toml` have them."""

import tomllib
from functools import cache
from importlib.resources import files

from newsdesk.text.languages import language
from newsdesk.text.wordnet import lemmas, opposed

_DENYING_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "de", "mis")


def opposites(left: set[str], right: set[str]) -> tuple[tuple[str, str], ...]:
    """Return the opposite words of two texts; a word that both use is no opposition."""
    only_left, only_right = left - right, right - left
    return tuple(sorted((a, b) for a in only_left for b in only_right if are_opposite(a, b)))


def are_opposite(one: str, other: str) -> bool:
    """Tell whether two English words are opposites: "rose" and "fell", "safe" and "unsafe"."""
    forms = ({one, *lemmas(one)}, {other, *lemmas(other)})
    if not forms[0].isdisjoint(forms[1]):
        return False
    if not opposed(one).isdisjoint(forms[1]) or not opposed(other).isdisjoint(forms[0]):
        return True
    if any((a, b) in _listed() for a in forms[0] for b in forms[1]):
        return True
    if language("en").parts(one, other, "date"):
        return True  # "Monday", "Friday": the question is asked of another time.
    return _denied(one, other) or _denied(other, one)


@cache
def _listed() -> frozenset[tuple[str, str]]:
    data = tomllib.loads((files("newsdesk.text") / "data" / "en.toml").read_text("utf-8"))
    pairs = [each.split() for each in data["opposites"].split(",")]
    return frozenset((a, b) for one, other in pairs for a, b in ((one, other), (other, one)))


def _denied(word: str, other: str) -> bool:
    """Tell whether `other` is `word` with a denying prefix: "safe" and "unsafe"."""
    return len(word) > 3 and any(other == prefix + word for prefix in _DENYING_PREFIXES)

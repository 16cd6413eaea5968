"""When two names mean one thing: "US" and "American", "Musk" and "Elon Musk", "ISS" and its long form."""

import re
from typing import NamedTuple

# Written small as often as not, and yet names; the adjective names the same body.
BODIES = {"moon": "moon", "lunar": "moon", "sun": "sun", "earth": "earth", "martian": "mars"}
_SAME_PLACE = {
    "u.s": "united states",
    "u s": "united states",
    "us": "united states",
    "usa": "united states",
    "america": "united states",
    "american": "united states",
    "uk": "united kingdom",
    "u.k": "united kingdom",
    "u k": "united kingdom",
    "britain": "united kingdom",
    "great britain": "united kingdom",
    "british": "united kingdom",
    "french": "france",
    "dutch": "netherlands",
    "swiss": "switzerland",
    "greek": "greece",
    "danish": "denmark",
    "welsh": "wales",
    "norwegian": "norway",
    "spanish": "spain",
    "irish": "ireland",
    "portuguese": "portugal",
    "filipino": "philippines",
    "cypriot": "cyprus",
    "european union": "eu",
    "united nations": "un",
    "world war one": "world war i",
    "world war two": "world war ii",
}
# What is left of a country and of its adjective behind their common start: Russia/Russian, China/Chinese.
_ADJECTIVES = frozenset(
    tuple(sorted(pair))
    for pair in (
        ("", "n"),
        ("", "ian"),
        ("", "an"),
        ("", "i"),
        ("", "ese"),
        ("", "y"),
        ("", "s"),
        ("a", "ese"),
        ("a", "ian"),
        ("e", "ian"),
        ("o", "an"),
        ("ain", "ish"),
        ("ey", "ish"),
        ("en", "ish"),
        ("and", "ish"),
        ("", "land"),
        ("", "vian"),
        ("a", "e"),
        ("land", "nish"),
        ("land", "tish"),
    )
)
ROMAN = re.compile(r"[IVX]{1,5}$")


class Name(NamedTuple):
    """A name in a text: its words folded, the keys of the known pages that go by it, and its place."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    text: str
    start: int
    end: int

    def same(self, other: "Name") -> bool:
        """Tell whether two names may mean one thing: "Musk" and "Elon Musk", "US" and "American"."""
        if self.keys and other.keys:
            return bool(set(self.keys) & set(other.keys))
        mine, theirs = plain(self.words), plain(other.words)
        if mine == theirs or _is_adjective(mine, theirs):
            return True
        return _shortened(self.words, other.words) or _shortened(other.words, self.words)


def plain(name: tuple[str, ...]) -> str:
    """Return one spelling for names that mean one place or body."""
    joined = " ".join(name)
    return BODIES.get(joined) or _SAME_PLACE.get(joined, joined)


def _is_adjective(left: str, right: str) -> bool:
    if " " in left or " " in right:
        return False
    shared = 0
    while shared < min(len(left), len(right)) and left[shared] == right[shared]:
        shared += 1
    return shared >= 3 and tuple(sorted((left[shared:], right[shared:]))) in _ADJECTIVES


def _shortened(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether one name is part of the other ("Musk") or its initials ("ISS").

    What is left over must be no number: "Falcon" may be "Falcon 9", but is not said to be.
    """
    if len(short) >= len(long):
        return False
    if len(short) == 1 and short[0] == "".join(word[0] for word in long):
        return True
    rest = list(long)
    for word in short:
        if word not in rest:
            return False
        rest.remove(word)
    return not any(word[0].isdigit() or ROMAN.match(word.upper()) for word in rest)

"""Names of persons: what looks like one, without title, and a surname back to its full name."""

from newsdesk.text.mentions import words
from newsdesk.text.names_and_words import fold
from stories.importing.name_words import (
    begins_like_person,
    given_names,
    is_made_of_words,
    is_ordinary_word,
    is_other,
    looks_like_institution,
    looks_like_outlet,
)
from stories.importing.verbs import ROLES

_TITLES = frozenset(
    """admiral ambassador archbishop baroness bishop brigadier captain ceo chair chairman chairwoman
    chancellor chief co-founder colonel commander commissioner congressman congresswoman councillor
    dame deputy director doctor dr editor executive fire first foreign general governor inspector
    interior judge justice king lady lieutenant lord major mayor minister miss mr mrs ms mx officer
    pope premier president prime prince princess prof professor queen reverend secretary senator
    sergeant sheikh sir spokesman spokeswoman vice
    adm capt cmdr col gen gov hon insp lt maj rep rev sen sgt supt""".split()
)
LONGEST_NAME = 80  # characters

PARTICLES = frozenset(
    "van von der den de del della di da du dos el al bin ibn la le ten ter".split()
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def without_title(name: str) -> str:
    """Return a name without what stands before it: "Prime Minister Jane Doe" is "Jane Doe"."""
    parts = words(name)
    first = 0
    while first < len(parts) - 1 and parts[first].folded in _TITLES | ROLES:
        first += 1
    if first == 0 and len(parts) > 2 and is_ordinary_word(parts[0].folded):
        return without_trade(name)
    return name[parts[first].start :] if parts else name


def without_trade(name: str) -> str:
    """Return a name without a trade before it: "Historian Jill Mercer", "Ökonom Karl Behrens"."""
    parts = words(name)
    if len(parts) < 3 or parts[0].folded in given_names() or parts[1].folded not in given_names():
        return name
    return name[parts[1].start :]


def looks_like_person(name: str) -> bool:
    """Tell whether a name has the shape of a person's: two to four words in mixed case, no digits."""
    parts = [word for word in words(name) if word.folded not in PARTICLES]
    if not 2 <= len(parts) <= 5 or len(name) > LONGEST_NAME:
        return False
    if any(not word.text.isalpha() for word in parts):
        return False
    return all(len(word.text) == 1 or not word.text.isupper() for word in parts)


def is_persons(name: str) -> bool:
    """Tell whether a name has the shape of a person's and is nothing else's."""
    if begins_like_person(name):
        return True
    return looks_like_person(name) and not (
        looks_like_institution(name)
        or looks_like_outlet(name)
        or is_other(name)
        or is_made_of_words(name)
    )


def surname(name: str) -> str:
    """Return the folded last word of a name, leaving "Jr." aside."""
    parts = [word.folded for word in words(name) if word.folded not in _SUFFIXES]
    return parts[-1] if parts else ""


class People:
    """The persons met so far, found again by full name or by surname."""

    def __init__(self) -> None:
        self._full: dict[str, str] = {}

    def meet(self, name: str) -> None:
        self._full[fold(name)] = name
        self._full[surname(name)] = name

    def full_name(self, name: str) -> str | None:
        """Return the full name of somebody met before, or None."""
        return self._full.get(fold(name))

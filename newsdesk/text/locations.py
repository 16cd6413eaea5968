"""Where a place is: cities and regions by name, with their country: `data/cities.tsv`; countries themselves.

A line of the file is a country's code of ISO 3166-1, a region's names parted by ";" (none for cities whose
region says nothing more, "=" before further names of the country itself), and the names of its cities. A name
may be that of several places: Newcastle, Georgia.
"""

from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from newsdesk.text.countries import country
from newsdesk.text.mentions import Mention, Names, Word, words


class Location(NamedTuple):
    """A place in a country; `names` are the folded names of a city and its region, none for a country."""

    country: str
    names: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def locations(name: str) -> tuple[Location, ...]:
    """Return the places that a name may be of, or that an adjective derives from; () for none."""
    found = _places().get(_key(name), ())
    code = country(tuple(word.folded for word in words(name)))
    return (*found, Location(code)) if code else found


def locations_in(text: str) -> list[Location]:
    """Return the cities and regions that a text names, in order."""
    found = _names().find(text)
    return [place for each in found for place in _places()[each.keys[0]] if place.names]


def long_names_in(text: str, parts: list[Word]) -> list[Mention]:
    """Return the cities in a text whose name goes on after a small word: "Dar es Salaam"."""
    return _long_names().find(text, parts)


@cache
def _long_names() -> Names:
    names = (name for name in _spellings() if any(word[0].islower() for word in name.split()))
    return Names((name, _key(name)) for name in names)


@cache
def _names() -> Names:
    return Names((name, _key(name)) for name in _spellings())


@cache
def _spellings() -> list[str]:
    rows = [names for _, *names in _lines()]
    return [
        name for row in rows for each in row for name in each.split(";") if name not in ("", "=")
    ]


@cache
def _places() -> dict[str, tuple[Location, ...]]:
    found: dict[str, tuple[Location, ...]] = {}
    for code, region, cities in _lines():
        if region == "=":  # The country itself, by a name that `country` does not know.
            found |= {_key(name): (Location(code),) for name in cities.split(";")}
            continue
        about = [_key(name) for name in region.split(";") if name]
        # The first name of a region is enough to tell that a city is in it.
        for name in about:
            found[name] = (*found.get(name, ()), Location(code, frozenset(about[:1])))
        for city in filter(None, cities.split(";")):
            place = Location(code, frozenset({_key(city), *about[:1]}))
            found[_key(city)] = (*found.get(_key(city), ()), place)
    return found


def _key(name: str) -> str:
    return " ".join(word.folded for word in words(name))


@cache
def _lines() -> list[tuple[str, str, str]]:
    text = (files("newsdesk.text") / "data" / "cities.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return [(code, region, cities) for code, region, cities in rows]

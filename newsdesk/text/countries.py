"""Countries by their names, other spellings and adjectives in four languages: `data/countries.tsv`; what they
are called in a language: `data/country_names.tsv`.

These files are made by `data/made_by/countries.py`.
"""

from functools import cache
from importlib.resources import files

from newsdesk.text.mentions import Names, words
from newsdesk.text.spoken import spoken

# In the order of `data/country_names.tsv`.
_LANGUAGES = ("de", "fr", "es")


def country(name: tuple[str, ...]) -> str:
    """Return the code of what folded words name or derive from, of ISO 3166-1 for a country, or ""."""
    spelt = " ".join(name)
    found = _names().get(spelt)
    if found is None and len(name) == 1 and len(spelt) > 4:
        found = next((_stems()[each] for each in _stemmed(spelt) if each in _stems()), None)
    return found or ""


def country_name(code: str) -> str:
    """Return what a country is called by its code, in the language of the page where that has a name for it,
    else in English; the code itself where that is unknown.
    """
    language = spoken()[:2]
    if language in _LANGUAGES and code in _called():
        return _called()[code][_LANGUAGES.index(language)]
    return _english().get(code, code)


@cache
def long_names() -> Names:
    """Return the spellings of several words, to be found in a text: "Union européenne"."""
    lines = _lines()
    return Names((each, "") for _, *spellings in lines for each in spellings if " " in each)


def _lines(name: str = "countries.tsv") -> list[list[str]]:
    text = (files("newsdesk.text") / "data" / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]


@cache
def _called() -> dict[str, list[str]]:
    return {code: names for code, *names in _lines("country_names.tsv")}


@cache
def _english() -> dict[str, str]:
    return {code: name for code, name, *_ in _lines()}


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for code, *spellings in _lines():
        for spelling in spellings:
            names.setdefault(" ".join(word.folded for word in words(spelling)), code)
    return names


@cache
def _stems() -> dict[str, str]:
    """Return the names of one word, behind which German, French and Spanish put endings."""
    return {name: code for name, code in _names().items() if " " not in name and len(name) > 4}


def _stemmed(word: str) -> list[str]:
    """Return a word without its last letters, where these inflect an adjective."""
    endings = "s e es en er em as os a ne nes esa esas eses".split()
    short = [word.removesuffix(ending) for ending in endings if word.endswith(ending)]
    return [*short, *(each + "o" for each in short), *(each + "es" for each in short)]

"""Words that bylines and dates are made of, in the languages of many papers: the .tsv files beside this.

A language is its two letters, as in <html lang>. The words of one language are those of English, too: sites
of all languages print English ones.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from newsdesk.text.normalise import fold

ENGLISH = "en"
# Norwegian is written as three languages.
_SAME = {"no": "nb", "nn": "nb"}
# Where no page says its language, words of two letters would be taken for others.
_SHORTEST_OF_ALL = 3
_CLEAR = frozenset("par von por av di af et und og by".split())


def rows(name: str) -> Iterator[list[str]]:
    """Yield the cells of each row of a .tsv file of this folder, but for its head."""
    text = (files("newsdesk.intake.news") / name).read_text("utf-8")
    for line in text.splitlines()[1:]:
        yield line.split("\t")


def language_of(said: str) -> str:
    """Return the two letters of a language that a page says it is in, "" for one that is not known here."""
    code = said.strip().lower()[:2]
    code = _SAME.get(code, code)
    return code if code in _languages() else ""


@cache
def _languages() -> frozenset[str]:
    return frozenset(language for _, language, _ in rows("byline_words.tsv") if language)


@cache
def words(kind: str, language: str) -> frozenset[str]:
    """Return the folded words of a kind ("by", "and", "role" ...) of a language and of English.

    Where the language is "", those of all languages that are long enough to mean nothing else.
    """
    found = set()
    for of_kind, of_language, cell in rows("byline_words.tsv"):
        if of_kind != kind:
            continue
        each = {fold(word) for word in cell.split(";")}
        if of_language in ("", ENGLISH, language):
            found |= each
        elif not language:
            found |= {word for word in each if len(word) >= _SHORTEST_OF_ALL or word in _CLEAR}
    return frozenset(found)


@cache
def every(kind: str) -> frozenset[str]:
    """Return the folded words of a kind in all languages, for what no other language takes for something."""
    return frozenset(
        fold(word)
        for of_kind, _, cell in rows("byline_words.tsv")
        if of_kind == kind
        for word in cell.split(";")
    )


@cache
def months(language: str) -> dict[str, int]:
    """Return the number of each month by its folded names, those of the language before all others."""
    tables = {cells[0]: cells[1:] for cells in rows("months.tsv")}
    order = [language, ENGLISH, *tables]
    found: dict[str, int] = {}
    for each in order:
        for number, names in enumerate(tables.get(each, ()), start=1):
            for name in names.split(";"):
                found.setdefault(fold(name), number)
    return found


@cache
def month_spellings() -> frozenset[str]:
    """Return the names of all months in all languages, with their accents and without."""
    written = [
        name for cells in rows("months.tsv") for cell in cells[1:] for name in cell.split(";")
    ]
    return frozenset([*written, *map(fold, written)])

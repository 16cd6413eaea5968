"""What a question states: names, numbers, dates, and its other words; what its closed classes say."""

import re
from dataclasses import dataclass
from functools import lru_cache

from faqs.duplicates.names import Lexicon, Name, names_in, words
from newsdesk.text.countries import country
from newsdesk.text.dates import Date, dates
from newsdesk.text.languages import ClosedClassWords, Language, language, language_of
from newsdesk.text.numbers import Quantity, quantities

Words = tuple[tuple[str, ...], ...]
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text at `text[start:end]`; a name of several words is one token.

    `telling` words need a mate in the other question; numbers and dates are compared on their own.
    """

    text: str
    folded: str
    start: int
    end: int
    telling: bool
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states, each fact with its place."""

    text: str
    language: Language
    reading: ClosedClassWords
    names: tuple[Name, ...]
    dates: tuple[Date, ...]
    quantities: tuple[Quantity, ...]
    tokens: tuple[Token, ...]

    def says(self, folded: tuple[str, ...]) -> bool:
        """Tell whether these folded words stand in the text, in a row."""
        mine = [word for token in self.tokens for word in token.folded.split()]
        size = len(folded)
        return any(tuple(mine[n : n + size]) == folded for n in range(len(mine) - size + 1))

    def says_name(self, name: Name) -> bool:
        """Tell whether the text names the same thing, or says its words, country or initials."""
        # The name as it is written is there more often than not, and quickly found.
        spelt = (other for other in self.names if other.words == name.words)
        if any(map(name.same, spelt)) or any(map(name.same, self.names)) or self.says(name.words):
            return True
        if place := country(name.words):
            return any(country((token.folded,)) == place for token in self.tokens if token.telling)
        initials = "".join(token.folded[0] for token in self.tokens)
        short = name.words[0]
        return len(name.words) == 1 < len(short) and name.text.isupper() and short in initials


def facts_of(text: str, lexicon: Lexicon, spoken: Language, also: Words = ()) -> Facts:
    """Return what `text` states. `also`: names of the other text, to be found whatever their case."""
    written, text = text, _INITIALS.sub(_without_stops, text)
    stated_dates = dates(text)
    in_dates = [(d.start, d.end) for d in stated_dates]
    names = [n for n in names_in(text, lexicon, also, spoken) if not _within(n.start, in_dates)]
    in_names = [(n.start, n.end) for n in names]
    stated_dates = [d for d in stated_dates if not _within(d.start, in_names)]
    stated = quantities(text, in_names + in_dates)
    taken = in_dates + [(q.start, q.end) for q in stated]
    return Facts(
        text=written,
        language=spoken,
        reading=_reading(text, spoken.code),
        names=tuple(names),
        dates=tuple(stated_dates),
        quantities=tuple(stated),
        tokens=tuple(_tokens(text, names, taken, spoken)),
    )


def facts_of_both(left: str, right: str, lexicon: Lexicon) -> tuple[Facts, Facts]:
    """Return what two texts state, both in one language, each read with the names of the other in mind.

    So "How Does Falcon 9 Land?" holds the name that "how Falcon 9 lands" gives away.
    """
    spoken, other = language_of(left), language_of(right)
    if spoken is not other:
        spoken = language_of(f"{left} {right}")
    first, second = (_facts(text, lexicon, lexicon.version, spoken.code) for text in (left, right))
    of_first = tuple(n.words for n in first.names if second.says(n.words))
    of_second = tuple(n.words for n in second.names if first.says(n.words))
    if set(of_first) != {n.words for n in second.names}:
        second = _facts(right, lexicon, lexicon.version, spoken.code, of_first)
    if set(of_second) != {n.words for n in first.names}:
        first = _facts(left, lexicon, lexicon.version, spoken.code, of_second)
    return first, second


@lru_cache(maxsize=256)
def _reading(text: str, code: str) -> ClosedClassWords:
    """Read a text, which the names of the other do not change."""
    return language(code).read(text)


@lru_cache(maxsize=4_096)
def _facts(text: str, lexicon: Lexicon, version: int, code: str, also: Words = ()) -> Facts:
    return facts_of(text, lexicon, language(code), also)


def _without_stops(initials: re.Match[str]) -> str:
    """Return "U.S." as one word, as long as it was."""
    return initials[0].replace(".", "").ljust(len(initials[0]))


def _within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _tokens(
    text: str, names: list[Name], taken: list[tuple[int, int]], spoken: Language
) -> list[Token]:
    by_start = {name.start: name for name in names}
    found: list[Token] = []
    covered = 0
    for word in words(text):
        if word.start < covered or word.folded == "s":
            continue
        name = by_start.get(word.start)
        if name is None:
            silent = word.text.casefold() in spoken.function or word.folded.isdigit()
            telling = not (silent or (taken and _within(word.start, taken)))
            found.append(Token(word.text, word.folded, word.start, word.end, telling))
        else:
            found.append(Token(name.text, " ".join(name.words), name.start, name.end, True, name))
            covered = name.end
    return found

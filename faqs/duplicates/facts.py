"""What a question states and asks: numbers, dates, names, denials, comparisons, times, kind, words."""

from dataclasses import dataclass
from functools import lru_cache

from faqs.duplicates.aliases import Name
from faqs.duplicates.answer_kind import kinds_asked
from faqs.duplicates.names import Lexicon, names_in, style
from faqs.duplicates.phrases import compares, is_round_up, order_in_time
from faqs.duplicates.words import stem
from newsdesk.text.dates import Date, dates
from newsdesk.text.denials import denials
from newsdesk.text.mentions import words
from newsdesk.text.names_and_words import STOP_WORDS
from newsdesk.text.numbers import Quantity, quantities


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text at `text[start:end]`; a name of several words is one token."""

    text: str
    folded: str
    stem: str
    start: int
    end: int
    name: Name | None = None

    @property
    def is_content(self) -> bool:
        return self.name is not None or self.folded not in STOP_WORDS


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states, each fact with its place. `style` is how it uses capitals."""

    text: str
    style: str
    names: tuple[Name, ...]
    dates: tuple[Date, ...]
    quantities: tuple[Quantity, ...]
    tokens: tuple[Token, ...]
    denials: tuple[str, ...]
    compares: bool
    time: frozenset[str]
    round_up: bool
    asks: frozenset[str]

    def says(self, folded: tuple[str, ...]) -> bool:
        """Tell whether these folded words stand in the text, in a row."""
        mine = [word for token in self.tokens for word in token.folded.split()]
        size = len(folded)
        return any(tuple(mine[n : n + size]) == folded for n in range(len(mine) - size + 1))


def facts_of(text: str, lexicon: Lexicon, also: tuple[tuple[str, ...], ...] = ()) -> Facts:
    """Return what `text` states. `also`: names of the other text, to be found whatever their case."""
    stated_dates = dates(text)
    in_dates = [(d.start, d.end) for d in stated_dates]
    names = [n for n in names_in(text, lexicon, also) if not _within(n.start, in_dates)]
    in_names = [(n.start, n.end) for n in names]
    stated_dates = [d for d in stated_dates if not _within(d.start, in_names)]
    return Facts(
        text=text,
        style=style(text),
        names=tuple(names),
        dates=tuple(stated_dates),
        quantities=tuple(quantities(text, in_names + in_dates)),
        tokens=tuple(_tokens(text, names)),
        denials=denials(text),
        compares=compares(text),
        time=order_in_time(text),
        round_up=is_round_up(text),
        asks=kinds_asked(text),
    )


def facts_of_both(left: str, right: str, lexicon: Lexicon) -> tuple[Facts, Facts]:
    """Return what two texts state, each read with the names of the other in mind.

    So "How Does Falcon 9 Land?" holds the name that "how Falcon 9 lands" gives away.
    """
    version = lexicon.version
    first, second = _facts(left, lexicon, version), _facts(right, lexicon, version)
    of_first = tuple(n.words for n in first.names if second.says(n.words))
    of_second = tuple(n.words for n in second.names if first.says(n.words))
    if set(of_first) != {n.words for n in second.names}:
        second = facts_of(right, lexicon, of_first)
    if set(of_second) != {n.words for n in first.names}:
        first = facts_of(left, lexicon, of_second)
    return first, second


@lru_cache(maxsize=4_096)
def _facts(text: str, lexicon: Lexicon, version: int) -> Facts:
    return facts_of(text, lexicon)


def _within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _tokens(text: str, names: list[Name]) -> list[Token]:
    by_start = {name.start: name for name in names}
    found: list[Token] = []
    covered = 0
    for word in words(text):
        if word.start < covered or word.folded == "s":
            continue
        name = by_start.get(word.start)
        if name is None:
            shown = (word.text, word.folded, stem(word.folded), word.start, word.end)
            found.append(Token(*shown))
        else:
            folded = " ".join(name.words)
            found.append(Token(name.text, folded, folded, name.start, name.end, name))
            covered = name.end
    return found

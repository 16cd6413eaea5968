"""Where in a text the words stand that a comment is about, also after the text was reworded. Pure.

A comment keeps the words and what stood round them, as a text-quote selector of the W3C's annotation model
does (https://www.w3.org/TR/annotation-model/#text-quote-selector). They are looked for as they are, then
between what stood round them, then by the nearest words. White space counts for nothing: an editor, a browser
and the database have it differently.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

CONTEXT = 48
# Words as short as this stand everywhere: they are found by what stands round them.
_SHORT = 12
_SAME_AROUND = 8
# What is looked for between two contexts may have grown to so many times its length, and so much more.
_GROWN, _MORE = 2, 40
# A context of so many characters is enough to be known again.
_KNOWN = 16
# Of the letters so many may have changed; a longer comparison than this is given up.
_CHANGED = 0.5
_MOST_CELLS = 300_000
_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a text, and what stands before and after them."""

    exact: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """Where the words stand, as places in the text; not `as_they_were` where they have been reworded."""

    start: int
    end: int
    as_they_were: bool = True


class SearchedText:
    """A text in which many quotes are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places = [place for place, sign in enumerate(text) if not sign.isspace()]
        self._solid = "".join(text.split())

    def find(self, quote: Quote) -> QuotePlace | None:
        """Return where the words of a quote stand now, None where they are gone."""
        if not _solid(quote.exact) or not self._solid:
            return None
        return self._as_is(quote) or self._between(quote) or self._nearest(quote)

    def quote(self, start: int, end: int) -> Quote:
        """Return the words from `start` to `end`, whole words, as a quote."""
        start, end = self._whole(start, end)
        before = self.text[max(start - CONTEXT, 0) : start]
        return Quote(
            exact=self.text[start:end], before=before, after=self.text[end : end + CONTEXT]
        )

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        """Return the places without the space at either end, widened to whole words."""
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        while 0 < start < end and _is_word(text[start]) and _is_word(text[start - 1]):
            start -= 1
        while start < end < len(text) and _is_word(text[end - 1]) and _is_word(text[end]):
            end += 1
        return start, end

    def _as_is(self, quote: Quote) -> QuotePlace | None:
        """Return the place where the very words stand, of several the one with the most alike round it."""
        wanted = _solid(quote.exact)
        before, after = _solid(quote.before), _solid(quote.after)
        best, most = None, -1
        for at in _occurrences(self._solid, wanted):
            start, end = self._places[at], self._places[at + len(wanted) - 1] + 1
            if self._whole(start, end) != (start, end):
                continue
            beyond = at + len(wanted)
            around = _common_end(self._solid[max(at - CONTEXT, 0) : at], before)
            around += _common_start(self._solid[beyond : beyond + CONTEXT], after)
            if around > most:
                best, most = QuotePlace(start, end), around
        known = len(wanted) >= _SHORT or most >= min(_SAME_AROUND, len(before) + len(after))
        return best if known else None

    def _between(self, quote: Quote) -> QuotePlace | None:
        """Return what stands now between what stood before and after the words."""
        before, after = _solid(quote.before)[-_KNOWN:], _solid(quote.after)[:_KNOWN]
        if len(before) < _KNOWN or len(after) < _KNOWN:
            return None
        longest = _GROWN * len(_solid(quote.exact)) + _MORE
        for at in _occurrences(self._solid, before):
            start = at + len(before)
            end = self._solid.find(after, start, start + longest + len(after))
            if end > start:
                return QuotePlace(
                    self._places[start], self._places[end - 1] + 1, as_they_were=False
                )
            if end == start:
                return None  # Nothing stands between them any more.
        return None

    def _nearest(self, quote: Quote) -> QuotePlace | None:
        """Return the stretch that has most of the words in their order, None where too few are left."""
        wanted = [match.group().casefold() for match in _WORD.finditer(quote.exact)]
        found = self._words
        if len(wanted) < 2 or len(wanted) * len(found) > _MOST_CELLS:
            return None
        cost, first, last = _closest(wanted, [word for word, _, _ in found])
        if last <= first or cost > _CHANGED * sum(map(len, wanted)):
            return None
        return QuotePlace(found[first][1], found[last - 1][2], as_they_were=False)

    @cached_property
    def _words(self) -> list[tuple[str, int, int]]:
        return [
            (match.group().casefold(), match.start(), match.end())
            for match in _WORD.finditer(self.text)
        ]


def _closest(wanted: Sequence[str], text: Sequence[str]) -> tuple[int, int, int]:
    """Return how many letters have to change to make `wanted` of a stretch of `text`, word by word, and the
    stretch. A long word says more of where one is than a short one.

    Peter Sellers' algorithm ("The theory and computation of evolutionary distances", 1980): an edit distance
    of which the start in the text is free.
    """
    column = [(0, 0)]
    for word in wanted:
        column.append((column[-1][0] + len(word), 0))
    best = (column[-1][0] + 1, 0, 0)
    for place, word in enumerate(text, start=1):
        above = (0, place)
        diagonal, column[0] = column[0], above
        for number, one in enumerate(wanted, start=1):
            left, other = column[number], 0 if one == word else max(len(one), len(word))
            step = min(
                (diagonal[0] + other, diagonal[1]),
                (left[0] + len(word), left[1]),
                (above[0] + len(one), above[1]),
                key=_cost,
            )
            diagonal, column[number], above = left, step, step
        cost, first = column[-1]
        if cost < best[0]:
            best = (cost, first, place)
    return best


def _cost(step: tuple[int, int]) -> int:
    return step[0]


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _common_end(one: str, other: str) -> int:
    return _common_start(one[-len(other) :][::-1] if other else "", other[::-1])


def _common_start(one: str, other: str) -> int:
    for number, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return number
    return min(len(one), len(other))


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _solid(text: str) -> str:
    return "".join(text.split())

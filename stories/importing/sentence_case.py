"""Headings in capitals throughout, as a sentence would write them: names as the page spells them."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_][\w'’]*")
_FEWEST = 4  # letters; what is shorter may be an abbreviation


class PageSpelling:
    """How a page writes its words where it does not write everything in capitals."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._small: set[str] = set()
        self._as_spelt: dict[str, str] = {}
        for line in lines:
            if in_capitals(line):
                continue
            for index, found in enumerate(_WORD.finditer(line)):
                word = found[0]
                if word.islower():
                    self._small.add(word)
                elif index or not word.istitle():  # What begins a line has a capital in any case.
                    self._as_spelt.setdefault(word.casefold(), word)

    def in_sentence_case(self, text: str) -> str:
        """Return a text in capitals as a sentence; others, and those of a page in capitals, as they are."""
        if not in_capitals(text) or not self._small:
            return text
        said = _WORD.sub(lambda found: self._spelt(found[0]), text)
        first = _WORD.search(said)
        if first is None:
            return text
        return said[: first.start()] + said[first.start()].upper() + said[first.start() + 1 :]

    def _spelt(self, word: str) -> str:
        folded = word.casefold()
        bare, apostrophe, ending = re.match(r"([^'’]*)(['’]?)(.*)", folded).groups()  # type: ignore[union-attr]
        spelt = self._as_spelt.get(folded) or self._as_spelt.get(bare)
        if spelt is None or folded in self._small:
            return folded
        return spelt if "'" in spelt or "’" in spelt else f"{spelt}{apostrophe}{ending}"


def in_capitals(text: str) -> bool:
    """Tell whether a line stands in capitals throughout, and is more than an abbreviation."""
    letters = [sign for sign in text if sign.isalpha() and sign.upper() != sign.lower()]
    return len(letters) >= _FEWEST and text.isupper() and len(text.split()) + len(letters) // 8 > 1

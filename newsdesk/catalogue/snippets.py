"""The passage of a page that shows why it was found: the same on every database."""

import re
from typing import NamedTuple

from newsdesk.text.names_and_words import fold, search_terms

LENGTH = 240
_SPACE = re.compile(r"(\s+)")


class Fragment(NamedTuple):
    """A piece of text; `marked` when it is a word that was searched for."""

    text: str
    marked: bool


def snippet(summary: str, text: str, query: str) -> tuple[Fragment, ...]:
    """Return about LENGTH characters round the first match, in the summary if it matches there.

    Where neither matches, since the title or another name does, it is the beginning of the summary.
    """
    stems = tuple(stem(word) for word in search_terms(query))
    matches = [each for each in (summary, text) if _position(each, stems) >= 0]
    source = next(iter(matches), summary or text)
    start = max(_position(source, stems), 0)
    begin = source.rfind(" ", 0, max(start - LENGTH // 3, 0)) + 1 if start > LENGTH // 2 else 0
    passage = source[begin : begin + LENGTH]
    if begin + LENGTH < len(source):
        passage = passage.rsplit(" ", 1)[0] + " …"
    if begin:
        passage = "… " + passage
    return tuple(
        Fragment(token, bool(stems) and fold(token).lstrip("\"'(").startswith(stems))
        for token in _SPACE.split(passage)
        if token
    )


def stem(word: str) -> str:
    """Return the start that a word shares with its inflections, roughly: engines stem better."""
    return word[: max(4, len(word) - 3)]


def _position(text: str, stems: tuple[str, ...]) -> int:
    folded = fold(text)
    if len(folded) != len(text):  # a folded ligature changes positions: begin at the beginning
        return 0 if any(stem in folded for stem in stems) else -1
    found = [place for stem in stems if (place := folded.find(stem)) >= 0]
    return min(found) if found else -1

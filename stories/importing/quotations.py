"""The exact words that a sentence quotes, and who said them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from newsdesk.text.sentences import Span
from stories.importing.names_in_place import is_mark, is_word
from stories.importing.people import LONGEST_NAME, without_title
from stories.importing.pieces import NAME, Piece
from stories.importing.verbs import SPEAKING

_QUOTING = ("quoting", "quotes", "quoted", "cites", "citing", "cited")
_REACH = 6  # pieces between a quotation and the words that name its speaker

Who = Callable[[Piece], str | None]


class Quotation(NamedTuple):
    """The longest quotation of a sentence; `others` counts the rest. `start` is its place."""

    text: str
    start: int
    end: int
    others: int = 0


def longest(sentence: str, spans: Sequence[Span]) -> Quotation | None:
    """Return the longest quotation without its marks and the comma that closes it, or None."""
    if not spans:
        return None
    start, end = max(spans, key=lambda span: span[1] - span[0])
    words = sentence[start + 1 : end - 1].strip().removesuffix(",")
    return Quotation(words, start, end, len(spans) - 1) if words else None


def speaker(pieces: Sequence[Piece], quotation: Quotation, who: Who) -> str:
    """Return who said the words, or "". `who` names a piece in full, or gives None for an outlet."""
    before = [index for index, piece in enumerate(pieces) if piece.end <= quotation.start + 1]
    after = len(before)
    while is_mark(pieces, after, '"', "“", "”", ","):
        after += 1
    return (
        _introduced(pieces, len(before), who)
        or _following(pieces, after, who)
        or _preceding(pieces, len(before), who)
    )


def _introduced(pieces: Sequence[Piece], end: int, who: Who) -> str:
    """Read "quoting Jane Doe" before the quotation: the last one counts."""
    for index in range(end - 2, -1, -1):
        if is_word(pieces, index, *_QUOTING):
            name = _first_name(pieces, index + 1, end, who)
            if name:
                return name
    return ""


def _following(pieces: Sequence[Piece], begin: int, who: Who) -> str:
    """Read "Jane Doe said", "said Jane Doe" and "according to Jane Doe" after the quotation."""
    if is_word(pieces, begin, *SPEAKING) or is_word(pieces, begin, "according"):
        return _first_name(pieces, begin + 1, begin + _REACH, who)
    reach = range(begin, min(begin + _REACH, len(pieces)))
    for index in reach:
        if pieces[index].kind == NAME and is_word(pieces, index + 1, *SPEAKING):
            return _named(pieces[index], who)
        if is_mark(pieces, index, ",", ";"):
            break
    return ""


def _preceding(pieces: Sequence[Piece], end: int, who: Who) -> str:
    """Read "Jane Doe said it was" or "with Jane Doe calling it": the nearest before the quotation."""
    for index in range(end - 1, 0, -1):
        if is_word(pieces, index, *SPEAKING):
            before = index - 2 if is_mark(pieces, index - 1, ",") else index - 1
            if before >= 0 and pieces[before].kind == NAME:
                return _named(pieces[before], who)
    return ""


def _first_name(pieces: Sequence[Piece], begin: int, end: int, who: Who) -> str:
    for piece in pieces[begin : min(end, begin + _REACH)]:
        if piece.kind == NAME and (name := _named(piece, who)):
            return name
    return ""


def _named(piece: Piece, who: Who) -> str:
    name = without_title(who(piece) or "")
    return name if len(name) <= LONGEST_NAME else ""

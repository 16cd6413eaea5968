"""The passage of a page that shows why it was found: the same on every database."""

import re
from typing import NamedTuple

from newsdesk.text.names_and_words import fold, search_terms

LENGTH = 240
_SPACE = re.compile(r"(\s+)")
# What stands close behind a word and is none of it.
_AFTER = ".,;:!?…)]}\"'”’»"


class Fragment(NamedTuple):
    """A piece of text; `marked` when it is a word that was searched for."""

    text: str
    marked: bool


def snippet(summary: str, text: str, query: str) -> tuple[Fragment, ...]:
    """Return about LENGTH characters round the first match, in the summary if it matches there.

    Where neither matches, since the title or another name does, it is the beginning of the summary.
    """
    stems = tuple(stem(word) for word in search_terms(query))
    source, start = summary or text, 0
    for each in (summary, text):
        if (place := _position(each, stems)) >= 0:
            source, start = each, place
            break
    begin = source.rfind(" ", 0, max(start - LENGTH // 3, 0)) + 1 if start > LENGTH // 2 else 0
    passage = source[begin : begin + LENGTH]
    cut = begin + LENGTH < len(source)
    if cut:
        passage = passage.rsplit(" ", 1)[0]
    tokens, plain = _SPACE.split(passage), _SPACE.split(fold(passage))
    if len(plain) != len(tokens):
        plain = [fold(token) for token in tokens]
    found: list[Fragment] = []
    before = "… " if begin else ""
    for token, told in zip(tokens, plain, strict=True):
        if stems and told.lstrip("\"'(").startswith(stems):
            word = token.rstrip(_AFTER)
            found += [Fragment(before, False), Fragment(word, True)]
            before = token[len(word) :]
        else:
            before += token
    found.append(Fragment(f"{before} …" if cut else before, False))
    return tuple(each for each in found if each.text)


def stem(word: str) -> str:
    """Return the start that a word shares with its inflections, roughly: engines stem better."""
    return word[: max(4, len(word) - 3)]


def _position(text: str, stems: tuple[str, ...]) -> int:
    folded = fold(text)
    if len(folded) != len(text):  # a folded ligature changes positions: begin at the beginning
        return 0 if any(stem in folded for stem in stems) else -1
    found = [place for stem in stems if (place := folded.find(stem)) >= 0]
    return min(found) if found else -1

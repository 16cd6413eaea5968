"""A stored text letter by letter: the words that a reader has, and where each letter of them is stored.

So words can be marked, and replaced, without a change of any markup round them. Pure.
"""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import escape

from newsdesk.comparison.diff.words import Op, text_runs

_PIECE = re.compile(r"<(?P<tag>/?[a-z0-9]+)[^<>]*>|&(?:#\d+|#x[0-9a-f]+|\w+);|.", re.I | re.S)
_BLOCKS = {"p", "ul", "ol", "li", "h3", "h4", "blockquote", "br"}
# What is left of marks round words that were taken out.
_EMPTY = re.compile(r"<(strong|em|a)(?: [^<>]*)?></\1>")


class OverParagraphs(ValueError):
    """Words of two paragraphs cannot be replaced by one wording."""


@dataclass(frozen=True, slots=True)
class SpelledText:
    """`text` is what a reader has, `spans` where each letter of it stands in `source`.

    The edge of a paragraph is a line feed that stands nowhere: its span is empty.
    """

    source: str
    text: str
    spans: tuple[tuple[int, int], ...]
    rich: bool

    def is_one_line(self, start: int, end: int) -> bool:
        """Tell whether no edge of a paragraph lies between two places."""
        return not self.rich or "\n" not in self.text[start:end]

    def replaced(self, start: int, end: int, words: str) -> str:
        """Return what is to be stored with `words` in place of those from `start` to `end`.

        Letter by letter only what differs is taken out and put in, so bold, italics and links stay round the
        words that stay. Raises OverParagraphs.
        """
        if not self.is_one_line(start, end):
            raise OverParagraphs("The words run over two paragraphs.")
        if not words:
            start, end = self._with_a_space(start, end)
        source, at, steps = self.source, start, []
        for run in text_runs(self.text[start:end], words):
            if run.op is Op.ADDED:
                steps.append((at, run.text))
                continue
            if run.op is Op.REMOVED:
                steps += [(place, "") for place in range(at, at + len(run.text))]
            at += len(run.text)
        for place, added in reversed(steps):
            source = self._step(source, place, added)
        return _without_empty(source) if self.rich else source

    def _step(self, source: str, place: int, added: str) -> str:
        """Return `source` without the letter at `place`, or with words put in there."""
        if not added:
            first, last = self.spans[place]
            return source[:first] + source[last:]
        first = self._edge(place)
        return source[:first] + (escape(added) if self.rich else added) + source[first:]

    def _edge(self, place: int) -> int:
        """Return where in the source words are put in before the letter at `place`: behind the one before
        it, with whose marks they are set, or at the beginning of the line.
        """
        if place and self.text[place - 1] != "\n":
            return self.spans[place - 1][1]
        return self.spans[place][0] if place < len(self.spans) else len(self.source)

    def _with_a_space(self, start: int, end: int) -> tuple[int, int]:
        """Return the places with one of the spaces round words that are taken out."""
        if start and self.text[start - 1] == " " and self.text[end : end + 1] in ("", " ", "\n"):
            return start - 1, end
        if not start and self.text[end : end + 1] == " ":
            return start, end + 1
        return start, end


def spelled(source: str, *, rich: bool) -> SpelledText:
    """Return a stored text, which is sanitised HTML where it is `rich`, letter by letter."""
    if not rich:
        return SpelledText(source, source, tuple((at, at + 1) for at in range(len(source))), rich)
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _PIECE.finditer(source):
        piece, tag = match.group(), match["tag"]
        if tag:
            if tag.strip("/").lower() in _BLOCKS and letters and letters[-1] != "\n":
                letters.append("\n")
                spans.append((match.start(), match.start()))
            continue
        letter = unescape(piece) if piece[0] == "&" and len(piece) > 1 else piece
        letter = letter if len(letter) == 1 else " "
        letters.append(" " if letter.isspace() else letter)
        spans.append(match.span())
    if letters and letters[-1] == "\n":
        del letters[-1], spans[-1]
    return SpelledText(source, "".join(letters), tuple(spans), rich)


def _without_empty(html: str) -> str:
    while (fewer := _EMPTY.sub("", html)) != html:
        html = fewer
    return html

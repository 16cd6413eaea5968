"""Fields of a document as sentences with the place they stand at: what the gate's rules read. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from newsdesk.pages.rich_text import plain
from newsdesk.text.dates import Date, dates
from newsdesk.text.sentences import quotations, split

# Private-use characters that no editor types; they survive `plain` and are taken out again.
_LINK, _BLOCK, _BLOCK_END = "\ue000", "\ue001", "\ue002"
_MARKS = re.compile(f"[{_LINK}{_BLOCK}{_BLOCK_END}]")
_QUOTED_BLOCK = re.compile(f"{_BLOCK}([^{_BLOCK_END}]*){_BLOCK_END}")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a field, with the number of its paragraph there and whether it holds a link.

    `own` is what the desk says itself: the text without what stands in quotation marks.
    """

    field: str
    text: str
    own: str
    paragraph: int
    linked: bool

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        """The dates that the desk states in it."""
        return tuple(dates(self.own))


@dataclass(frozen=True)
class Passage:
    """A field's plain text, paragraphs apart by a newline. `role` is the list or field it belongs to."""

    field: str
    text: str
    blockquotes: tuple[str, ...] = ()
    linked: frozenset[str] = frozenset()

    @property
    def role(self) -> str:
        return self.field.partition(":")[0]

    @cached_property
    def paragraphs(self) -> list[str]:
        """The paragraphs, block quotations left out."""
        return [p for p in self.text.split("\n") if p and p not in self.blockquotes]

    @cached_property
    def sentences(self) -> list[Sentence]:
        return list(self._sentences())

    def _sentences(self) -> Iterator[Sentence]:
        for number, paragraph in enumerate(self.paragraphs):
            for text in split(paragraph):
                yield Sentence(self.field, text, unquoted(text), number, text in self.linked)


def passage(field: str, text: str) -> Passage:
    """Return a field of plain text."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return Passage(field, "\n".join(line for line in lines if line))


def rich_passage(field: str, html: str) -> Passage:
    """Return a field of sanitised HTML."""
    marked = _MARKS.sub("", html).replace("<a ", f"{_LINK}<a ")
    marked = marked.replace("<blockquote>", f"<blockquote>{_BLOCK}")
    text = plain(marked.replace("</blockquote>", f"{_BLOCK_END}</blockquote>"))
    blocks = [_MARKS.sub("", m[1]).strip() for m in _QUOTED_BLOCK.finditer(text)]
    linked = frozenset(
        _MARKS.sub("", sentence).strip()
        for paragraph in text.split("\n")
        if _LINK in paragraph
        for sentence in split(paragraph)
        if _LINK in sentence
    )
    words = passage(field, _MARKS.sub("", text))
    lines = tuple(line for block in blocks for line in block.split("\n") if line)
    return Passage(field, words.text, lines, linked)


def unquoted(text: str) -> str:
    """Return a text with "…" in the place of each quotation of three words or more."""
    spans = [(a, b) for a, b in quotations(text) if len(text[a:b].split()) > 2]
    for start, end in reversed(spans):
        text = f"{text[:start]}“…”{text[end:]}"
    return text

"""Two rich texts compared: which paragraphs correspond, and by word inside those that do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop

from newsdesk.comparison.diff.alignment import aligned
from newsdesk.comparison.diff.words import (
    Op,
    Run,
    Styles,
    Token,
    read_after,
    read_before,
    tokens,
    word_runs,
)
from newsdesk.pages.rich_text import plain, sanitise

_INLINE = ("strong", "em", "a")
_BLOCKS = ("p", "h3", "h4", "li", "ul", "ol", "blockquote")
_KINDS = {
    "h3": gettext_noop("heading"),
    "h4": gettext_noop("heading"),
    "ul": gettext_noop("list item"),
    "ol": gettext_noop("numbered item"),
    "blockquote": gettext_noop("block quotation"),
}
# Paragraphs that share less than this of their words are two paragraphs, not one reworded.
_ALIKE = 0.4
# In a longer stretch of changed paragraphs they are paired as they come.
_MAX_PAIRS = 2_500


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, a heading or an item of a list. `place` are the tags that it stands in."""

    place: tuple[str, ...]
    words: tuple[Token, ...]

    @cached_property
    def text(self) -> str:
        return "".join(token.text for token in self.words)

    @cached_property
    def key(self) -> tuple[tuple[str, ...], tuple[tuple[str, Styles], ...]]:
        return self.place, tuple((token.text, token.styles) for token in self.words)

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(token.word for token in self.words)

    @property
    def kind(self) -> str:
        found = (name for tag, name in _KINDS.items() if tag in self.place)
        return next(found, gettext_noop("paragraph"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What became of a paragraph. `was` and `kind` differ where a paragraph became an item of a list.

    One of the two is empty where the paragraph was added or removed.
    """

    op: Op
    kind: str
    was: str
    runs: tuple[Run, ...]

    @property
    def same(self) -> bool:
        return self.op is Op.SAME and all(run.op is Op.SAME for run in self.runs)


def paragraphs(html: str) -> list[Paragraph]:
    """Return the paragraphs of rich text, sanitised first; those without a word are left out."""
    try:
        clean = sanitise(html, headings=True)
    except ValidationError:
        return [Paragraph(("p",), tuple(tokens(line))) for line in plain(html).split("\n") if line]
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return reader.found()


def blocks(before: str, after: str) -> tuple[Block, ...]:
    """Return what became of each paragraph of a rich text."""
    old, new = paragraphs(before), paragraphs(after)
    result: list[Block] = []
    i = j = 0
    pairs = aligned([one.key for one in old], [one.key for one in new])
    for x, y in [*pairs, (len(old), len(new))]:
        result += _changed(old[i:x], new[j:y])
        if x < len(old):
            result.append(_kept(old[x]))
        i, j = x + 1, y + 1
    return tuple(result)


def lines_before(found: Sequence[Block]) -> str:
    """Return the text as it was, a paragraph a line."""
    return "\n".join(read_before(one.runs) for one in found if one.op is not Op.ADDED)


def lines_after(found: Sequence[Block]) -> str:
    """Return the text as it is now, a paragraph a line."""
    return "\n".join(read_after(one.runs) for one in found if one.op is not Op.REMOVED)


def _kept(one: Paragraph) -> Block:
    return Block(op=Op.SAME, kind=one.kind, was=one.kind, runs=_as_runs(Op.SAME, one))


def _changed(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[Block]:
    """Yield a stretch in which no paragraph stayed as it was."""
    i = j = 0
    for x, y in [*_alike(old, new), (len(old), len(new))]:
        for one in old[i:x]:
            yield Block(op=Op.REMOVED, kind="", was=one.kind, runs=_as_runs(Op.REMOVED, one))
        for one in new[j:y]:
            yield Block(op=Op.ADDED, kind=one.kind, was="", runs=_as_runs(Op.ADDED, one))
        if x < len(old):
            runs = word_runs(old[x].words, new[y].words)
            yield Block(op=Op.SAME, kind=new[y].kind, was=old[x].kind, runs=runs)
        i, j = x + 1, y + 1


def _as_runs(op: Op, one: Paragraph) -> tuple[Run, ...]:
    return tuple(
        Run(op, "".join(token.text for token in group), styles)
        for styles, group in groupby(one.words, key=lambda token: token.styles)
    )


def _alike(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """Return which paragraphs are rewordings of which, in order, so that they share most words."""
    if len(old) * len(new) > _MAX_PAIRS:
        pairs = zip(range(len(old)), range(len(new)), strict=False)
        return [(x, y) for x, y in pairs if likeness(old[x], new[y]) >= _ALIKE]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    scores = [[likeness(one, other) for other in new] for one in old]
    for x in range(len(old) - 1, -1, -1):
        for y in range(len(new) - 1, -1, -1):
            paired = scores[x][y] + best[x + 1][y + 1] if scores[x][y] >= _ALIKE else 0.0
            best[x][y] = max(best[x + 1][y], best[x][y + 1], paired)
    pairs_found, x, y = [], 0, 0
    while x < len(old) and y < len(new):
        if scores[x][y] >= _ALIKE and best[x][y] == scores[x][y] + best[x + 1][y + 1]:
            pairs_found.append((x, y))
            x, y = x + 1, y + 1
        elif best[x + 1][y] >= best[x][y + 1]:
            x += 1
        else:
            y += 1
    return pairs_found


def likeness(one: Paragraph, other: Paragraph) -> float:
    """Return how many of their words two paragraphs share: 0 to 1 (Dice's coefficient)."""
    total = len(one.words) + len(other.words)
    shared = sum((one.counts & other.counts).values())
    return 2 * shared / total if total else 1.0


class _Reader(HTMLParser):
    """Reads sanitised HTML, which is well formed, into paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.place: list[str] = []
        self.styles: list[tuple[str, str]] = []
        self.pieces: list[tuple[str, Styles]] = []
        self.done: list[Paragraph] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _INLINE:
            self.styles.append((tag, dict(attrs).get("href") or ""))
        elif tag == "br":
            self._end()
        elif tag in _BLOCKS:
            self._end()
            self.place.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINE:
            opened = [name for name, _ in self.styles]
            if tag in opened:
                del self.styles[len(opened) - 1 - opened[::-1].index(tag)]
        elif tag in _BLOCKS:
            self._end()
            if tag in self.place:
                del self.place[len(self.place) - 1 - self.place[::-1].index(tag)]

    def handle_data(self, data: str) -> None:
        self.pieces.append((data, tuple(self.styles)))

    def found(self) -> list[Paragraph]:
        self._end()
        return self.done

    def _end(self) -> None:
        """Close the paragraph: spaces within it are one, as a browser shows them."""
        words: list[Token] = []
        space = ""
        for text, styles in self.pieces:
            for token in tokens(text, styles):
                space = " " if (token.space or space) and words else ""
                if token.word:
                    words.append(Token(space, token.word, styles))
                    space = ""
        self.pieces = []
        if words:
            self.done.append(Paragraph(tuple(self.place), tuple(words)))

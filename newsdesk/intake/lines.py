"""What every format becomes: documents, made of lines with a role, and what was told about them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any, Literal

Role = Literal[
    "heading",
    "paragraph",
    "item",
    "number",
    "quotation",
    "row",
    "note",
    "rule",
    "footer",
    "blank",
]
Kind = Literal["bold", "italic", "link", "mark"]
ROLES: frozenset[str] = frozenset(Role.__args__)  # type: ignore[attr-defined]
KINDS: frozenset[str] = frozenset(Kind.__args__)  # type: ignore[attr-defined]

# The level of a heading that is one only because it stands in bold letters by itself.
BOLD_LEVEL = 7
MOST_LINES = 20_000
MOST_CHARACTERS = 1_000_000
LONGEST_ADDRESS = 2_000
MOST_SPANS = 2_000


class Unreadable(ValueError):
    """This cannot be read: one sentence that says what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line: bold, italic, a link to `target`, or the mark of the note with the key `target`.

    A mark is empty (`start` is `end`), for its sign has left the text. On a line that is a note, the
    mark at its beginning carries the note's own key.
    """

    start: int
    end: int
    kind: Kind
    target: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document, counted from 1: its words, what it is, and `at`, where it stood in the source.

    `level` is that of a heading (1 to 7) or the depth of a list (from 1). A rule stands between two
    entries, a footer belongs to no text.
    """

    number: int
    text: str
    role: Role = "paragraph"
    level: int = 0
    spans: tuple[Span, ...] = ()
    at: str = ""

    @property
    def listed(self) -> bool:
        return self.role in ("item", "number")

    @property
    def links(self) -> tuple[Span, ...]:
        return tuple(span for span in self.spans if span.kind == "link")

    @property
    def marks(self) -> tuple[Span, ...]:
        return tuple(span for span in self.spans if span.kind == "mark")


@dataclass(frozen=True, slots=True)
class Document:
    """One text of a file. `facts` are title, byline, date, tags and path, where the format gives them.

    `told` are sentences: which encoding was taken, what was left out. `data` is what a file of our own
    holds, where it is no text.
    """

    name: str
    format: str
    lines: tuple[Line, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    data: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands in a file: its name there, and its bytes as they are."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FileContents:
    """What a file holds: one document or more, what was told about the file as a whole, and its pictures."""

    documents: tuple[Document, ...]
    told: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()


def numbered(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return lines counted from 1. Raises Unreadable where they are too many to be one text."""
    found = tuple(
        line if line.number == number else replace(line, number=number)
        for number, line in enumerate(lines, start=1)
    )
    if len(found) > MOST_LINES:
        raise Unreadable(
            f"The text has more than {MOST_LINES:,} lines: an explainer has about 100."
        )
    if any(len(line.spans) > MOST_SPANS for line in found):
        raise Unreadable(f"A line of the text has more than {MOST_SPANS:,} links and other marks.")
    if sum(len(line.text) for line in found) > MOST_CHARACTERS:
        raise Unreadable(too_long())
    return found


def too_long() -> str:
    return f"The text is longer than {MOST_CHARACTERS:,} bytes: an explainer is about 15,000."


def cut(line: Line, start: int, end: int) -> Line:
    """Return the part of a line between two places, with the spans that are left of it, without blanks."""
    text = line.text[start:end]
    start += len(text) - len(text.lstrip())
    end = start + len(text.strip())
    return replace(line, text=line.text[start:end], spans=tuple(_within(line.spans, start, end)))


def _within(spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    for span in spans:
        begin, stop = max(span.start, start), min(span.end, end)
        if begin < stop or (span.kind == "mark" and start <= span.start <= end):
            yield replace(span, start=begin - start, end=max(begin, stop) - start)


def without(line: Line, gaps: Iterable[tuple[int, int]]) -> Line:
    """Return a line without some stretches of its text, none of them in another.

    Spans inside one are gone; marks stay.
    """
    gaps = sorted(gaps)
    if not gaps:
        return line
    kept: list[str] = []
    begin = 0
    for start, end in gaps:
        kept.append(line.text[begin:start])
        begin = max(begin, end)
    kept.append(line.text[begin:])

    starts = [start for start, _ in gaps]
    before = list(accumulate((end - start for start, end in gaps), initial=0))

    def moved(place: int) -> int:
        index = bisect_left(starts, place)
        inside = max(0, gaps[index - 1][1] - place) if index else 0
        return place - before[index] + inside

    spans = tuple(
        replace(span, start=moved(span.start), end=moved(span.end))
        for span in line.spans
        if span.kind == "mark" or moved(span.start) < moved(span.end)
    )
    whole = replace(line, text="".join(kept), spans=spans)
    return cut(whole, 0, len(whole.text))


def as_note(line: Line, key: str) -> Line:
    """Return a line as a note, with the mark of its own key at its beginning."""
    return replace(line, role="note", level=0, spans=(Span(0, 0, "mark", key), *line.spans))


def line_data(line: Line) -> list[Any]:
    """Return a line as JSON holds it."""
    spans = [[span.start, span.end, span.kind, span.target] for span in line.spans]
    return [line.text, line.role, line.level, spans, line.at]


def lines_from(data: object) -> tuple[Line, ...]:
    """Return the lines that `line_data` wrote. Raises Unreadable for anything else: it was on a screen."""
    try:
        return numbered(_line_from(each) for each in data)  # type: ignore[attr-defined]
    except (TypeError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("The text has come back damaged: choose the file again.") from error


def _line_from(data: Any) -> Line:
    text, role, level, spans, at = data
    if role not in ROLES or not all(isinstance(each, str) for each in (text, at)):
        raise ValueError("no line")
    if not isinstance(level, int) or not 0 <= level <= 99 or len(spans) > MOST_SPANS:
        raise ValueError("no line")
    return Line(0, text, role, level, tuple(_span_from(span, len(text)) for span in spans), at[:80])


def _span_from(data: Any, length: int) -> Span:
    start, end, kind, target = data
    whole = isinstance(start, int) and isinstance(end, int) and isinstance(target, str)
    if not whole or kind not in KINDS or not 0 <= start <= end <= length:
        raise ValueError("no span")
    return Span(start, end, kind, target[:LONGEST_ADDRESS])


def reading_data(reading: FileContents) -> dict[str, Any]:
    """Return a reading as JSON holds it, without its pictures."""
    return {
        "told": list(reading.told),
        "documents": [
            {
                "name": document.name,
                "format": document.format,
                "lines": [line_data(line) for line in document.lines],
                "facts": dict(document.facts),
                "told": list(document.told),
                "data": document.data,
            }
            for document in reading.documents
        ],
    }


def reading_from(data: object) -> FileContents:
    """Return the reading that `reading_data` wrote. Raises Unreadable for anything else."""
    try:
        documents = tuple(
            Document(
                str(each["name"]),
                str(each["format"]),
                lines_from(each["lines"]),
                {str(fact): str(value) for fact, value in each["facts"].items()},
                tuple(map(str, each["told"])),
                each["data"] if isinstance(each["data"], dict) else None,
            )
            for each in data["documents"]  # type: ignore[index]
        )
        return FileContents(documents, tuple(map(str, data["told"])))  # type: ignore[index]
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreadable("The text has come back damaged: choose the file again.") from error

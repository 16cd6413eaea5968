"""Pieces of text with emphasis and links -> lines. The readers of formats that have paragraphs write here."""

import re
import unicodedata
from dataclasses import replace
from urllib.parse import urlsplit

from newsdesk.intake.decode import composed
from newsdesk.intake.lines import (
    BOLD_LEVEL,
    LONGEST_ADDRESS,
    MOST_LINES,
    Kind,
    Line,
    Role,
    Span,
    as_note,
    cut,
    numbered,
)
from newsdesk.requests.redirects import unwrapped
from newsdesk.text.raised import raised

_BLANKS = re.compile(r"\s+")
_LONGEST_BOLD_HEADING = 150
_LONGEST_KEY = 80
_ENDS_OF_PROSE = (".", "!", ";", ",", "…", ".”", '."', "!”", '!"', ".)")


def address(target: str) -> str:
    """Return the address that a link leads to, out of what wraps it; "" where it leads to no page."""
    target = "".join(target.split())
    target = unwrapped(target)
    try:
        parts = urlsplit(target)
        host = parts.hostname
    except ValueError:
        return ""
    known = (parts.scheme in ("http", "https") and host) or parts.scheme == "mailto"
    return target if known and len(target) <= LONGEST_ADDRESS else ""


class Builder:
    """Collects the lines of a document, one after the other."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._length = 0
        self._spans: list[Span] = []
        self._open: list[tuple[Kind, str, int]] = []
        self._heights: list[str] = []
        self._blank_last = True

    @property
    def empty(self) -> bool:
        """Tell whether the line that is being written has no words yet."""
        return not self._parts  # The first piece is never blank.

    def text(self, text: str | None) -> None:
        """Add words; any run of blanks is one, and none stands at the beginning."""
        if not text:
            return
        if self._heights:
            text = raised(text, self._heights[-1]) or text
        text = _BLANKS.sub(" ", composed(text))
        if self._blank_last:
            text = text.lstrip(" ")
        if text:
            self._parts.append(text)
            self._length += len(text)
            self._blank_last = text.endswith(" ")

    def begin(self, kind: Kind, target: str = "") -> None:
        self._open.append((kind, target, self._length))

    def end(self, kind: Kind) -> None:
        """Close the innermost open span of a kind."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == kind:
                _, target, start = self._open.pop(index)
                self._add(kind, target, start)
                return

    def begin_height(self, height: str) -> None:
        """Write what follows "sup" or "sub": figures become the characters that stand there (10², H₂O)."""
        self._heights.append(height)

    def end_height(self) -> None:
        if self._heights:
            self._heights.pop()

    def mark(self, key: str) -> None:
        """Put the mark of a note here."""
        place = self._length - (1 if self._blank_last and self._length else 0)
        self._spans.append(Span(place, place, "mark", key[:_LONGEST_KEY]))

    def _add(self, kind: Kind, target: str, start: int) -> None:
        if start < self._length and (kind != "link" or target):
            self._spans.append(Span(start, self._length, kind, target))

    def line(self, role: Role, *, level: int = 0, at: str = "") -> bool:
        """End the line, if it has words, and tell whether it had. Spans that are open go on in the next."""
        for kind, target, start in self._open:
            self._add(kind, target, start)
        self._open = [(kind, target, 0) for kind, target, _ in self._open]
        text, spans = "".join(self._parts), tuple(self._spans)
        self._parts, self._spans, self._length, self._blank_last = [], [], 0, True
        if not text.strip():
            return False
        self.lines.append(finished(Line(0, text, role, level, spans, at)))
        if len(self.lines) > MOST_LINES:
            numbered(self.lines)
        return True

    def note(self, key: str, at: str) -> bool:
        """End the line as the note with this key, if it has words, and tell whether it had."""
        written = self.line("note", at=at)
        if written:
            self.lines[-1] = as_note(self.lines[-1], key[:_LONGEST_KEY])
        return written

    def rule(self, at: str = "") -> None:
        self.lines.append(Line(0, "-", "rule", 0, (), at))


def finished(line: Line) -> Line:
    """Return a line whose accents are composed across its pieces, without blanks around it, spans joined."""
    if not unicodedata.is_normalized("NFC", line.text):
        whole = unicodedata.normalize("NFC", line.text)
        places = {
            place: min(len(unicodedata.normalize("NFC", line.text[:place])), len(whole))
            for place in {each for span in line.spans for each in (span.start, span.end)}
        }
        spans = tuple(
            replace(span, start=places[span.start], end=places[span.end]) for span in line.spans
        )
        line = replace(line, text=whole, spans=spans)
    line = cut(line, 0, len(line.text))
    return replace(line, spans=joined(line.spans))


def joined(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return spans in order, those of one kind and target that touch made one."""
    found: list[Span] = []
    last: dict[tuple[str, str], int] = {}
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        at = last.get((span.kind, span.target))
        if at is not None and span.kind != "mark" and found[at].end >= span.start:
            found[at] = replace(found[at], end=max(found[at].end, span.end))
            continue
        last[span.kind, span.target] = len(found)
        found.append(span)
    return tuple(found)


def bold_headings(lines: list[Line]) -> list[Line]:
    """Return lines where what stands in bold by itself is a heading, as writers without styles do it."""
    if sum(_all_bold(line) for line in lines) > len(lines) / 2:
        return lines  # Where everything is bold, nothing is a heading.
    return [
        replace(line, role="heading", level=BOLD_LEVEL)
        if line.role == "paragraph" and _all_bold(line)
        else line
        for line in lines
    ]


def _all_bold(line: Line) -> bool:
    if len(line.text) > _LONGEST_BOLD_HEADING or line.text.endswith(_ENDS_OF_PROSE):
        return False
    bold = "".join(line.text[span.start : span.end] for span in line.spans if span.kind == "bold")
    return bool(bold) and line.text.rstrip(" :?*") == bold.rstrip(" :?*")


def without_emphasis(line: Line) -> Line:
    """Return a heading without the bold and italic letters that its style gives it."""
    if line.role != "heading":
        return line
    return replace(line, spans=tuple(s for s in line.spans if s.kind not in ("bold", "italic")))

"""Lines -> the little HTML that documents hold, and the ids of their items."""

import hashlib
from collections.abc import Iterable
from html import escape

from newsdesk.intake.lines import Line, Span
from newsdesk.pages.web_addresses import is_link
from newsdesk.text.names_and_words import fold

_DEEPEST_LIST = 4
_TAGS = {"bold": "strong", "italic": "em"}
# Tags are opened in this order where they begin at one place.
_ORDER = {"link": 0, "bold": 1, "italic": 2}


def markup(lines: Iterable[Line]) -> str:
    """Return lines as paragraphs, quotations and, where they are items, lists. Blank lines vanish."""
    blocks: list[str] = []
    items: list[Line] = []
    quoted: list[str] = []
    for line in lines:
        if not line.text:
            continue
        if line.listed:
            _close_quote(quoted, blocks)
            items.append(line)
            continue
        blocks += _lists(items)
        items = []
        if line.role == "quotation":
            quoted.append(f"<p>{inline(line)}</p>")
            continue
        _close_quote(quoted, blocks)
        body = inline(line)
        blocks.append(
            f"<p><strong>{body}</strong></p>" if line.role == "heading" else f"<p>{body}</p>"
        )
    _close_quote(quoted, blocks)
    return "".join([*blocks, *_lists(items)])


def _close_quote(quoted: list[str], blocks: list[str]) -> None:
    if quoted:
        blocks.append(f"<blockquote>{''.join(quoted)}</blockquote>")
        quoted.clear()


def _lists(items: list[Line]) -> list[str]:
    """Return items as one list or more; those that lie deeper stand inside the item above them."""
    if not items:
        return []
    written: list[str] = []
    top = min(item.level for item in items)
    index = 0
    while index < len(items):
        tag = "ol" if items[index].role == "number" else "ul"
        written.append(f"<{tag}>")
        while index < len(items) and ("ol" if items[index].role == "number" else "ul") == tag:
            inner = index + 1
            while inner < len(items) and items[inner].level > max(top, items[index].level):
                inner += 1
            inside = items[index + 1 : inner] if top < _DEEPEST_LIST else []
            inner = index + 1 + len(inside)
            written.append(f"<li>{inline(items[index])}{''.join(_lists(inside))}</li>")
            index = inner
        written.append(f"</{tag}>")
    return written


def inline(line: Line) -> str:
    """Return the words of a line with emphasis and links. Of spans that cross, the later one gives way."""
    spans = _nested([s for s in line.spans if s.kind in _ORDER and s.start < s.end and _kept(s)])
    written: list[str] = []
    open_spans: list[Span] = []
    place = 0

    def close_until(end: int) -> None:
        nonlocal place
        while open_spans and open_spans[-1].end <= end:
            span = open_spans.pop()
            written.append(_escaped(line.text[place : span.end]))
            written.append(f"</{_TAGS.get(span.kind, 'a')}>")
            place = span.end

    for span in spans:
        close_until(span.start)
        written.append(_escaped(line.text[place : span.start]))
        place = span.start
        tag = _TAGS.get(span.kind)
        written.append(f"<{tag}>" if tag else f'<a href="{escape(span.target)}">')
        open_spans.append(span)
    close_until(len(line.text))
    written.append(_escaped(line.text[place:]))
    return "".join(written)


def _kept(span: Span) -> bool:
    return span.kind != "link" or is_link(span.target)


def _nested(spans: list[Span]) -> list[Span]:
    """Return spans of which each lies wholly inside or outside of any other."""
    found: list[Span] = []
    around: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end, _ORDER[span.kind])):
        while around and around[-1].end <= span.start:
            around.pop()
        twice = any(span.kind == outer.kind for outer in around)
        if (around and span.end > around[-1].end) or twice:
            continue
        around.append(span)
        found.append(span)
    return found


def _escaped(text: str) -> str:
    # Quotation marks stay as they are: the sanitiser writes them so, and the digest must agree.
    return escape(text, quote=False)


class Ids:
    """Ids for the items of one document: the same text under the same section always gets the same."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._times: dict[tuple[str, str], int] = {}

    def make(self, section: str, text: str) -> str:
        """Return eight lower-case hexadecimal digits that this document has not used yet."""
        folded = " ".join(fold(text).split())
        times = self._times.get((section, folded), 0)
        while True:
            seed = f"{section}\n{folded}\n{times}" if times else f"{section}\n{folded}"
            identity = hashlib.sha256(seed.encode()).hexdigest()[:8]
            times += 1
            if identity not in self._used:
                self._times[section, folded] = times
                self._used.add(identity)
                return identity

"""PDF -> lines: headings by the size of their letters, broken lines joined, links by where they lie."""

import io
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from newsdesk.intake.decode import composed
from newsdesk.intake.ends import closed, noted
from newsdesk.intake.lines import Document, Line, Span, Unreadable, numbered
from newsdesk.intake.text import Row, joined, lines_of

if TYPE_CHECKING:
    from pypdf import PageObject

MOST_PAGES = 40
_LARGER = 1.08
_SIGNS = re.compile(r"^[\uf0b7\uf0a7\uf02d\uf0d8\uf076\u2022\u25cf]\s*")
_SIGN_ALONE = re.compile(r"[\uf0b7\uf0a7\uf02d\uf0d8\uf076•●▪◦○]")
_NUMBERS = re.compile(r"\d+")


@dataclass
class _Block:
    """Rows of one size of letters that follow each other, with the addresses linked in them."""

    size: float
    large: bool
    rows: list[tuple[str, int]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class _Printed:
    """A row as it is printed: its words, the largest size in it, its page, and addresses under its words."""

    text: str = ""
    size: float = 0
    page: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)


def read(data: bytes, name: str = "") -> Document:
    """Return the document of a PDF. Raises Unreadable for what is too long, locked or only a picture."""
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("The PDF is protected by a password: print it to a new one without.")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise Unreadable(
                f"The PDF has {count:,} pages: {MOST_PAGES} at most are read. Copy out what is needed."
            )
        pages = [_printed(page, number) for number, page in enumerate(reader.pages, start=1)]
    except Unreadable:
        raise
    except Exception as error:  # pypdf raises many kinds on damaged files.
        raise Unreadable(
            "The PDF is damaged, or made in a way that cannot be read: paste its text."
        ) from error
    rows, repeated = _without_repeated(pages)
    if not any(row.text.strip() for row in rows):
        raise Unreadable(
            "The PDF holds no text: it is a scan, or an image. Paste the words instead."
        )
    lines = _lines(_blocks(rows))
    lines += [Line(0, text, "footer", at="head or foot of pages") for text in repeated]
    told = ["Headings were told by the size of their letters: look at them."]
    if not any(line.links for line in lines):
        told.append("The PDF gave no addresses: the words have no links.")
    return Document(name, "PDF", numbered(closed(noted(lines))), told=tuple(told))


def _printed(page: "PageObject", number: int) -> list[_Printed]:
    rows: list[_Printed] = []
    areas = _links(page)
    row = _Printed(page=number)

    def visit(text: str, cm: list[float], tm: list[float], _font: object, font_size: float) -> None:
        nonlocal row
        if not text:
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        size = round(abs(font_size * (tm[3] or tm[1] or 1) * (cm[3] or cm[1] or 1)), 1)
        for piece in re.split("(\n)", text):
            if piece == "\n":
                rows.append(row)
                row = _Printed(page=number)
            elif piece:
                if piece.strip():
                    row.size = max(row.size, size)
                    row.links += [
                        (piece.strip(), url) for area, url in areas if _inside(area, x, y)
                    ][:1]
                row.text += piece

    page.extract_text(visitor_text=visit)
    rows.append(row)
    return [replace(row, text=composed(row.text)) for row in rows if row.text.strip()]


def _links(page: "PageObject") -> list[tuple[list[float], str]]:
    found = []
    for annotation in page.get("/Annots") or []:
        annotation = annotation.get_object()
        action = (annotation.get("/A") or {}) if hasattr(annotation, "get") else {}
        action = action.get_object() if hasattr(action, "get_object") else action
        if uri := action.get("/URI"):
            uri = uri.decode("latin-1") if isinstance(uri, bytes) else str(uri)
            found.append(([float(side) for side in annotation["/Rect"]], uri))
    return found


def _inside(area: list[float], x: float, y: float) -> bool:
    left, right = sorted((area[0], area[2]))
    low, high = sorted((area[1], area[3]))
    return left - 1 <= x <= right - 2 and low - 2 <= y <= high + 2


def _without_repeated(pages: list[list[_Printed]]) -> tuple[list[_Printed], list[str]]:
    """Return the rows without those that stand at the head or foot of nearly every page, and these apart."""
    ends: Counter[str] = Counter()
    for page in pages:
        ends.update({_NUMBERS.sub("#", row.text.strip()) for row in (*page[:2], *page[-2:])})
    often = {
        text for text, count in ends.items() if len(pages) > 1 and count >= max(2, len(pages) - 1)
    }
    kept: list[_Printed] = []
    repeated: list[str] = []
    for page in pages:
        for index, row in enumerate(page):
            edge = index < 2 or index >= len(page) - 2
            if edge and _NUMBERS.sub("#", row.text.strip()) in often:
                repeated.append(row.text.strip())
            else:
                kept.append(row)
    return kept, repeated


def _blocks(rows: list[_Printed]) -> list[_Block]:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    body = sizes.most_common(1)[0][0]
    blocks: list[_Block] = []
    for row in rows:
        large = row.size > body * _LARGER
        last = blocks[-1] if blocks else None
        same = last is not None and last.large == large and (not large or last.size == row.size)
        if last is None or not same or (large and len(last.rows[-1][0]) <= 25):
            blocks.append(last := _Block(row.size, large))
        last.rows.append((row.text, row.page))
        last.links += row.links
    return blocks


def _lines(blocks: list[_Block]) -> list[Line]:
    sizes = sorted({block.size for block in blocks if block.large}, reverse=True)
    lengths = sorted(
        len(text.strip()) for block in blocks if not block.large for text, _ in block.rows
    )
    width = lengths[int(len(lengths) * 0.95)] if lengths else 0
    lines: list[Line] = []
    for block in blocks:
        if block.large:
            text = " ".join(text.strip() for text, _ in block.rows)
            level = min(sizes.index(block.size) + 1, 6)
            lines.append(
                _linked(Line(0, text, "heading", level, at=f"page {block.rows[0][1]}"), block.links)
            )
            continue
        rows = [Row(_bulleted(text.strip()), page, page) for text, page in block.rows]
        found = lines_of(joined(_with_signs(rows), width=width, always=True))
        lines += [
            _linked(
                replace(line, at=line.at.replace("lines", "pages").replace("line", "page")),
                block.links,
            )
            for line in found
        ]
    return lines


def _bulleted(text: str) -> str:
    return _SIGNS.sub("• ", text)


def _with_signs(rows: list[Row]) -> list[Row]:
    """Join a bullet that was printed by itself to the row after it."""
    found: list[Row] = []
    sign = False
    for row in rows:
        if _SIGN_ALONE.fullmatch(row.text.strip()):
            sign = True
            continue
        found.append(replace(row, text=f"• {row.text}") if sign else row)
        sign = False
    return found


def _linked(line: Line, links: list[tuple[str, str]]) -> Line:
    """Give a line the addresses whose words stand in it, each once."""
    spans = list(line.spans)
    begin = 0
    while links:
        words, url = links[0]
        at = line.text.find(words, begin)
        if at < 0:
            break
        spans.append(Span(at, at + len(words), "link", url))
        begin = at + len(words)
        links.pop(0)
    return replace(line, spans=tuple(spans))

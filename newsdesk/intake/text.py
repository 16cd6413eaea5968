"""Plain text -> lines: bullets, numbers, lone dashes, addresses; wrapped lines are put together again."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from newsdesk.intake.builder import address, finished
from newsdesk.intake.ends import closed, noted
from newsdesk.intake.lines import Document, Line, Role, Span, numbered

LONE_MARKS = frozenset("-–—•*·")
_RULE = re.compile(r"(?:[-–—*_=~] ?){3,}|[⁂§]|#{1,3}")
_SIGNS = "-–—•*·▪◦→‣●○■□▸►➤➔➜➢❖✓✔✦★☆⁃∙❯»›–⇒🔹🔸🔵🟢🟡🔴👉✅📌"
_BULLET = re.compile(
    rf"[{_SIGNS}]\ufe0f?\s+(?=\S)|[▪●■□►➤✓✔🔹🔸👉✅📌→•]\ufe0f?(?=\w)|o\s+(?=[A-Z“\"])"
)
_NUMBER = re.compile(r"\(?(\d{1,3})[.)]\s+(?=\S)")
_SIGN = re.compile(r"\S\s?\[(\d{1,3})\]")
_URL = re.compile(r"(?:https?://|(?<![\w/.@-])www\.)[^\s<>\"“”|]{2,1900}", re.IGNORECASE)
_QUOTED = re.compile(r"^(?:> ?)+")
_INTRODUCED = re.compile(
    r"(?:On .{5,200}wrote:|Am .{5,200}schrieb.{0,100}:|Le .{5,200}a écrit ?:|El .{5,200}escribió:|"
    r"-{3,} ?(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d’origine).{0,40})$"
)
_WIDEST = 120
_TERMINAL = re.compile(r"[.!?:…][\"'”’)\]]*(?:\[\d{1,3}\])?$")
_LONGEST_PARAGRAPH = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a text as it stands in the file, with the numbers of the first and the last one in it."""

    text: str
    first: int
    last: int

    @property
    def at(self) -> str:
        return (
            f"line {self.first}" if self.first == self.last else f"lines {self.first}–{self.last}"
        )


def read(text: str, name: str = "") -> Document:
    """Return the document of a clean text."""
    rows, told = mended(text)
    return Document(name, "text", numbered(closed(noted(lines_of(rows)))), told=tuple(told))


def rows_of(text: str) -> list[Row]:
    return [
        Row(row, number, number) for number, row in enumerate(text.rstrip().split("\n"), start=1)
    ]


def mended(text: str) -> tuple[list[Row], list[str]]:
    """Return the rows of a text without the signs of a quoted mail, wrapped ones joined; what was done."""
    rows, told = rows_of(text), []
    if _is_quoted(rows):
        rows = [replace(row, text=_QUOTED.sub("", row.text)) for row in rows]
        told.append("The text was quoted in a mail: the “>” before its lines were taken away.")
    if is_wrapped(rows):
        rows = joined(rows)
        told.append("The lines of the text were broken off at one width: they were joined again.")
    return rows, told


def lines_of(rows: Sequence[Row]) -> list[Line]:
    """Return a line for each row."""
    counted = _counted(rows)
    introduced = _is_introduced(rows)
    found = [_line(row, counted=row.first in counted) for row in rows]
    found = [replace(line, role="footer") if line.at == introduced else line for line in found]
    return _as_tables(found, rows)


def _line(row: Row, *, counted: bool) -> Line:
    bare = row.text.strip()
    if not bare:
        return Line(0, "", "blank", at=row.at)
    if bare in LONE_MARKS or _RULE.fullmatch(bare):
        return Line(0, bare, "rule", at=row.at)
    indent = len(row.text) - len(row.text.lstrip())
    found = _BULLET.match(bare) or (_NUMBER.match(bare) if counted else None)
    if found is None:
        return linked(Line(0, bare, at=row.at))
    role: Role = "number" if found.re is _NUMBER else "item"
    return linked(Line(0, bare[found.end() :], role, 1 + min(indent // 2, 8), at=row.at))


def linked(line: Line) -> Line:
    """Return a line whose addresses are links."""
    taken = [(span.start, span.end) for span in line.links]
    spans = [
        Span(found.start(), found.start() + len(url), "link", target)
        for found in _URL.finditer(line.text)
        if not any(start <= found.start() < end for start, end in taken)
        for url in [_without_end(found[0])]
        if (target := address(f"https://{url}" if url[:4].lower() == "www." else url))
    ]
    return finished(replace(line, spans=(*line.spans, *spans))) if spans else line


def _without_end(url: str) -> str:
    """Return an address without the signs that close the sentence around it."""
    url = url.rstrip(".,;:!?'’”\"*_")
    while url.endswith((")", "]")) and url.count(url[-1]) > url.count(
        "(" if url[-1] == ")" else "["
    ):
        url = url[:-1].rstrip(".,;:!?")
    return url


def _counted(rows: Sequence[Row]) -> set[int]:
    """Return the rows that a number counts: 1, 2, 3. "3. März" alone begins a sentence."""
    found: set[int] = set()
    signs = {sign[1] for row in rows for sign in _SIGN.finditer(row.text)}
    run: list[int] = []
    last = 0
    for row in rows:
        number = _NUMBER.match(row.text.strip())
        if number is None or (number[1] in signs and "://" in row.text):
            continue  # A note: its number is its key.
        value = int(number[1])
        if value == last == 1:
            found.update((run[-1], row.first))  # Markdown counts them itself.
        if value == last + 1 and run:
            run.append(row.first)
        elif value == 1:
            run = [row.first]
        else:
            continue
        last = value
        if len(run) > 1:
            found.update(run)
    return found


def _is_quoted(rows: Sequence[Row]) -> bool:
    filled = [row for row in rows if row.text.strip()]
    quoted = sum(row.text.startswith(">") for row in filled)
    return len(filled) > 2 and quoted >= 0.6 * len(filled)


def _is_introduced(rows: Sequence[Row]) -> str:
    """Return where the line stands that says who wrote the mail that follows, or ""."""
    first = next((row for row in rows if row.text.strip()), None)
    return first.at if first and _INTRODUCED.match(first.text.strip()) else ""


def _as_tables(lines: list[Line], rows: Sequence[Row]) -> list[Line]:
    """Return lines where two or more in a row with the same bars between cells are rows of a table."""
    bars = [line.text.count(" | ") if line.role == "paragraph" else 0 for line in lines]
    return [
        replace(line, role="row")
        if count and count in (bars[index - 1] if index else 0, *bars[index + 1 : index + 2])
        else line
        for index, (line, count) in enumerate(zip(lines, bars, strict=True))
    ]


def is_wrapped(rows: Sequence[Row]) -> bool:
    """Tell whether the lines were broken off at one width: sentences go on in small letters."""
    filled = [row.text.strip() for row in rows if row.text.strip()]
    if len(filled) < 6 or _width(filled) > _WIDEST:
        return False
    goes_on = sum(
        after[:1].islower() and not _TERMINAL.search(before) and len(before) > 20
        for before, after in pairwise(filled)
    )
    return goes_on >= 3


def _width(rows: Sequence[str]) -> int:
    lengths = sorted(map(len, rows))
    return lengths[int(len(lengths) * 0.95)] if lengths else 0


def joined(rows: Iterable[Row], *, width: int = 0, always: bool = False) -> list[Row]:
    """Return rows with those joined that were broken off: the next row's first word would not have fitted.

    With `always`, a long row goes on in the next one wherever its sentence has not ended.
    """
    rows = list(rows)
    width = width or _width([row.text.strip() for row in rows if row.text.strip()])
    whole = " ".join(row.text for row in rows).casefold()
    hyphened = set(re.findall(r"\w{1,40}-\w{1,40}", whole))
    found: list[Row] = []
    last = ""
    for row in rows:
        text = row.text.strip()
        inside = bool(found) and found[-1].first != found[-1].last
        if found and last and text and _goes_on(last, text, width, inside=inside, always=always):
            before = found[-1]
            if len(before.text) < _LONGEST_PARAGRAPH:
                found[-1] = Row(_together(before.text, text, hyphened), before.first, row.last)
                last = text
                continue
        found.append(row)
        last = text
    return found


def _goes_on(last: str, text: str, width: int, *, inside: bool, always: bool) -> bool:
    if _BULLET.match(text) or _NUMBER.match(text) or text in LONE_MARKS or last in LONE_MARKS:
        return False
    if _RULE.fullmatch(text) or _RULE.fullmatch(last):
        return False
    if last.endswith("-") and text[0].islower():
        return True
    fits = len(last) + 1 + len(text.split()[0]) <= width
    ended = _TERMINAL.search(last) is not None
    if always and not ended and len(last) > 0.6 * width:
        return True
    return not fits or (text[0].islower() and not ended and (inside or len(last) > 0.4 * width))


def _together(before: str, text: str, hyphened: set[str]) -> str:
    """Join two rows; a hyphen at the break stays where the word has one elsewhere too, or joins names."""
    if not before.endswith(("-", "‐")) or not text[0].isalpha():
        return f"{before} {text}"
    head = re.search(r"(\w{1,40})[-‐]$", before[-60:])
    tail = re.match(r"\w{1,40}", text)
    if (
        head
        and tail
        and (
            f"{head[1]}-{tail[0]}".casefold() in hyphened or text[0].isupper() or head[1].isdigit()
        )
    ):
        return before + text
    return before[:-1] + text

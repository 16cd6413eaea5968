"""Markdown -> lines. What editors write in it is not all Markdown: lone dashes and other bullets count."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from newsdesk.intake.builder import Builder, address, bold_headings, without_emphasis
from newsdesk.intake.counts import by_hand, were
from newsdesk.intake.ends import closed, noted
from newsdesk.intake.lines import Document, Line, Role, Unreadable, numbered
from newsdesk.intake.text import LONE_MARKS, is_wrapped, linked, rows_of
from newsdesk.text.raised import raised

_HASH = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)
_STRONG = re.compile(r"(?:\*\*|__)(?=\S)[^*_\n]{1,300}(?:\*\*|__)")
_LINK = re.compile(
    r"\[[^\[\]\n]{1,300}\](?:\([^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?\)|\[\w{1,20}\])"
)
_NOTE = re.compile(r"^\[\^\w{1,20}\]:", re.MULTILINE)
_UNDERLINED = re.compile(r"^(?![#>|*+\-\s])[^\n]{1,200}\n(={3,}|-{3,})[ \t]*$", re.MULTILINE)
_FRONT = re.compile(r"---[ \t]*\n(.{0,10000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z][\w-]{0,40}):[ \t]*(.*)$")
_OTHER_BULLET = re.compile(r"^([ \t]*)[•▪◦·→–—►●■✓‣][ \t]+(?=\S)")
_LISTED = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\S")
_DEFINED = re.compile(r"^\[(\^?)(\w{1,20})\]:[ \t]*(?=\S)")
# Markdown has no sign for raised figures; those who write it, and programs that export it, use the tag.
_HEIGHT = re.compile(r"<(sup|sub)>([^<>\n]{1,20})</\1>")
_MOST_BRACKETS = 3_000

# What front matter may say, and how it is called here.
_FACTS = {
    "title": "title", "headline": "title", "subtitle": "standfirst", "standfirst": "standfirst",
    "description": "standfirst", "summary": "standfirst", "author": "byline", "authors": "byline",
    "byline": "byline", "date": "date", "published": "date", "tags": "tags", "categories": "tags",
    "keywords": "tags", "slug": "slug", "permalink": "path",
}  # fmt: skip


def is_markdown(text: str) -> bool:
    """Tell whether a text is written in Markdown."""
    return (
        _HASH.search(text) is not None
        or _STRONG.search(text) is not None
        or _LINK.search(text) is not None
        or _NOTE.search(text) is not None
        or front_matter(text)[1] > 0
        or len(_UNDERLINED.findall(text)) > 1
    )


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """Return the fields before a text between lines of dashes, and how many rows they take."""
    block = _FRONT.match(text)
    if block is None:
        return {}, 0
    fields: dict[str, str] = {}
    last = ""
    for row in block[1].split("\n"):
        if field := _FIELD.match(row):
            last = field[1].lower()
            fields[last] = _scalar(field[2])
        elif last and row.strip().startswith("- "):
            fields[last] = ", ".join(filter(None, (fields[last], _scalar(row.strip()[2:]))))
        elif last and row.strip() and row.startswith((" ", "\t")):
            fields[last] = " ".join(filter(None, (fields[last].strip(">|"), row.strip())))
        elif row.strip() and not row.lstrip().startswith("#"):
            return {}, 0
    return (fields, block[0].count("\n")) if fields else ({}, 0)


def _scalar(value: str) -> str:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(
            part.strip().strip("\"'") for part in value[1:-1].split(",") if part.strip()
        )
    return value.strip("\"'") if value[:1] == value[-1:] and value[:1] in "\"'" else value


def read(text: str, name: str = "") -> Document:
    """Return the document of a clean text in Markdown. Raises Unreadable."""
    if text.count("[") > _MOST_BRACKETS or text.count("*") > 10 * _MOST_BRACKETS:
        raise Unreadable(
            f"The text has more than {_MOST_BRACKETS:,} brackets: it was not made by people."
        )
    text = _HEIGHT.sub(lambda found: raised(found[2], found[1]) or found[2], text)
    fields, skipped = front_matter(text)
    rows, places = _prepared(text, skipped)
    writer = _Writer(places, wrapped=is_wrapped(rows_of(text)))
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 20})
    parser.enable(["table", "strikethrough"]).disable(["lheading", "code"])
    writer.write(parser.parse("\n".join(rows)))
    lines = [without_emphasis(linked(line)) for line in bold_headings(writer.lines)]
    facts: dict[str, str] = {}
    for field, value in fields.items():
        if value and (called := _FACTS.get(field)):
            facts.setdefault(called, value)
    told = list(writer.told())
    unused = [
        f"{field}: {value}" for field, value in fields.items() if value and field not in _FACTS
    ]
    if unused:
        told.append(f"Left out of what stands before the text: {'; '.join(unused)}.")
    return Document(name, "Markdown", numbered(closed(noted(lines))), facts, tuple(told))


def _prepared(text: str, skipped: int) -> tuple[list[str], list[int]]:
    """Return the rows to be parsed, and for each the number it has in the file."""
    rows = text.split("\n")
    used = {found[2] for found in re.finditer(r"\](\[)(\w{1,20})\]", text)}
    prepared: list[str] = []
    places: list[int] = []

    def put(row: str, place: int) -> None:
        prepared.append(row)
        places.append(place)

    in_list = fenced = False
    for number, row in enumerate(rows[skipped:], start=skipped + 1):
        bare = row.strip()
        if bare.startswith(("```", "~~~")):
            fenced = not fenced
        below = rows[number].strip() if number < len(rows) else ""
        if fenced:
            put(row, number)
        elif bare in LONE_MARKS and bare:
            put("", number)
            put("* * *", number)
            put("", number)
        elif (
            re.fullmatch(r"={3,}|-{3,}", bare)
            and prepared
            and prepared[-1].startswith(("# ", "## "))
        ):
            put("", number)
        elif re.fullmatch(r"={3,}|-{3,}", below) and bare and not re.match(r"[#>|*+\-]", bare):
            put(f"{'#' if below[0] == '=' else '##'} {bare}", number)
        elif (found := _DEFINED.match(bare)) and (found[1] or found[2] not in used):
            put("", number)
            put(f"\\[{found[2]}\\] {bare[found.end() :]}", number)
            put("", number)
        else:
            row = _OTHER_BULLET.sub(r"\1- ", row)
            listed = _LISTED.match(row) is not None
            if in_list and bare and not listed and not row.startswith((" ", "\t", "#")):
                put("", number)  # Else the line would belong to the item above.
            put(row, number)
            in_list = listed or (in_list and bool(bare) and row.startswith((" ", "\t")))
            continue
        in_list = False
    return prepared, places


class _Writer:
    """Writes the tokens of a text as lines."""

    def __init__(self, places: Sequence[int], *, wrapped: bool) -> None:
        self._builder = Builder()
        self._places = places
        self._wrapped = wrapped
        self._lists: list[str] = []
        self._quotes = 0
        self._heading = 0
        self._row: list[str] | None = None
        self._item = False
        self._at = ""
        self._struck = 0
        self._pictures = 0

    @property
    def lines(self) -> list[Line]:
        return self._builder.lines

    def told(self) -> Iterator[str]:
        if self._struck:
            yield f"{were(self._struck, 'struck piece')} left out."
        if self._pictures:
            yield f"{were(self._pictures, 'image')} not taken: {by_hand(self._pictures)}"

    def write(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.map and token.type != "inline":
                self._at = self._place(token.map)
            self._block(token)

    def _place(self, rows: Sequence[int]) -> str:
        first = self._places[min(rows[0], len(self._places) - 1)]
        last = self._places[min(max(rows[0], rows[1] - 1), len(self._places) - 1)]
        return f"line {first}" if first == last else f"lines {first}–{last}"

    def _block(self, token: Token) -> None:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            self._lists.append("number" if kind == "ordered_list_open" else "item")
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif kind == "list_item_open":
            self._item = True
        elif kind in ("blockquote_open", "blockquote_close"):
            self._quotes += 1 if kind == "blockquote_open" else -1
        elif kind == "heading_open":
            self._heading = int(token.tag[1])
        elif kind == "heading_close":
            self._heading = 0
        elif kind == "tr_open":
            self._row = []
        elif kind in ("td_open", "th_open") and self._row is not None:
            self._builder.text(" | " if self._row else "")
            self._row.append("")
        elif kind == "tr_close":
            self._row = None
            self._builder.line("row", at=self._at)
        elif kind == "hr":
            self._builder.rule(self._at)
        elif kind in ("fence", "code_block"):
            for row in token.content.split("\n"):
                self._builder.text(row)
                self._end()
        elif kind == "inline":
            self._inline(token.children or [])

    def _inline(self, tokens: Sequence[Token]) -> None:
        struck = 0
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "s_open":
                struck += 1
                self._struck += 1
            elif kind == "s_close":
                struck -= 1
            elif struck:
                continue
            elif kind in ("text", "code_inline"):
                self._builder.text(token.content)
            elif kind in ("strong_open", "em_open"):
                self._builder.begin("bold" if kind == "strong_open" else "italic")
            elif kind in ("strong_close", "em_close"):
                self._builder.end("bold" if kind == "strong_close" else "italic")
            elif kind == "link_open":
                self._builder.begin("link", address(str(token.attrs.get("href", ""))))
            elif kind == "link_close":
                self._builder.end("link")
            elif kind == "image":
                self._pictures += 1
            elif kind == "softbreak" and (
                self._wrapped or self._heading or _goes_on(tokens, index)
            ):
                self._builder.text(" ")
            elif kind in ("softbreak", "hardbreak"):
                self._end()
        if self._row is None:
            self._end()

    def _end(self) -> None:
        """End a line: the first of an item is the item, what follows in it belongs to it."""
        if self._heading:
            self._builder.line("heading", level=self._heading, at=self._at)
        elif self._lists and self._item:
            role: Role = "number" if self._lists[-1] == "number" else "item"
            if self._builder.line(role, level=len(self._lists), at=self._at):
                self._item = False
        else:
            self._builder.line("quotation" if self._quotes else "paragraph", at=self._at)


def _goes_on(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a sentence goes on behind a break: it has not ended, and begins with no capital."""
    before = tokens[index - 1].content if index else ""
    after = tokens[index + 1].content if index + 1 < len(tokens) else ""
    return after[:1].islower() and not before.rstrip().endswith((".", "!", "?", ":", "…", "”", '"'))

"""OpenDocument texts (.odt, and .fodt in one file) -> lines."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from newsdesk.intake.archive import Archive
from newsdesk.intake.builder import Builder, address, bold_headings, without_emphasis
from newsdesk.intake.counts import told
from newsdesk.intake.ends import closed, noted
from newsdesk.intake.lines import Document, Kind, Line, Role, Unreadable, numbered
from newsdesk.intake.text import linked

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_T = f"{{{_NAMES}text:1.0}}"
_O = f"{{{_NAMES}office:1.0}}"
_TABLE = f"{{{_NAMES}table:1.0}}"
_STYLE = f"{{{_NAMES}style:1.0}}"
_DRAW = f"{{{_NAMES}drawing:1.0}}"
_FO = f"{{{_NAMES}xsl-fo-compatible:1.0}}"
_XLINK = "{http://www.w3.org/1999/xlink}"

_DEEPEST = 120
_MOST_PARAGRAPHS = 20_000
_SKIPPED = frozenset(
    (
        f"{_O}annotation-end",
        *(f"{_O}{name}" for name in ("forms", "event-listeners")),
        *(f"{_DRAW}{name}" for name in ("object", "object-ole")),
        *(
            f"{_T}{name}"
            for name in (
                *("tracked-changes", "sequence-decls", "variable-decls", "user-field-decls"),
                *("table-of-content", "bibliography", "alphabetical-index"),
                *("note-citation", "list-style"),
            )
        ),
    )
)

_AROUND = tuple(
    f"{_STYLE}{end}{which}" for end in ("header", "footer") for which in ("", "-left", "-first")
)


def is_open_document(archive: Archive) -> bool:
    if "mimetype" in archive and "content.xml" in archive:
        return archive.read("mimetype")[:100].startswith(b"application/vnd.oasis.opendocument.text")
    return False


def read(archive: Archive, name: str = "") -> Document:
    """Return the document of an .odt file. Raises Unreadable."""
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise Unreadable("The file is protected by a password: save it without one and try again.")
    styles = archive.xml("styles.xml") if "styles.xml" in archive else None
    return read_tree(archive.xml("content.xml"), styles, name)


def read_tree(
    root: etree._Element, styles: etree._Element | None = None, name: str = ""
) -> Document:
    """Return the document of a tree of OpenDocument."""
    body = root.find(f"{_O}body/{_O}text")
    if body is None:
        raise Unreadable("The file holds no text: it may be a table or slides.")
    trees = [tree for tree in (styles, root) if tree is not None]
    reader = _Reader(_Styles(trees))
    reader.blocks(body, 0)
    reader.write_notes()
    reader.count_around(trees)
    lines = [without_emphasis(linked(line)) for line in bold_headings(reader.lines)]
    told = tuple(reader.told(root))
    return Document(name, "OpenDocument", numbered(closed(noted(lines))), told=told)


class _Styles:
    def __init__(self, trees: list[etree._Element]) -> None:
        self._parents: dict[str, str] = {}
        self._looks: dict[str, dict[str, bool]] = {}
        self._counted: dict[str, set[int]] = {}
        for tree in trees:
            for style in tree.iter(f"{_STYLE}style"):
                name = style.get(f"{_STYLE}name") or ""
                self._parents[name] = style.get(f"{_STYLE}parent-style-name") or ""
                if (look := style.find(f"{_STYLE}text-properties")) is not None:
                    self._looks[name] = _look(look)
            for listed in tree.iter(f"{_T}list-style"):
                self._counted[listed.get(f"{_STYLE}name") or ""] = {
                    int(level.get(f"{_T}level") or 1)
                    for level in listed.iter(f"{_T}list-level-style-number")
                    if level.get(f"{_STYLE}num-format")
                }

    def chain(self, name: str) -> Iterator[str]:
        for _ in range(12):
            if not name:
                return
            yield name
            name = self._parents.get(name, "")

    def named(self, name: str, *among: str) -> bool:
        return any(each.replace("_20_", " ") in among for each in self.chain(name))

    def look(self, name: str) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for each in reversed(list(self.chain(name))):
            found |= self._looks.get(each, {})
        if self.named(name, "Strong Emphasis"):
            found["bold"] = True
        if self.named(name, "Emphasis"):
            found["italic"] = True
        return found

    def role_of_list(self, name: str, level: int) -> Role:
        return "number" if level in self._counted.get(name, ()) else "item"


def _look(properties: etree._Element) -> dict[str, bool]:
    found = {}
    if weight := properties.get(f"{_FO}font-weight"):
        found["bold"] = weight in ("bold", "600", "700", "800", "900")
    if slant := properties.get(f"{_FO}font-style"):
        found["italic"] = slant == "italic"
    if line := properties.get(f"{_STYLE}text-line-through-style"):
        found["struck"] = line != "none"
    if display := properties.get(f"{_T}display"):
        found["hidden"] = display == "none"
    if position := properties.get(f"{_STYLE}text-position"):
        place = position.split()[0]
        found["sub"] = place == "sub" or (place.startswith("-") and not place.startswith("-0%"))
        found["sup"] = not found["sub"] and place not in ("0%", "-0%")
    return found


class _Reader:
    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self._builder = Builder()
        self._notes: list[tuple[str, etree._Element]] = []
        self._counts: Counter[str] = Counter()
        self._lists: list[str] = []
        self._item = False
        self._in_row = False
        self._paragraphs = 0
        self._key = ""

    @property
    def lines(self) -> list[Line]:
        return self._builder.lines

    def blocks(self, parent: etree._Element, depth: int) -> None:
        """Read what stands in a body, a list, a cell or a text box."""
        if depth > _DEEPEST:
            raise Unreadable("The document is nested too deeply to be read.")
        for element in parent:
            tag = element.tag
            if tag in (f"{_T}p", f"{_T}h"):
                self._paragraph(element, depth)
            elif tag == f"{_T}list":
                self._lists.append(element.get(f"{_T}style-name") or (self._lists or [""])[-1])
                self.blocks(element, depth + 1)
                self._lists.pop()
            elif tag in (f"{_T}list-item", f"{_T}list-header"):
                self._item = tag == f"{_T}list-item"
                self.blocks(element, depth + 1)
                self._item = False
            elif tag == f"{_TABLE}table":
                self._table(element, depth)
            elif tag == f"{_O}annotation":
                self._counts["comment"] += 1
            elif tag not in _SKIPPED:
                self.blocks(element, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> None:
        rows = [
            [
                cell
                for cell in row
                if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
            ]
            for row in table.iter(f"{_TABLE}table-row")
        ]
        nested = table.find(f".//{_TABLE}table") is not None or self._in_row
        longest = max((len("".join(cell.itertext())) for row in rows for cell in row), default=0)
        if nested or longest > 600 or not any(len(row) > 1 for row in rows):
            for row in rows:
                for cell in row:
                    self.blocks(cell, depth + 2)
            return
        for row in rows:
            self._in_row = True
            for index, cell in enumerate(row):
                self._builder.text(" | " if index else "")
                self.blocks(cell, depth + 2)
            self._in_row = False
            self._end("row", 0)

    def _paragraph(self, element: etree._Element, depth: int) -> None:
        self._paragraphs += 1
        if self._paragraphs > _MOST_PARAGRAPHS:
            raise Unreadable(f"The document has more than {_MOST_PARAGRAPHS:,} paragraphs.")
        boxes: list[etree._Element] = []
        self._inline(element, depth, boxes)
        if self._in_row:
            self._builder.text(" ")
        else:
            self._end(*self._role(element))
        for box in boxes:
            self.blocks(box, depth + 1)

    def _role(self, element: etree._Element) -> tuple[Role, int]:
        style = element.get(f"{_T}style-name") or ""
        if self._styles.named(style, "Title"):
            return "heading", 1
        if element.tag == f"{_T}h":
            level = element.get(f"{_T}outline-level") or "1"
            return "heading", min(max(int(level), 1), 6) if level.isdecimal() else 1
        if self._lists and self._item:
            self._item = False
            return self._styles.role_of_list(self._lists[-1], len(self._lists)), min(
                len(self._lists), 9
            )
        if self._styles.named(style, "Quotations"):
            return "quotation", 0
        if self._styles.named(style, "Caption", "Illustration", "Figure"):
            return "footer", 0
        return "paragraph", 0

    def _end(self, role: Role, level: int) -> None:
        if self._key:
            self._builder.note(self._key, f"note {self._key}")
        else:
            self._builder.line(role, level=level, at=f"paragraph {self._paragraphs}")

    def _inline(self, parent: etree._Element, depth: int, boxes: list[etree._Element]) -> None:
        if depth > _DEEPEST:
            raise Unreadable("The document is nested too deeply to be read.")
        self._builder.text(parent.text)
        for element in parent:
            self._piece(element, depth, boxes)
            self._builder.text(element.tail)

    def _piece(self, element: etree._Element, depth: int, boxes: list[etree._Element]) -> None:
        tag = element.tag
        if tag == f"{_T}span":
            self._span(element, depth, boxes)
        elif tag == f"{_T}a":
            named = element.get(f"{_XLINK}href") or ""
            self._counts["link"] += bool(named) and not address(named) and not named.startswith("#")
            self._builder.begin("link", address(named))
            self._inline(element, depth + 1, boxes)
            self._builder.end("link")
        elif tag in (f"{_T}s", f"{_T}tab", f"{_T}line-break"):
            self._builder.text(" ")
        elif tag == f"{_T}note":
            key = f"note-{len(self._notes) + 1}"
            self._builder.mark(key)
            if (body := element.find(f"{_T}note-body")) is not None:
                self._notes.append((key, body))
        elif tag == f"{_O}annotation":
            self._counts["comment"] += 1
        elif tag == f"{_DRAW}frame":
            box = element.find(f"{_DRAW}text-box")
            boxes += [box] if box is not None else []
            self._counts["picture"] += box is None
        elif tag not in _SKIPPED:
            self._inline(element, depth + 1, boxes)

    def _span(self, element: etree._Element, depth: int, boxes: list[etree._Element]) -> None:
        look = self._styles.look(element.get(f"{_T}style-name") or "")
        for gone in ("struck", "hidden"):
            if look.get(gone):
                self._counts[gone] += len("".join(element.itertext()).split())
                return
        kinds: tuple[Kind, ...] = ("bold", "italic")
        shown = [kind for kind in kinds if look.get(kind)]
        for kind in shown:
            self._builder.begin(kind)
        height = next((height for height in ("sup", "sub") if look.get(height)), "")
        if height:
            self._builder.begin_height(height)
        self._inline(element, depth + 1, boxes)
        if height:
            self._builder.end_height()
        for kind in reversed(shown):
            self._builder.end(kind)

    def write_notes(self) -> None:
        """Write the notes after the text, each with the key of its mark."""
        for key, body in self._notes:
            self._key = key
            self.blocks(body, 1)
        self._key = ""

    def count_around(self, trees: list[etree._Element]) -> None:
        """Count the words of heads and feet of pages, which stand among the styles."""
        for tree in trees:
            for element in tree.iter(*_AROUND):
                if element.get(f"{_STYLE}display") != "false":
                    self._counts["around"] += sum(
                        len("".join(paragraph.itertext()).split())
                        for paragraph in element.iter(f"{_T}p", f"{_T}h")
                    )

    def told(self, root: etree._Element) -> Iterator[str]:
        """Yield what was taken and left out, as sentences."""
        changes = (
            change[0].tag.rpartition("}")[2]
            for change in root.iter(f"{_T}changed-region")
            if len(change)
        )
        yield from told(self._counts + Counter(changes))

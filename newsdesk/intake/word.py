"""Word documents (.docx) -> lines, over the XML itself: nothing in it is dropped without being counted."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from newsdesk.intake.archive import Archive, target
from newsdesk.intake.builder import Builder, address, bold_headings, without_emphasis
from newsdesk.intake.counts import counted, told
from newsdesk.intake.ends import closed, noted
from newsdesk.intake.lines import Document, Line, Role, Unreadable, numbered
from newsdesk.intake.text import linked

_STRICT = "http://purl.oclc.org/ooxml/"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAIN = "/officeDocument"

MOST_PARAGRAPHS = 20_000
_DEEPEST = 120
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|rubrik|overskrift|kop) ?([1-9])", re.I
)
_LIST = re.compile(r"(?:list (bullet|number|paragraph)|aufzählung|listenabsatz|liste)", re.I)
_QUOTES = ("quote", "intense quote", "block text", "zitat", "citation")
_TITLES = ("title", "titel", "titre", "título")
_LINK = re.compile(r'HYPERLINK\s+(?:\\l\s+)?"([^"]{1,2000})"', re.I)
_OFF = ("0", "false", "off", "none")
_SKIPPED = frozenset(
    f"{_W}{name}"
    for name in (
        *("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "tblGrid", "sdtPr", "sdtEndPr"),
        *("instrText", "delText", "delInstrText", "fldData"),
    )
)


def is_word(archive: Archive) -> bool:
    return "[Content_Types].xml" in archive and bool(_main_part(archive))


def _main_part(archive: Archive) -> str:
    """Return the name of the part that holds the text: most call it word/document.xml, some do not."""
    if "_rels/.rels" in archive:
        for relation in archive.xml("_rels/.rels").iter(f"{_RELATIONS}Relationship"):
            if (relation.get("Type") or "").endswith(_MAIN):
                name = target("", relation.get("Target") or "")
                content = archive.read("[Content_Types].xml") if name in archive else b""
                return name if b"wordprocessingml" in content or b"ms-word" in content else ""
    return "word/document.xml" if "word/document.xml" in archive else ""


def read(archive: Archive, name: str = "") -> Document:
    """Return the document of a Word file. Raises Unreadable."""
    part = _main_part(archive)
    source = archive.read(part)
    if source.count(b"<w:p ") + source.count(b"<w:p>") > MOST_PARAGRAPHS:
        raise Unreadable(f"The document has more than {MOST_PARAGRAPHS:,} paragraphs.")
    reader = _Reader(archive, part)
    lines = reader.read()
    lines = [without_emphasis(linked(line)) for line in bold_headings(lines)]
    return Document(name, "Word", numbered(closed(noted(lines))), told=tuple(reader.told()))


class _Reader:
    def __init__(self, archive: Archive, part: str) -> None:
        self._archive = archive
        self._part = part
        self._relations, self._parts = _relations(archive, part)
        self._styles = _Styles(self._tree("/styles"))
        self._numbers = _numbers(self._tree("/numbering"))
        self._builder = Builder()
        self._counts: Counter[str] = Counter()
        self._field: list[list[str]] = []
        self._cells = 0
        self._paragraphs = 0
        self._key = ""

    def _tree(self, kind: str) -> etree._Element | None:
        name = self._parts.get(kind, "")
        return self._archive.xml(name) if name in self._archive else None

    def read(self) -> list[Line]:
        body = self._archive.xml(self._part).find(f"{_W}body")
        if body is None:
            if _STRICT.encode() in self._archive.read(self._part)[:5000]:
                raise Unreadable(
                    "This Word document is saved as “Strict Open XML”: save it as an ordinary .docx."
                )
            raise Unreadable("The Word document holds no text.")
        self._blocks(body, 0)
        self._field.clear()
        for kind in ("footnote", "endnote"):
            self._notes(kind)
        self._count_apart()
        return self._builder.lines

    def told(self) -> Iterator[str]:
        """Yield what was taken and left out, as sentences."""
        count = self._counts
        yield from told(count)
        if count["macro"]:
            yield "The document has macros: they were not looked at."
        if count["object"]:
            yield f"{counted(count['object'], 'embedded object or formula')} not taken."

    def _blocks(self, parent: etree._Element, depth: int) -> None:
        if depth > _DEEPEST:
            raise Unreadable("The document is nested too deeply to be read.")
        for element in parent:
            if element.tag == f"{_W}p":
                self._paragraph(element, depth)
            elif element.tag == f"{_W}tbl":
                self._table(element, depth)
            elif element.tag == f"{_MC}AlternateContent":
                self._alternative(element, depth, self._blocks)
            elif element.tag in (f"{_W}del", f"{_W}moveFrom"):
                self._counts["deletion"] += 1
            elif element.tag not in _SKIPPED:
                self._counts["insertion"] += element.tag == f"{_W}ins"
                self._blocks(element, depth + 1)

    def _alternative(self, element: etree._Element, depth: int, read: object) -> None:
        """Read one of the forms in which a text box is written."""
        chosen = element.find(f"{_MC}Choice")
        if chosen is None:
            chosen = element.find(f"{_MC}Fallback")
        if chosen is not None:
            read(chosen, depth + 1)  # type: ignore[operator]

    def _table(self, table: etree._Element, depth: int) -> None:
        nested = self._cells or table.find(f".//{_W}tbl") is not None
        rows = [row.findall(f"{_W}tc") for row in table.iter(f"{_W}tr")] if not nested else []
        longest = max((len("".join(cell.itertext())) for row in rows for cell in row), default=0)
        if nested or longest > 600 or not any(len(row) > 1 for row in rows):
            self._blocks(table, depth + 1)
            return
        for row in rows:
            self._cells = 1
            for index, cell in enumerate(row):
                self._builder.text(" | " if index else "")
                self._blocks(cell, depth + 1)
            self._cells = 0
            self._end("row", 0)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        self._paragraphs += 1
        properties = paragraph.find(f"{_W}pPr")
        role, level = self._role(properties)
        boxes: list[etree._Element] = []
        self._runs(paragraph, depth, boxes)
        if self._cells:
            self._builder.text(" ")
        else:
            self._end(role, level)
        for box in boxes:
            self._blocks(box, depth + 1)

    def _end(self, role: Role, level: int) -> None:
        if self._key:
            self._builder.note(self._key, f"note {self._key}")
        else:
            self._builder.line(role, level=level, at=f"paragraph {self._paragraphs}")

    def _role(self, properties: etree._Element | None) -> tuple[Role, int]:
        style = ""
        if properties is not None and (named := properties.find(f"{_W}pStyle")) is not None:
            style = named.get(f"{_W}val") or ""
        role, level = self._styles.role(style)
        if properties is None:
            return role, level
        outline = _value(properties.find(f"{_W}outlineLvl"))
        if outline.isdecimal() and int(outline) < 9:
            return "heading", int(outline) + 1
        number = properties.find(f"{_W}numPr")
        if number is not None and role != "heading":
            identity = _value(number.find(f"{_W}numId"))
            depth = _value(number.find(f"{_W}ilvl")) or "0"
            if identity and identity != "0":
                listed: Role = self._numbers.get((identity, depth), "item")
                return listed, 1 + min(int(depth) if depth.isdecimal() else 0, 8)
            return "paragraph", 0
        return role, level

    def _runs(self, parent: etree._Element, depth: int, boxes: list[etree._Element]) -> None:
        if depth > _DEEPEST:
            raise Unreadable("The document is nested too deeply to be read.")
        for element in parent:
            tag = element.tag
            if tag == f"{_W}r":
                self._run(element, depth, boxes)
            elif tag == f"{_W}hyperlink":
                self._link(element, depth, boxes)
            elif tag in (f"{_W}del", f"{_W}moveFrom"):
                self._counts["deletion"] += 1
            elif tag == f"{_W}fldSimple":
                found = _LINK.search(element.get(f"{_W}instr") or "")
                self._builder.begin("link", address(found[1]) if found else "")
                self._runs(element, depth + 1, boxes)
                self._builder.end("link")
            elif tag not in _SKIPPED:
                self._counts["insertion"] += tag == f"{_W}ins"
                self._counts["object"] += tag.endswith("}oMath")
                self._runs(element, depth + 1, boxes)

    def _link(self, element: etree._Element, depth: int, boxes: list[etree._Element]) -> None:
        named = self._relations.get(element.get(f"{_R}id") or "", "")
        anchor = element.get(f"{_W}anchor")
        where = address(f"{named}#{anchor}" if anchor and named and "#" not in named else named)
        self._counts["link"] += bool(named) and not where
        self._builder.begin("link", where)
        self._runs(element, depth + 1, boxes)
        self._builder.end("link")

    def _run(self, run: etree._Element, depth: int, boxes: list[etree._Element]) -> None:
        look = self._styles.look(run.find(f"{_W}rPr"))
        gone = (
            "struck"
            if look.get("strike") or look.get("dstrike")
            else "hidden"
            if look.get("vanish")
            else ""
        )
        for kind, name in (("bold", "b"), ("italic", "i")):
            if look.get(name):
                self._builder.begin(kind)  # type: ignore[arg-type]
        height = next((height for height in ("sup", "sub") if look.get(height)), "")
        if height:
            self._builder.begin_height(height)
        for element in run:
            self._piece(element, gone, depth, boxes)
        if height:
            self._builder.end_height()
        for kind, name in (("italic", "i"), ("bold", "b")):
            if look.get(name):
                self._builder.end(kind)  # type: ignore[arg-type]

    def _piece(
        self, element: etree._Element, gone: str, depth: int, boxes: list[etree._Element]
    ) -> None:
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if tag == "t":
            if gone:
                self._counts[gone] += len((element.text or "").split())
            else:
                self._builder.text(element.text)
        elif tag in ("tab", "br", "cr", "ptab"):
            self._builder.text(" ")
        elif tag == "noBreakHyphen":
            self._builder.text("-")
        elif tag == "sym":
            self._builder.text(" ")
        elif tag in ("footnoteReference", "endnoteReference"):
            self._builder.mark(f"{tag.removesuffix('Reference')}-{element.get(f'{_W}id')}")
        elif tag in ("fldChar", "instrText"):
            self._field_piece(tag, element)
        elif tag in ("drawing", "pict", "object"):
            found = list(element.iter(f"{_W}txbxContent"))
            boxes += [box for box in found if not any(up in found for up in box.iterancestors())]
            self._counts["picture" if tag != "object" else "object"] += not found
        elif tag == "AlternateContent":
            self._alternative(
                element, depth, lambda chosen, _: self._pieces(chosen, gone, depth, boxes)
            )
        elif tag == "ruby":
            for base in element.iter(f"{_W}rubyBase"):
                self._runs(base, depth + 1, boxes)

    def _pieces(
        self, parent: etree._Element, gone: str, depth: int, boxes: list[etree._Element]
    ) -> None:
        for element in parent:
            self._piece(element, gone, depth, boxes)

    def _field_piece(self, tag: str, element: etree._Element) -> None:
        """Read a link that is written as a field: begin, instruction, separate, words, end."""
        if tag == "instrText":
            if self._field:
                self._field[-1].append(element.text or "")
            return
        kind = element.get(f"{_W}fldCharType")
        if kind == "begin":
            self._field.append([])
        elif kind == "separate" and self._field:
            found = _LINK.search("".join(self._field[-1]))
            self._field[-1] = ["link"]
            self._builder.begin("link", address(found[1]) if found else "")
        elif kind == "end" and self._field and self._field.pop() == ["link"]:
            self._builder.end("link")

    def _notes(self, kind: str) -> None:
        root = self._tree(f"/{kind}s")
        for note in root.iter(f"{_W}{kind}") if root is not None else ():
            if note.get(f"{_W}type") in (None, "normal"):
                self._key = f"{kind}-{note.get(f'{_W}id')}"
                self._blocks(note, 1)
        self._key = ""

    def _count_apart(self) -> None:
        """Count what stands in other parts of the file, and is not read."""
        comments = self._tree("/comments")
        if comments is not None:
            self._counts["comment"] = len(comments.findall(f"{_W}comment"))
        for kind in ("/header", "/footer"):
            for name in self._archive.names:
                if re.fullmatch(rf"word{kind}\d*\.xml", name):
                    words = "".join(
                        text.text or "" for text in self._archive.xml(name).iter(f"{_W}t")
                    )
                    self._counts["around"] += len(words.split())
        self._counts["macro"] = sum(name.endswith("vbaProject.bin") for name in self._archive.names)


class _Styles:
    """What the styles of a document make of a paragraph and of letters; most are told by name."""

    def __init__(self, root: etree._Element | None) -> None:
        self._names: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._outline: dict[str, int] = {}
        self._listed: set[str] = set()
        self._looks: dict[str, dict[str, bool]] = {}
        for style in root.iter(f"{_W}style") if root is not None else ():
            identity = style.get(f"{_W}styleId") or ""
            self._names[identity] = _value(style.find(f"{_W}name")).casefold()
            self._parents[identity] = _value(style.find(f"{_W}basedOn"))
            outline = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
            if outline.isdecimal() and int(outline) < 9:
                self._outline[identity] = int(outline) + 1
            if style.find(f"{_W}pPr/{_W}numPr") is not None:
                self._listed.add(identity)
            if style.get(f"{_W}type") == "character":
                self._looks[identity] = _look(style.find(f"{_W}rPr"))

    def role(self, style: str) -> tuple[Role, int]:
        """Return what a paragraph of this style is, and its level."""
        for identity in self._chain(style):
            name = self._names.get(identity, identity.casefold())
            if name in _TITLES:
                return "heading", 1
            if found := _HEADING.match(name):
                return "heading", min(int(found[1]), 6)
            if identity in self._outline:
                return "heading", min(self._outline[identity], 6)
            if name in _QUOTES:
                return "quotation", 0
            if name.startswith("caption") or name == "beschriftung":
                return "footer", 0
            if found := _LIST.match(name):
                if (found[1] or "").casefold() == "paragraph" or "absatz" in name:
                    return "paragraph", 0
                depth = name[-1] if name[-1:].isdecimal() else "1"
                return ("number" if (found[1] or "").casefold() == "number" else "item"), int(depth)
            if identity in self._listed:
                return "item", 1
        return "paragraph", 0

    def _chain(self, style: str) -> Iterator[str]:
        for _ in range(12):
            if not style:
                return
            yield style
            style = self._parents.get(style, "")

    def look(self, properties: etree._Element | None) -> dict[str, bool]:
        """Return whether letters are bold, struck, raised and the like; their own look outweighs a style."""
        if properties is None:
            return {}
        found: dict[str, bool] = {}
        for identity in reversed(list(self._chain(_value(properties.find(f"{_W}rStyle"))))):
            found |= self._looks.get(identity, {})
        return found | _look(properties)


def _look(properties: etree._Element | None) -> dict[str, bool]:
    names = ("b", "i", "strike", "dstrike", "vanish")
    found = (
        {name: properties.find(f"{_W}{name}") for name in names} if properties is not None else {}
    )
    look = {
        name: (element.get(f"{_W}val") or "1") not in _OFF
        for name, element in found.items()
        if element is not None
    }
    if properties is not None and (height := _value(properties.find(f"{_W}vertAlign"))):
        look |= {"sup": height == "superscript", "sub": height == "subscript"}
    return look


def _numbers(root: etree._Element | None) -> dict[tuple[str, str], Role]:
    """Return, by the identity of a list and the level in it, whether its entries are counted."""
    if root is None:
        return {}
    levels: dict[str, dict[str, Role]] = {}
    for abstract in root.iter(f"{_W}abstractNum"):
        of_list = levels.setdefault(abstract.get(f"{_W}abstractNumId") or "", {})
        for level in abstract.iter(f"{_W}lvl"):
            of_list[level.get(f"{_W}ilvl") or ""] = (
                "item" if _value(level.find(f"{_W}numFmt")) in ("bullet", "none", "") else "number"
            )
    return {
        (number.get(f"{_W}numId") or "", depth): role
        for number in root.iter(f"{_W}num")
        for depth, role in levels.get(_value(number.find(f"{_W}abstractNumId")), {}).items()
    }


def _relations(archive: Archive, part: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return where the links of a part lead, by identity, and the names of its other parts, by kind."""
    folder, _, file = part.rpartition("/")
    name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    links: dict[str, str] = {}
    parts: dict[str, str] = {}
    if name in archive:
        for relation in archive.xml(name).iter(f"{_RELATIONS}Relationship"):
            kind, where = relation.get("Type") or "", relation.get("Target") or ""
            if relation.get("TargetMode") == "External" and kind.endswith("/hyperlink"):
                links[relation.get("Id") or ""] = where
            elif relation.get("TargetMode") != "External":
                parts[kind[kind.rfind("/") :]] = target(part, where)
    return links, parts


def _value(element: etree._Element | None) -> str:
    return (element.get(f"{_W}val") or "") if element is not None else ""

"""HTML -> lines: pages, and what Google Docs, Word, Outlook and browsers put on the clipboard."""

import re
from collections.abc import Iterable

from lxml import etree
from lxml import html as lxml_html

from newsdesk.intake.builder import Builder, address, bold_headings, without_emphasis
from newsdesk.intake.counts import by_hand, were
from newsdesk.intake.decode import composed, decoded
from newsdesk.intake.ends import closed, noted
from newsdesk.intake.lines import Document, Line, Role, Unreadable, numbered

MOST_CHARACTERS = 3_000_000
_LONGEST_TAG = 65_536
_MOST_ATTRIBUTES = 5_000
_DEEPEST = 200

_START = re.compile(
    r"\s*(?:<!--(?:(?!-->).){0,20000}-->\s*)*+<(?:!doctype html|html|head|body|meta|b|strong|p|div|"
    r"h[1-6]|span|ul|ol|article|main|section|table|blockquote|a|font|title)(?:\s|>)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</?(?:p|div|span|h[1-6]|ul|ol|li|br|a|section|article)\b[^<>]{0,300}>", re.I)
_TAGS_IN_TEXT = 4
_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset=[\"']?([\w-]{2,20})", re.IGNORECASE)
_LONG_TAG = re.compile(rf"<[^<>]{{{_LONGEST_TAG}}}")

_UNREAD = frozenset(
    "script style head template noscript svg math iframe object embed button select textarea input "
    "meta link title audio video canvas".split()
)
_AROUND = frozenset(("nav", "aside", "footer"))
_STRUCK = frozenset(("s", "strike", "del"))
_BLOCKS = frozenset(
    """address article aside body caption center dd details div dl dt fieldset figcaption figure footer form
    header hgroup html li main nav ol p pre section summary table tbody td tfoot th thead tr ul""".split()
)
_BOLD = re.compile(r"(?:^|;)\s*font-weight:\s*(?:bold|[6-9]00)")
_NOT_BOLD = re.compile(r"(?:^|;)\s*font-weight:\s*(?:normal|[1-4]00)")
_ITALIC = re.compile(r"(?:^|;)\s*font-style:\s*italic")
_NOT_ITALIC = re.compile(r"(?:^|;)\s*font-style:\s*normal")
_STRIKE = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?:[^;]{0,40}line-through")
_HEIGHT = re.compile(r"(?:^|;)\s*vertical-align:\s*(sup|sub)(?:er)?\b")
_HIDDEN = re.compile(r"display:none|visibility:hidden|mso-list:ignore|mso-hide:all")
_WORD_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d)")
_SIGN = re.compile(r"\s*(?:\[?\(?[\divxlca-z*†‡§]{1,4}\)?\]?|[↑↩⤴^]\ufe0e?)\s*")
_COUNTED = re.compile(r"\(?(?:\d{1,3}|[a-z])[.)]", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Tell whether a text is the source of a page, or a piece of one."""
    head = text[:40_000]
    return bool(_START.match(head)) or len(_TAG.findall(head)) > _TAGS_IN_TEXT


def text_of(data: bytes) -> tuple[str, str]:
    """Return the text of a file of HTML, in the encoding that it names, and a sentence about that."""
    named = _CHARSET.search(data[:4000])
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(named[1].decode("ascii")), ""
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(data)


def read(source: str, name: str = "") -> Document:
    """Return the document of a page, or of what was copied from one. Raises Unreadable."""
    root = parsed(source)
    walk = Walk(_main(root))
    lines = closed(noted([without_emphasis(line) for line in bold_headings(walk.lines)]))
    title = root.find(".//title")
    facts = {"suggested": _title(title.text or "")} if title is not None else {}
    return Document(name, "HTML", numbered(lines), facts, tuple(walk.told(_words_around(root))))


def _title(text: str) -> str:
    """Return the title of a page without the name of the site behind it."""
    words = " ".join(composed(text).split())
    return re.split(r" [|·»—–-] (?=[^|·»—–]{1,40}$)", words)[0]


def lines_of(source: str) -> list[Line]:
    """Return the lines of a piece of HTML that another format holds."""
    if not source.strip():
        return []
    return [without_emphasis(line) for line in bold_headings(Walk(parsed(source)).lines)]


def parsed(source: str) -> lxml_html.HtmlElement:
    """Return the tree of a page. Raises Unreadable where it is too large to be one."""
    if len(source) > MOST_CHARACTERS:
        raise Unreadable(f"The page is longer than {MOST_CHARACTERS:,} characters.")
    if _LONG_TAG.search(source):
        raise Unreadable("The page has a tag of more than 64 kB: it was not made by people.")
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Unreadable("The page holds no text.") from error
    if any("depth" in entry.message.casefold() for entry in parser.error_log):
        raise Unreadable("The page is nested too deeply to be read.")
    return root


def _main(root: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """Return the part of a page that holds its text: what it calls so, if that is most of its words."""
    whole = _letters(root)
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.xpath(path)
        if len(found) == 1 and _letters(found[0]) > 0.4 * whole:
            return found[0]
    return root


def _letters(root: lxml_html.HtmlElement) -> int:
    skipped = 0
    count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        unread = element.tag in _UNREAD or element.tag in _AROUND
        if event == "start":
            skipped += unread
            count += 0 if skipped else len((element.text or "").strip())
        else:
            skipped -= unread
            count += 0 if skipped else len((element.tail or "").strip())
    return count


def _words_around(root: lxml_html.HtmlElement) -> int:
    """Return how many words stand in the navigation and the like, and are left out."""
    around = (element for tag in _AROUND for element in root.iter(tag))
    outer = (
        element
        for element in around
        if not any(up.tag in _AROUND for up in element.iterancestors())
    )
    return sum(len(element.text_content().split()) for element in outer)


class Walk:
    """One pass over a tree: each block becomes a line."""

    def __init__(self, root: lxml_html.HtmlElement) -> None:
        self._builder = Builder()
        self._role: Role = "paragraph"
        self._level = 0
        self._lists: list[str] = []
        self._quotes = 0
        self._cell = 0
        self._note = ""
        self._rows = 0
        self._pre = 0
        self._struck = 0
        self.pictures = 0
        self.lost_links = 0
        self._places, self._linked = _targets(root)
        self._spans: dict[object, list[str]] = {}
        self._skipped = 0
        self._blocks = 0
        depth = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                depth += 1
                if depth > _DEEPEST:
                    raise Unreadable("The page is nested too deeply to be read.")
                self._enter(element)
            else:
                depth -= 1
                self._leave(element, root)
        self._flush()

    @property
    def lines(self) -> list[Line]:
        return self._builder.lines

    def told(self, around: int) -> Iterable[str]:
        """Yield what was left out, as sentences."""
        if around:
            yield f"What stands around the text (navigation, boxes, foot: {around:,} words) was left out."
        if self._struck:
            yield f"{were(self._struck, 'struck word')} left out."
        if self.pictures:
            yield f"{were(self.pictures, 'image')} not taken: {by_hand(self.pictures)}"
        if self.lost_links:
            lead = "1 link leads" if self.lost_links == 1 else f"{self.lost_links:,} links lead"
            yield f"{lead} to no page of the web: left out, the words stay."

    def _enter(self, element: etree._Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if self._skipped or not tag or self._unread(tag, element):
            self._skipped += 1
            return
        style = (element.get("style") or "").lower()
        if len(element.attrib) > _MOST_ATTRIBUTES:
            raise Unreadable(
                "A tag of the page has thousands of attributes: it was not made by people."
            )
        self._open_block(tag, element, style)
        if tag == "a" and self._sign(element):
            self._skipped = 1
            return
        self._open_spans(tag, element, style)
        self._text(element.text)

    def _unread(self, tag: str, element: etree._Element) -> bool:
        if tag in _UNREAD or tag in _AROUND or tag == "o:p":
            return True
        style = (element.get("style") or "").lower()
        struck = tag in _STRUCK or _STRIKE.search(style) is not None
        if struck:
            self._struck += len("".join(element.itertext()).split())
        hidden = _HIDDEN.search(style.replace(" ", "")) or element.get("hidden") is not None
        if hidden and "mso-list" in style and _COUNTED.match("".join(element.itertext()).strip()):
            self._role = "number"
        return struck or bool(hidden)

    def _open_block(self, tag: str, element: etree._Element, style: str) -> None:
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._flush()
            self._role, self._level = "heading", int(tag[1])
        elif tag in ("dt", "summary"):
            self._flush()
            self._role, self._level = "heading", 7
        elif tag == "figcaption":
            self._flush()
            self._role = "footer"
        elif tag in ("ul", "ol"):
            self._flush()
            self._lists.append(tag)
        elif tag == "li":
            self._flush()
            self._role = "number" if self._lists[-1:] == ["ol"] else "item"
            self._level = max(1, len(self._lists))
        elif tag == "blockquote":
            self._flush()
            self._quotes += 1
        elif tag == "table":
            self._flush()
            self._rows += not self._rows and _is_data(element)
        elif self._in_cells(tag):
            pass
        elif tag == "br":
            self._break()
        elif tag == "hr":
            self._flush()
            self._builder.rule()
        elif tag == "img":
            self.pictures += 1
        elif tag in _BLOCKS:
            self._pre += tag == "pre"
            if not (
                self._builder.empty
                and self._role in ("item", "number", "note", "heading", "footer")
            ):
                self._flush()
            self._word_paragraph((element.get("class") or ""), style)
        self._noted(element)

    def _in_cells(self, tag: str) -> bool:
        """Read what stands in a table of data: a row is a line, whatever its cells are made of."""
        if not self._rows:
            return False
        if tag == "tr":
            self._flush()
            self._role, self._cell = "row", 0
        elif tag in ("td", "th"):
            self._builder.text(" | " if self._cell else "")
            self._cell += 1
        elif tag in _BLOCKS or tag == "br":
            self._builder.text(" ")
        else:
            return False
        return True

    def _break(self) -> None:
        if self._role in ("heading", "item", "number", "note"):
            self._builder.text(" ")
        else:
            self._flush(keep=True)

    def _word_paragraph(self, classes: str, style: str) -> None:
        """Read the classes by which Word tells on the clipboard what a paragraph is."""
        if listed := _WORD_LIST.search(style):
            self._role, self._level = "item", int(listed[1])
        elif classes == "MsoTitle":
            self._role, self._level = "heading", 1
        elif classes in ("MsoQuote", "MsoIntenseQuote"):
            self._role = "quotation"
        elif classes == "MsoCaption":
            self._role = "footer"

    def _noted(self, element: etree._Element) -> None:
        """Remember that the line which begins here is a note, if a sign in the text leads to it."""
        name = element.get("id") or element.get("name") or ""
        if name in self._linked and self._builder.empty and not self._note:
            self._note = name

    def _sign(self, element: etree._Element) -> bool:
        """Read the sign of a note, or the way back from one; tell whether the link was either."""
        target = (element.get("href") or "").partition("#")[2]
        if not (element.get("href") or "").startswith("#") or not _is_sign(element):
            return False
        here = self._places.get(element, 0)
        if self._linked.get(target, -1) > here and not self._note:
            self._builder.mark(target)
        return True

    def _open_spans(self, tag: str, element: etree._Element, style: str) -> None:
        opened: list[str] = []
        bold = tag in ("b", "strong") and not _NOT_BOLD.search(style)
        if bold or (tag in ("span", "font", "p") and _BOLD.search(style)):
            self._builder.begin("bold")
            opened.append("bold")
        italic = tag in ("i", "em", "cite") and not _NOT_ITALIC.search(style)
        if italic or (tag == "span" and _ITALIC.search(style)):
            self._builder.begin("italic")
            opened.append("italic")
        if tag == "a" and (href := element.get("href")):
            target = address(href)
            self.lost_links += not target and not href.startswith("#")
            self._builder.begin("link", target)
            opened.append("link")
        if height := _height(tag, style):
            self._builder.begin_height(height)
            opened.append("height")
        if opened:
            self._spans[element] = opened

    def _text(self, text: str | None) -> None:
        if text and self._pre:
            first, *rest = text.split("\n")
            self._builder.text(first)
            for piece in rest:
                self._flush(keep=True)
                self._builder.text(piece)
        else:
            self._builder.text(text)

    def _leave(self, element: etree._Element, root: etree._Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if self._skipped:
            self._skipped -= 1
        else:
            for kind in self._spans.pop(element, ()):
                if kind == "height":
                    self._builder.end_height()
                else:
                    self._builder.end(kind)  # type: ignore[arg-type]
            self._close_block(tag)
        if not self._skipped and element is not root:
            self._text(element.tail)

    def _close_block(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._flush()
            if self._lists:
                self._lists.pop()
        elif tag == "blockquote":
            self._flush()
            self._quotes = max(0, self._quotes - 1)
        elif tag == "table":
            self._flush()
            self._rows = 0
        elif self._rows and tag != "tr":
            pass
        elif tag in _BLOCKS or tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._pre -= tag == "pre" and self._pre > 0
            self._flush()

    def _flush(self, *, keep: bool = False) -> None:
        """End the line. What follows in the same item of a list is a paragraph that belongs to it."""
        at = f"block {self._blocks + 1}"
        if self._note:
            written = self._builder.note(self._note, at)
        else:
            quoted = self._role == "paragraph" and self._quotes
            role: Role = "quotation" if quoted else self._role
            written = self._builder.line(role, level=self._level, at=at)
        self._blocks += written
        if written:
            self._note = ""
        if not keep:
            if written or self._role in ("row", "footer", "heading", "quotation"):
                self._role, self._level = "paragraph", 0
            if not self._lists and not written:
                self._role, self._level = "paragraph", 0


def _height(tag: str, style: str) -> str:
    """Return "sup" or "sub" where letters are raised or lowered: by a tag, or by style as in Google Docs."""
    if tag in ("sup", "sub"):
        return tag
    found = _HEIGHT.search(style) if tag == "span" else None
    return found[1] if found else ""


def _is_sign(element: etree._Element) -> bool:
    return bool(_SIGN.fullmatch("".join(element.itertext())[:20]))


def _targets(root: etree._Element) -> tuple[dict[object, int], dict[str, int]]:
    """Return the place of each link to a place of its own page, and of each place that a sign leads to."""
    wanted: set[str] = set()
    places: dict[object, int] = {}
    for place, element in enumerate(root.iter()):
        if element.tag == "a" and (element.get("href") or "").startswith("#") and _is_sign(element):
            places[element] = place
            wanted.add(element.get("href")[1:])
    found = {
        name: place
        for place, element in enumerate(root.iter())
        if isinstance(element.tag, str)
        and (name := element.get("id") or element.get("name") or "") in wanted
    }
    return places, found


def _is_data(table: etree._Element) -> bool:
    """Tell whether a table holds data, and is not how a letter or an old page is laid out."""
    if table.find(".//table") is not None or table.find(".//h2") is not None:
        return False
    rows = [
        [len("".join(cell.itertext()).strip()) for cell in row.iter("td", "th")]
        for row in table.iter("tr")
    ]
    full = [row for row in rows if sum(length > 0 for length in row) > 1]
    return len(full) > 1 and max((length for row in rows for length in row), default=0) < 400

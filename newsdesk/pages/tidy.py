"""Rich text brought into the shape that is stored, and what of it will be lost, in words.

Here tags are replaced by those that the editor offers, table cells and unknown blocks are kept apart, links
get their scheme and line separators become breaks. SECURITY: what comes out is not safe yet. The
sanitiser (html.py) comes after it and takes away whatever is not offered.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from newsdesk.pages.web_addresses import is_link, with_scheme
from newsdesk.requests.redirects import unwrapped
from newsdesk.text.raised import raised
from newsdesk.text.stored_characters import SEPARATORS, as_lines

# Deeper than any list that a reader could follow; a browser gives up at some hundred.
MAX_DEPTH = 30

_SAME = {"b": "strong", "i": "em", "cite": "em", "dfn": "em", "var": "em"}
_INLINE = {"strong", "em", "a"}
_BLOCKS = {"p", "ul", "ol", "li", "blockquote"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_OTHER_BLOCKS = set(
    "address article aside body button center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form header hgroup html legend listing main menu nav option optgroup pre search section "
    "select summary textarea title".split()
)
_TABLE = set("table thead tbody tfoot tr td th caption colgroup col".split())
_CELLS = {"td", "th"}
# Nothing that a reader sees stands in these, or hangs on them.
_UNSEEN = set(
    "style head meta link base title xml template wbr google-sheets-html-origin tbody thead tfoot".split()
)
_SKIPPED = {"style", "script", "template", "title"}
_PLAIN = set("span font label time data bdi bdo output ruby rb rp rt rtc noscript abbr q".split())
_MEDIA = {
    "img": "image",
    "picture": "image",
    "svg": "drawing",
    "canvas": "drawing",
    "video": "video",
    "audio": "sound",
    "iframe": "embedded page",
    "embed": "embedded page",
    "object": "embedded page",
    "math": "formula",
    "input": "form field",
    "script": "script",
}
_MARKS = {
    "u": "Underlining",
    "ins": "Underlining",
    "s": "Strikethrough",
    "strike": "Strikethrough",
    "del": "Strikethrough",
    "sub": "Subscript",
    "sup": "Superscript",
    "mark": "Highlighting",
    "code": "Code lettering",
    "kbd": "Code lettering",
    "samp": "Code lettering",
    "tt": "Code lettering",
    "small": "Small or large print",
    "big": "Small or large print",
}
_STYLES = (
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I), "Bold type"),
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.I), "Italic type"),
    (re.compile(r"text-decoration[\w-]*\s*:[^;]*underline", re.I), "Underlining"),
    (re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.I), "Strikethrough"),
    (re.compile(r"vertical-align\s*:\s*sub", re.I), "Subscript"),
    (re.compile(r"vertical-align\s*:\s*super", re.I), "Superscript"),
    (re.compile(r"(?:^|[;\s])(?:color|background(?:-color)?)\s*:", re.I), "Colour"),
)
_AS_USUAL = re.compile(r"font-(?:weight|style)\s*:\s*(?:normal|[1-4]00)", re.I)
_ATTRIBUTE = re.compile(
    r"(?:data|aria|on|xml|xmlns|v|o|w|xlink)[-:\w].*|abbr|accept|action|align|allow\w*|alt|axis|bgcolor|border"
    r"|cell(?:padding|spacing)|checked|cite|class|clear|color|cols?(?:span)?|content|contenteditable|controls"
    r"|coords|datetime|dir|disabled|download|draggable|face|frame(?:border)?|h?ref(?:errerpolicy|lang)?|headers"
    r"|height|hidden|hspace|id|itemid|itemprop|itemscope|itemtype|itemref|lang|language|loading|loop|media"
    r"|method|muted|name|nowrap|open|ping|placeholder|poster|preload|rel|rev|reversed|role|rows?(?:span)?|rules"
    r"|sandbox|scope|selected|shape|size|sizes|span|spellcheck|src(?:doc|lang|set)?|start|style|summary"
    r"|tabindex|target|title|translate|type|usemap|valign|value|vspace|width|xmlns|charset|decoding"
    r"|fetchpriority|for|nonce|is|slot|part|fill|stroke.*|d|viewbox|points?|transform|crossorigin",
    re.IGNORECASE,
)
_SHOWN = 60  # characters of what is quoted in a sentence


@dataclass(frozen=True, slots=True)
class TidiedText:
    """The text in its new shape, and a sentence for each thing that is lost by it."""

    html: str
    losses: tuple[str, ...]


class TooDeep(ValueError):
    """Lists, quotations or lettering stand in each other deeper than MAX_DEPTH."""


def tidied(html: str, *, headings: bool) -> TidiedText:
    """Return `html` in the shape that is stored. Raises TooDeep."""
    reader = _Tidier(headings=headings)
    # What no ">" follows is no tag; looking for one at each of many would take quadratic time.
    whole, closing, rest = html.rpartition(">")
    reader.feed(f"{whole}{closing}{rest.replace('<', '&lt;')}")
    reader.close()
    return reader.result()


@dataclass(slots=True)
class _Mark:
    """A tag that is not kept, from where it was opened on; `kinds` say what its words lose."""

    tag: str
    start: int
    kinds: tuple[str, ...] = ()
    address: str | None = None
    closing: str = ""


@dataclass(slots=True)
class _Lost:
    """What is lost, in the order in which it was found; `marked` has the words that lose each kind."""

    sentences: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)
    marked: dict[str, list[str]] = field(default_factory=dict)

    def told(self) -> Iterator[str]:
        yield from dict.fromkeys(self.sentences)
        for what, number in self.counted.items():
            yield what if number == 1 else f"{what} ({number} times)"
        for kind, words in self.marked.items():
            yield f"{kind} is not kept: {_listed(words)} will be as the text around it."


class _Tidier(HTMLParser):
    """Writes what it reads, tag by tag, so that it is well formed and holds offered tags only."""

    def __init__(self, *, headings: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.kept_headings = {"h3", "h4"} if headings else set()
        self.out: list[str] = []
        self.open: list[tuple[str, str]] = []  # Names of open tags, with the tags as written.
        self.marks: dict[str, list[_Mark]] = {}
        self.words: list[str] = []
        self.lost = _Lost()
        self.skipping = ""
        self.tables = 0
        self.apart = False  # A block that is not offered begins or ends here.
        self.cells = 0

    def result(self) -> TidiedText:
        if self.skipping:
            self._say(f"What follows “<{self.skipping}>” is left out.")
        self._pop(0)
        for tag in list(self.marks):
            while self.marks.get(tag):
                self._end_mark(tag)
        return TidiedText("".join(self.out), tuple(self.lost.told()))

    # What the parser calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipping:
            return
        given = {name: value or "" for name, value in attrs}
        if strange := [name for name in given if not _ATTRIBUTE.fullmatch(name)]:
            self._unknown(self.get_starttag_text() or strange[0])
        if tag in _SAME and _AS_USUAL.search(given.get("style", "")):
            tag = "span"  # Google's editor wraps a whole text in a <b> that is not bold.
        tag = _SAME.get(tag, tag)
        if tag in _MEDIA:
            self._media(tag, given)
        if tag in _SKIPPED:
            self.skipping = tag
        elif tag == "br":
            self._begin_words()
            self.out.append(" " if self.tables else "<br>")
            self.words.append(" ")
        elif tag == "hr":
            self._count("A line across the page is left out.")
            self.apart = True
        elif tag in _TABLE:
            self._table(tag)
        elif self.tables and tag not in _INLINE:
            self._in_table(tag, given)
        elif tag in _HEADINGS:
            self._heading(tag)
        elif tag in _BLOCKS:
            self._block(tag, given)
        elif tag == "a":
            self._link(given)
        elif tag in _INLINE:
            self._begin_words()
            self._push(tag, f"<{tag}>")
        else:
            self._other(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag == self.skipping:
                self.skipping = ""
            return
        tag = _SAME.get(tag, tag)
        if tag in _TABLE:
            self._table_ends(tag)
            return
        names = [name for name, _ in self.open]
        inside = self.tables and tag not in _INLINE
        if tag in names and not inside:
            self._pop(len(names) - 1 - names[::-1].index(tag), again=True)
        else:
            self._end_mark(tag)
            if not inside and tag in _OTHER_BLOCKS | _HEADINGS | _BLOCKS:
                self._break()

    def handle_data(self, data: str) -> None:
        if self.skipping:
            return
        pieces = SEPARATORS.split(data)
        for number, piece in enumerate(pieces):
            if number:
                self._separate(pieces[number - 1], piece)
            self._write(self._raised(as_lines(piece)))

    def handle_comment(self, data: str) -> None:
        words = " ".join(data.split())
        # Word and browsers write these; nobody typed them.
        if words and not re.match(r"\[|Start|End|/?\[?endif|more\b|\s*$", words, re.IGNORECASE):
            self._say(f"The hidden note {_quoted(words)} is left out.")

    def unknown_decl(self, data: str) -> None:
        if not data.startswith(("if", "endif")):
            self._unknown(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        if not data.startswith("xml"):
            self._unknown(f"<?{data}>")

    # Tags that are kept

    def _block(self, tag: str, given: dict[str, str]) -> None:
        self._close_paragraph()
        if tag == "li":
            self._close_item()
        if tag == "ol" and given.get("start", "1").strip() not in ("", "1"):
            self._say(f"A list that begins at {given['start'][:9]} will begin at 1.")
        if tag == "ol" and given.get("type", "1").strip() not in ("", "1"):
            self._say("A list that is counted in letters will be counted in numbers.")
        if "reversed" in given or (tag == "li" and given.get("value")):
            self._say("The numbers of a list will be 1, 2, 3 and so on.")
        self._styles(tag, given)
        self._push(tag, f"<{tag}>")
        self.apart = False

    def _heading(self, tag: str) -> None:
        self._close_paragraph()
        if tag in self.kept_headings:
            self._push(tag, f"<{tag}>")
            self.apart = False
            return
        if self.kept_headings:
            kept = "h3" if tag in ("h1", "h2") else "h4"
            self._mark(_Mark(tag, len(self.words), ("heading of another size",)))
            self.out.append(f"<{kept}>")
            self.open.append((tag, f"<{kept}>"))
            self.apart = False
            return
        self._mark(_Mark(tag, len(self.words), ("heading",)))
        self._break()

    def _link(self, given: dict[str, str]) -> None:
        if "a" in [name for name, _ in self.open]:
            self.handle_endtag("a")
        self._begin_words()
        if title := " ".join(given.get("title", "").split()):
            self._say(f"The words {_quoted(title)}, shown over a link, are left out.")
        typed = given.get("href")
        address = unwrapped(with_scheme(typed)) if typed is not None else ""
        if is_link(address):
            self._push("a", f'<a href="{escape(address)}">')
        elif typed is not None and typed.strip():
            self._mark(_Mark("a", len(self.words), address=typed.strip()))
        else:
            self._mark(_Mark("a", len(self.words)))

    # Tags that are not

    def _other(self, tag: str, given: dict[str, str]) -> None:
        if tag in _MARKS:
            self._mark(_Mark(tag, len(self.words), (_MARKS[tag],)))
        elif tag == "q":
            self._write("“")
            self._mark(_Mark(tag, len(self.words), closing="”"))
        elif tag in _OTHER_BLOCKS:
            self._break()
            self._styles(tag, given)
        elif tag in _PLAIN:
            if tag == "abbr" and given.get("title"):
                self._say(f"The words {_quoted(given['title'])}, shown over a word, are left out.")
            if tag == "font" and given.get("color"):
                given = {**given, "style": f"color:{given['color']};{given.get('style', '')}"}
            self._styles(tag, given)
        elif tag not in _UNSEEN | set(_MEDIA) and ":" not in tag:
            self._unknown(self.get_starttag_text() or f"<{tag}>")

    def _styles(self, tag: str, given: dict[str, str]) -> None:
        style = given.get("style", "")
        kinds = tuple(kind for pattern, kind in _STYLES if pattern.search(style)) if style else ()
        self._mark(_Mark(tag, len(self.words), kinds))

    def _media(self, tag: str, given: dict[str, str]) -> None:
        what = _MEDIA[tag]
        if tag == "input" and given.get("type") == "hidden":
            return
        if tag == "img" and self.marks.get("picture"):
            return
        alt = " ".join(given.get("alt", "").split())
        article = "An" if what[0] in "aeiou" else "A"
        named = f"{article} {what} {_quoted(alt)}" if alt else f"{article} {what}"
        self._count(f"{named} is left out.")
        if tag == "picture":
            self._mark(_Mark(tag, len(self.words)))

    def _table(self, tag: str) -> None:
        if tag == "table":
            self._count("A table becomes lines of text.")
            self._close_paragraph()
            self.tables += 1
            self.apart = True
        elif tag in ("tr", "caption"):
            self.cells = 0
            self._close_paragraph()
            self.apart = True
        elif tag in _CELLS and not self.tables:
            self._break()  # A cell without its table: only its edge is left of it.
        elif tag in _CELLS:
            self.cells += 1
            if self.cells > 1:
                self._write(" | ")

    def _table_ends(self, tag: str) -> None:
        if tag in ("tr", "caption", "table"):
            self._close_paragraph()
            self.apart = True
        if tag == "table" and self.tables:
            self.tables -= 1

    def _in_table(self, tag: str, given: dict[str, str]) -> None:
        """Inside a cell a block is a space: the line is one paragraph."""
        if tag in _BLOCKS | _HEADINGS | _OTHER_BLOCKS:
            if not self.apart and not "".join(self.words[-1:]).endswith(" "):
                self._write(" ")
        else:
            self._other(tag, given)

    # Writing

    def _raised(self, text: str) -> str:
        """Return words as they stand here: a raised figure is another character, and nothing is lost."""
        for tag in ("sup", "sub"):
            if text.strip() and (mark := next(iter(self.marks.get(tag, [])[-1:]), None)):
                signs = raised(text, tag)
                mark.kinds = () if signs else (_MARKS[tag],)
                return signs or text
        return text

    def _write(self, text: str) -> None:
        if not text:
            return
        if text.strip():
            self._begin_words()
        elif self.apart:
            return
        self.out.append(escape(text, quote=False))
        self.words.append(text)

    def _separate(self, before: str, after: str) -> None:
        if self.tables or not (before.strip() and after.strip()):
            self._write(" ")
        else:
            self.out.append("<br>")
            self.words.append(" ")

    def _begin_words(self) -> None:
        """Open the paragraph that the words after the edge of a block stand in."""
        if self.apart:
            self.apart = False
            self._close_paragraph()
            if not any(name == "p" or name in _HEADINGS for name, _ in self.open):
                self._push("p", "<p>")

    def _break(self) -> None:
        self._close_paragraph()
        self.words.append(" ")
        self.apart = True

    def _push(self, tag: str, written: str) -> None:
        self.out.append(written)
        self.open.append((tag, written))
        if len(self.open) > MAX_DEPTH:
            raise TooDeep

    def _pop(self, place: int, *, again: bool = False) -> None:
        """Close the tags from `place` on; lettering that was open in them goes on after it."""
        closed = self.open[place:]
        for name, written in reversed(closed):
            self.out.append(f"</{written[1:3] if name in _HEADINGS else name}>")
        del self.open[place:]
        if again and closed:
            for name, written in closed[1:]:
                if name in _INLINE:
                    self._push(name, written)
        for name, _ in closed[:1] if again else closed:
            self._end_mark(name)

    def _close_paragraph(self) -> None:
        for place in reversed(range(len(self.open))):
            name = self.open[place][0]
            if name == "p":
                self._pop(place, again=True)
                return
            if name not in _INLINE:
                return

    def _close_item(self) -> None:
        for place in reversed(range(len(self.open))):
            name = self.open[place][0]
            if name == "li":
                self._pop(place, again=True)
                return
            if name in ("ul", "ol", "blockquote"):
                return

    # What is lost

    def _mark(self, mark: _Mark) -> None:
        self.marks.setdefault(mark.tag, []).append(mark)

    def _end_mark(self, tag: str) -> None:
        if not self.marks.get(tag):
            return
        mark = self.marks[tag].pop()
        if mark.closing:
            self._write(mark.closing)
        words = _beginning(self.words[mark.start :])
        if mark.address is not None:
            self._say(
                f"The link to {_quoted(mark.address)} on {_quoted(words)} will become plain words: a "
                "link leads to the web (https://…), to a mail address or to a page of this site."
            )
        if not words:
            return
        for kind in mark.kinds:
            if kind == "heading":
                self._say(f"The heading {_quoted(words)} will be a paragraph.")
            elif kind == "heading of another size":
                self._say(f"The heading {_quoted(words)} will have another size.")
            else:
                self.lost.marked.setdefault(kind, []).append(words)

    def _say(self, sentence: str) -> None:
        self.lost.sentences.append(sentence)

    def _count(self, sentence: str) -> None:
        self.lost.counted[sentence] = self.lost.counted.get(sentence, 0) + 1

    def _unknown(self, written: str) -> None:
        self._say(f"{_quoted(' '.join(written.split()))} reads as markup and is left out.")


def _beginning(pieces: Iterable[str]) -> str:
    """Return the words of `pieces`, no more of them than are quoted."""
    found, length = [], 0
    for piece in pieces:
        found.append(piece)
        length += len(piece)
        if length > 4 * _SHOWN:
            break
    return " ".join("".join(found).split())


def _quoted(words: str) -> str:
    return f"“{words[:_SHOWN].rstrip()}…”" if len(words) > _SHOWN else f"“{words}”"


def _listed(words: list[str]) -> str:
    shown = [_quoted(each) for each in dict.fromkeys(words)]
    more = len(shown) - 3
    return ", ".join(shown[:3]) + (f" and {more} more" if more > 0 else "")

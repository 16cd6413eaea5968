"""What a page prints for its readers near its headline: blocks of text in order, bylines and days in them."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree
from lxml import html as lxml_html

from newsdesk.intake.news import days
from newsdesk.intake.news.names import Authors, authors, is_name, opens, without_place
from newsdesk.intake.news.statements import line
from newsdesk.intake.news.words import words
from newsdesk.text.normalise import fold

_MOST_BLOCKS = 3_000
# How far from the headline a byline stands: blocks, and letters of them.
_NEAR_BLOCKS = 14
_NEAR_LETTERS = 900
_LONGEST_BYLINE = 220
_PARAGRAPH = 90
_LONGEST_OFFER = 300
_UNREAD = frozenset(
    "script style head template noscript svg math iframe button select textarea form".split()
)
_AROUND = frozenset(("nav", "aside"))
_BLOCKS = frozenset(
    """address article aside blockquote body center dd details div dl dt figcaption figure footer h1 h2 h3
    h4 h5 h6 header hr li main nav ol p pre section table tbody td th thead tr ul""".split()
)
_HEADINGS = ("h1", "h2", "h3")
_CLASS_WORDS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that stands by itself. `tag` is what it is in, `called` the words of its classes; its
    lines are what stands side by side without a word between.
    """

    text: str
    tag: str
    called: frozenset[str]
    around: bool
    times: tuple[str, ...] = ()

    @property
    def flat(self) -> str:
        return " ".join(self.text.split())


def blocks(root: lxml_html.HtmlElement) -> list[Block]:
    """Return the text of a page block by block, in order, without scripts and forms."""
    body = root.find(".//body")
    walk = _Walk()
    walk.enter(body if body is not None else root)
    return walk.blocks


class _Walk:
    """One pass over a page. Recursion ends where the parser would have refused the page."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._times: list[str] = []
        self._called: set[str] = set()
        self._tag = "body"

    def enter(self, root: lxml_html.HtmlElement) -> None:
        skipped = around = 0
        stack: list[tuple[str, frozenset[str]]] = []
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            unread = not tag or tag in _UNREAD
            if event == "start":
                skipped += unread
                around += tag in _AROUND
                if not skipped:
                    stack.append((self._tag, frozenset(self._called)))
                    self._open(tag, element, around)
                    self._parts.append(element.text or "")
                continue
            if not skipped:
                self._close(tag, element, around, stack.pop())
            skipped -= unread
            around -= tag in _AROUND
            if not skipped and element is not root:
                self._parts.append(element.tail or "")
                self._part_siblings(element)
            if len(self.blocks) > _MOST_BLOCKS:
                return
        self._flush(0)

    def _open(self, tag: str, element: etree._Element, around: int) -> None:
        if tag in _BLOCKS:
            self._flush(around)
            self._tag, self._called = tag, set()
        if tag == "br":
            self._parts.append("\n")
        if tag == "time" and element.get("datetime"):
            self._times.append(
                f"{element.get('class') or ''} {element.get('itemprop') or ''}|{element.get('datetime')}"
            )
        said = " ".join(
            element.get(name) or ""
            for name in ("class", "id", "rel", "data-testid", "data-component")
        )
        self._called |= set(_CLASS_WORDS.findall(said.lower().replace("_", " ")))

    def _close(
        self, tag: str, element: etree._Element, around: int, before: tuple[str, frozenset[str]]
    ) -> None:
        if tag in _BLOCKS:
            self._flush(around)
            self._tag, self._called = before[0], set(before[1])

    def _part_siblings(self, element: etree._Element) -> None:
        """Put a break between two elements with nothing but space between: two names, a name and a role."""
        following = element.getnext()
        if following is not None and not (element.tail or "").strip() and element.tag != "br":
            self._parts.append("\n")

    def _flush(self, around: int) -> None:
        lines = [line(each) for each in "".join(self._parts).split("\n")]
        text = "\n".join(filter(None, lines))
        if text or self._times:
            self.blocks.append(
                Block(text, self._tag, frozenset(self._called), around > 0, tuple(self._times))
            )
        self._parts, self._times = [], []


def headings(page: list[Block], tag: str) -> list[str]:
    """Return the headings of a level, in order."""
    return [block.flat for block in page if block.tag == tag and block.text]


def near(page: list[Block], headline: str) -> list[Block]:
    """Return the blocks in which byline and day are sought: those behind the headline, then two before."""
    place = next((n for n, block in enumerate(page) if fold(block.flat) == fold(headline)), None)
    if place is None:
        place = next(
            (n for n, block in enumerate(page) if headline and fold(headline) in fold(block.flat)),
            0,
        )
    found: list[Block] = [] if page[place : place + 1] == [] else [page[place]]
    letters = 0
    for block in page[place + 1 : place + 1 + _NEAR_BLOCKS]:
        if block.tag in _HEADINGS and len(found) > 3:
            break
        found.append(block)
        letters += len(block.text)
        if letters > _NEAR_LETTERS:
            break
    return [block for block in [*found, *page[max(0, place - 2) : place]] if not block.around]


def byline(page: list[Block], language: str, *, outlet: str) -> tuple[Authors, bool]:
    """Return whom the blocks near a headline name as authors, and whether a word such as "By" says so."""
    for block in page:
        for text in _paragraphs(block):
            fits = opens(text, language) and len(text) <= _LONGEST_BYLINE
            if fits and (found := authors([text], language, outlet=outlet)):
                return found, True
    for block in page:
        short = len(block.text) <= _LONGEST_BYLINE / 2 and block.tag not in _HEADINGS
        likely = block.called & words("class", "") or _has_role(block, language)
        if short and likely and (found := authors([block.text], language, outlet=outlet)):
            return found, False
    return Authors(), False


def alone(page: list[Block], language: str, *, outlet: str) -> Authors:
    """Return who is named between a headline and the day without a word that says what for: a guess."""
    for block, following in itertools.pairwise(page):
        dated = following.times or days.printed(following.flat, language, changed=True)
        if block.tag in _HEADINGS or len(block.text) > _LONGEST_BYLINE / 2 or not dated:
            continue
        if is_name(without_place(block.flat, language), language, outlet=outlet):
            return authors([block.flat], language, outlet=outlet)
    return Authors()


def _has_role(block: Block, language: str) -> bool:
    """Tell whether a block is a name, and in its next line what its bearer is."""
    lines = block.text.split("\n")
    roles = set(fold(lines[1]).split()) & words("role", language) if len(lines) > 1 else ()
    return bool(roles) and is_name(lines[0], language)


def _paragraphs(block: Block) -> Iterator[str]:
    """Yield what stands in a block from each of its lines on, as far as one name follows the other."""
    lines = block.text.split("\n")
    for start, opening in enumerate(lines):
        names = itertools.takewhile(lambda each: is_name(each.strip(" ,"), ""), lines[start + 2 :])
        yield "\n".join([opening, *lines[start + 1 : start + 2], *names])


def is_locked(page: list[Block], language: str) -> bool:
    """Tell whether a page says in so many words that only subscribers read on, outside its menus."""
    said = words("locked", language)
    return any(
        not block.around
        and len(block.text) <= _LONGEST_OFFER
        and any(each in fold(block.flat) for each in said)
        for block in page
    )


def day(page: list[Block], language: str, region: str) -> tuple[date | None, bool]:
    """Return the day that the blocks near a headline give, and whether a <time> does.

    Where none is that of the report, the day on which it was changed is the best that the page says.
    """
    for block in page:
        for time in block.times:
            about, _, said = time.partition("|")
            if not re.search(r"updat|modif", about) and (found := days.stated(said)):
                return found, True
    for block in page:
        if len(block.text) <= _LONGEST_BYLINE and (
            found := days.printed(block.flat, language, region=region)
        ):
            return found, False
    changed = (
        days.printed(block.flat, language, region=region, changed=True)
        for block in page
        if len(block.text) <= _LONGEST_BYLINE
    )
    return next(filter(None, changed), None), False


def first_paragraph(page: list[Block]) -> str:
    """Return the first block that is a sentence of the report, "" for none."""
    return next(
        (
            b.flat
            for b in page
            if b.tag not in _HEADINGS and not b.around and len(b.flat) >= _PARAGRAPH
        ),
        "",
    )

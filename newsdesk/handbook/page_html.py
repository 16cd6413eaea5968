"""A page of the handbook from Markdown to HTML: addresses of headings, links, pictures, tables.

SECURITY: only files that come with the product are read here, and HTML in them is shown as its letters.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

_PAGE = re.compile(r"([\w-]+)\.md(#[\w-]+)?")
_PICTURE = re.compile(r"pictures/([\w-]+\.webp)")
_CONTENTS = "README"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a section, and the address that leads to it on its page."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page: its title, which is not part of the body, and the headings of its sections."""

    title: str
    body: SafeString
    headings: tuple[Heading, ...]


def rendered(text: str, *, own: Collection[str]) -> RenderedPage:
    """Return Markdown as a page. `own` are the pages that links may lead to; others become words."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    title, tokens = _title_apart(tokens)
    headings = tuple(_marked(tokens))
    for token in tokens:
        if token.children:
            token.children = list(_led(token.children, own))
    html = markdown.renderer.render(tokens, markdown.options, {})
    html = html.replace(
        "<table>", '<div class="desk-table-scroll" tabindex="0"><table class="desk-table">'
    )
    return RenderedPage(title, SafeString(html.replace("</table>", "</table></div>")), headings)


def _title_apart(tokens: list[Token]) -> tuple[str, list[Token]]:
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return tokens[1].content, tokens[3:]
    return "", tokens


def _marked(tokens: list[Token]) -> Iterator[Heading]:
    """Give every heading an address, and yield those of the second level."""
    taken: set[str] = set()
    for token, inner in pairwise(tokens):
        if token.type != "heading_open":
            continue
        text = "".join(each.content for each in inner.children or () if each.type in _WORDS)
        address = base = slugify(text) or "part"
        count = 1
        while address in taken:
            count += 1
            address = f"{base}-{count}"
        taken.add(address)
        token.attrSet("id", address)
        if token.tag == "h2":
            yield Heading(address, text)


_WORDS = frozenset({"text", "code_inline"})


def _led(tokens: list[Token], own: Collection[str]) -> Iterator[Token]:
    """Yield inline tokens with links and pictures leading to where the desk has them."""
    dropped = False
    for token in tokens:
        if token.type == "link_open":
            address = _address(str(token.attrGet("href") or ""), own)
            dropped = address is None
            if address is None:
                continue
            token.attrSet("href", address)
        elif token.type == "link_close" and dropped:
            dropped = False
            continue
        elif token.type == "image":
            _show(token)
        yield token


def _address(href: str, own: Collection[str]) -> str | None:
    """Return where a link leads in the desk, or None where that is not served there."""
    if found := _PAGE.fullmatch(href):
        slug, part = found[1], found[2] or ""
        if slug == _CONTENTS:
            return reverse("admin:help") + part
        return reverse("admin:help_page", args=[slug]) + part if slug in own else None
    return href if href.startswith(("#", "/", "https://", "http://")) else None


def _show(token: Token) -> None:
    if found := _PICTURE.fullmatch(str(token.attrGet("src") or "")):
        token.attrSet("src", static(f"handbook/{PurePosixPath(found[1]).name}"))
    token.attrSet("loading", "lazy")
    token.attrSet("class", "handbook-picture")

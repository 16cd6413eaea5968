"""The first mention of each topic in a piece of rich text made a link to its page.

SECURITY: the HTML is sanitised before and after: what is linked is a parsed tree, and sanitising stays
the last step. Headings, quotations (marked up or between quotation marks) and links stay as they are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from django.core.exceptions import ValidationError

from newsdesk.catalogue.kinds import listed_kind
from newsdesk.catalogue.models import Page
from newsdesk.pages.rich_text import plain, safe, sanitise
from newsdesk.text.mentions import Mention, Names, enclosing

# Elements in which nothing is linked, and those at whose borders a sentence, and a quotation, ends.
_CLOSED = {"a", "blockquote", "q", "cite", "h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {"p", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "br"}
# An opened quotation that nothing closes goes on to the end of its paragraph; an apostrophe closes none.
_QUOTED = re.compile(
    r"“[^”]*(?:”|\Z)|\"[^\"]*\"|«[^»]*(?:»|\Z)|(?<!\w)‘.*?(?:’(?!\w)|\Z)", re.DOTALL
)
_OPENS = re.compile('[“"«‘]')
_NUMBERED = re.compile(r"[-‑–]\d")


@dataclass(slots=True)
class _Token:
    """A tag as it was written, or text, decoded; `open` says that text may be linked."""

    words: str
    is_text: bool = False
    open: bool = False


@dataclass(slots=True)
class _Block:
    tokens: list[_Token] = field(default_factory=list)

    def quoted(self) -> list[tuple[int, int]]:
        """Return where the text of the block, tags left out, stands between quotation marks."""
        text = "".join(token.words for token in self.tokens if token.is_text)
        if not _OPENS.search(text):
            return []
        return [match.span() for match in _QUOTED.finditer(text)]


class _Reader(HTMLParser):
    """Sanitised HTML as blocks of tokens, and the addresses that it links to already."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = [_Block()]
        self.linked: set[str] = set()
        self._closed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.blocks.append(_Block())
        self._put(_Token(self.get_starttag_text() or ""))
        if tag in _CLOSED:
            self._closed.append(tag)
        self.linked |= {value for name, value in attrs if name == "href" and value}

    def handle_endtag(self, tag: str) -> None:
        if self._closed and self._closed[-1] == tag:
            self._closed.pop()
        self._put(_Token(f"</{tag}>"))
        if tag in _BLOCKS:
            self.blocks.append(_Block())

    def handle_data(self, data: str) -> None:
        self._put(_Token(data, is_text=True, open=not self._closed))

    def _put(self, token: _Token) -> None:
        self.blocks[-1].tokens.append(token)


class TopicLinks:
    """The names of some topics, and the pages that their first mentions lead to.

    Only topics that readers can see have a path; others are passed over. So is a name that two of the
    topics share.
    """

    def __init__(self, topics: Iterable[Page]) -> None:
        pages = {page.key: page for page in topics if page.path and listed_kind(page.kind).named}
        self._paths = {key: page.path for key, page in pages.items()}
        self._names = Names(
            (name, key)
            for key, page in pages.items()
            for name in (page.title, *page.also.splitlines())
        )

    def rich(self, html: str) -> str:
        """Return rich text marked safe, with its links; bare words where it is too long to be checked."""
        try:
            clean = sanitise(html, headings=True)
        except ValidationError:
            return plain(html)
        try:
            return safe(self._linked(clean)) if self._paths else safe(clean)
        except ValidationError:  # The links made it too long.
            return safe(clean)

    def _linked(self, html: str) -> str:
        reader = _Reader()
        reader.feed(html)
        reader.close()
        done = {key for key, path in self._paths.items() if path in reader.linked}
        return "".join(word for block in reader.blocks for word in self._written(block, done))

    def _written(self, block: _Block, done: set[str]) -> Iterator[str]:
        quoted, before = block.quoted(), 0
        for token in block.tokens:
            if not token.is_text:
                yield token.words
                continue
            yield from self._with_links(token, done, [(a - before, z - before) for a, z in quoted])
            before += len(token.words)

    def _with_links(
        self, token: _Token, done: set[str], quoted: list[tuple[int, int]]
    ) -> Iterator[str]:
        text, at = token.words, 0
        for mention in self._names.find(text) if token.open else ():
            key = _meant(text, mention)
            if (
                not key
                or key in done
                or any(a < mention.end and mention.start < z for a, z in quoted)
            ):
                continue
            done.add(key)
            yield escape(text[at : mention.start], quote=False)
            words = escape(mention.text, quote=False)
            yield f'<a href="{escape(self._paths[key])}">{words}</a>'
            at = mention.end
        yield escape(text[at:], quote=False)


def _meant(text: str, mention: Mention) -> str:
    """Return the key of what a mention means, or "" where that cannot be told.

    One word may be part of a longer name, as in "John Glenn"; initials and names of several words
    are whole, unless a number follows, as in "Progress MS-33".
    """
    if len(mention.keys) != 1 or _NUMBERED.match(text, mention.end):
        return ""
    whole = " " in mention.text or mention.text.isupper()
    return mention.keys[0] if whole or not enclosing(text, mention) else ""

"""The signs of `marks.py` in a finished page made elements of: <ins>, <del>, <mark>.

SECURITY: beside that of shared previews the one change of finished HTML in the house. Between two tags words
are wrapped in elements that are written here, round text that the template has escaped; inside a tag, and
where no element may stand, signs are taken out. Nothing else of the page is touched.
"""

import re
from collections.abc import Iterator

from django.utils.html import escape, format_html

from newsdesk.comments.marks import PLAIN, SIGNS, Marks, State
from newsdesk.comparison.diff.words import Op

_TAG = re.compile(
    r"<(?P<raw>script|style|title|textarea|select|svg)\b.*?</(?P=raw)\s*>|<!--.*?-->"
    r"|<(?P<tag>/?[a-z][a-z0-9]*)[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
# Where the words of one text stay together; any other element ends them.
_INLINE = {"a", "strong", "em", "b", "i", "q", "cite", "span", "br", "abbr", "small"}

# For the ear: what is added and removed is not seen by everybody.
_SAID_REMOVED = '<span class="diff-said">[removed: </span>'
_SAID_ADDED = '<span class="diff-said">[added: </span>'
_SAID = '<span class="diff-said">]</span>'


class MarkedPage:
    """A finished page with its marks; `order` are the notes in the order in which their words come."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.order: list[str] = []
        self._beyond = 0
        self._state = PLAIN

    def html(self, page: str) -> str:
        """Return the page with elements in place of the signs."""
        return "".join(self._pieces(page))

    def _pieces(self, page: str) -> Iterator[str]:
        done = 0
        for match in _TAG.finditer(page):
            yield from self._words(page[done : match.start()])
            yield self._bare(match.group())
            self._pass(match["tag"])
            done = match.end()
        yield from self._words(page[done:])

    def _pass(self, tag: str | None) -> None:
        """Note an element: a list of contents says again what the text says, and shows no marks."""
        name = (tag or "").lower()
        if name in ("nav", "/nav"):
            self._beyond += 1 if name == "nav" else -1
        if name.strip("/") not in _INLINE:
            self._state = PLAIN

    def _words(self, text: str) -> Iterator[str]:
        if self._beyond:
            yield self._bare(text)
            return
        done = 0
        for match in SIGNS.finditer(text):
            yield self._wrapped(text[done : match.start()])
            self._state = self.marks.state(match.group())
            done = match.end()
        yield self._wrapped(text[done:])

    def _bare(self, text: str) -> str:
        """Return words without signs, and without those that were removed."""
        kept, done, state = [], 0, PLAIN
        for match in SIGNS.finditer(text):
            if state.op is not Op.REMOVED:
                kept.append(text[done : match.start()])
            state, done = self.marks.state(match.group()), match.end()
        return "".join((*kept, text[done:]))

    def _wrapped(self, words: str) -> str:
        state = self._state
        if not words or state == PLAIN or (words.isspace() and state.op is Op.SAME):
            return words
        return f"{self._starts(state)}{_opening(state)}{words}{_closing(state)}"

    def _starts(self, state: State) -> str:
        """Return where links to the words of a note lead, once for each note."""
        new = [note for note in (*state.at, *state.notes) if note not in self.order]
        self.order += new
        return "".join(
            format_html('<span class="review-place" id="words-{}"></span>', note) for note in new
        )


def _opening(state: State) -> str:
    if state.op is Op.REMOVED:
        kind = "review-whole" if state.whole else "review-words"
        return f'<del class="{kind}">{_SAID_REMOVED}'
    tag, said = ("ins", _SAID_ADDED) if state.op is Op.ADDED else ("span", "")
    notes = escape(" ".join(state.notes))
    mark = f'<mark data-notes="{notes}">' if notes else ""
    return f'<{tag} data-path="{escape(state.path)}">{said}{mark}'


def _closing(state: State) -> str:
    if state.op is Op.REMOVED:
        return f"{_SAID}</del>"
    mark = "</mark>" if state.notes else ""
    return f"{mark}{_SAID}</ins>" if state.op is Op.ADDED else f"{mark}</span>"

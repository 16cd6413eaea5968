"""Names found in text: which of many known names a text mentions, and where. Pure; nothing is linked here.

A name is matched word by word, whatever the case, accents, hyphens and kind of apostrophe, and the
longest name wins. Capitals still count where they carry meaning: "Mars" does not match "mars", nor
the organisation "WHO" the pronoun "Who".
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from newsdesk.text.capitals import FUNCTION_WORDS
from newsdesk.text.names_and_words import fold

# Letters and digits with the marks that may follow a letter. Underscores never stand in a name.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e"
_WORD = re.compile(rf"&|[^\W_][\w{_MARKS}]*")
_LEFT = re.compile(r"(?<![^\W_])([^\W_]+(?:['’][^\W_]+)?)[ \-]$")
_RIGHT = re.compile(r"[ \-]([^\W_]+)")

_SHORTENED = frozenset(
    """st ste mt ft mr mrs ms dr jr sr prof rev hon gen col lt sgt capt maj cmdr adm sen rep gov supt
    insp""".split()
)
_LONGEST_NAME = 16  # words
# So many words that begin names are looked for, one after the other.
_FEW = 40
_LONGEST_WORD = 80  # characters; a longer one is no word, and costly to fold


class Word(NamedTuple):
    """A word of a text: `text[start:end]`, and its folded form for comparing."""

    text: str
    start: int
    end: int
    folded: str


class Mention(NamedTuple):
    """A known name at `text[start:end]`; more than one key where several pages share the name."""

    start: int
    end: int
    text: str
    keys: tuple[str, ...]


def words(text: str) -> list[Word]:
    """Return the words of `text` in order; "NASA's" is two: the name, and the "s" that follows it."""
    return [Word(m[0], *m.span(), _folded(m[0])) for m in _WORD.finditer(text)]


def _word(match: re.Match[str]) -> Word:
    return Word(match[0], match.start(), match.end(), _folded(match[0]))


def adjoining(text: str, left: Word, right: Word) -> bool:
    """Tell whether `right` may continue a name after `left`: nothing but a space or joint between."""
    gap = text[left.end : right.start]
    if gap in {" ", "-", "", ".", "'", "’", "‐", "‑", "\n", "\u00a0"}:
        return True  # A stop without a space ends no sentence: "Space.com".
    if gap == "/":
        return right.text.isdigit()  # "Página/12"
    return gap == ". " and (len(left.text) == 1 or left.folded in _SHORTENED)


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower() if word != "&" else "and"
    return fold(word) if len(word) <= _LONGEST_WORD else word.casefold()


class _Node:
    """A step in the tree of names: the words that may follow, and the names that end here."""

    __slots__ = ("after", "ends")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.ends: list[tuple[tuple[str, ...], str]] = []


class Names:
    """An index of names, each with the key of what it names. Two keys may share one name."""

    def __init__(self, names: Iterable[tuple[str, str]] = ()) -> None:
        self._root = _Node()
        for name, key in names:
            self.add(name, key)

    def add(self, name: str, key: str) -> None:
        parts = words(name)
        if not parts or len(parts) > _LONGEST_NAME:
            return
        node = self._root
        for part in parts:
            node = node.after.setdefault(part.folded, _Node())
        end = (tuple(part.text for part in parts), key)
        if end not in node.ends:
            node.ends.append(end)

    def keys_of(self, name: str) -> tuple[str, ...]:
        """Return the keys that go by exactly this name, whatever its case or accents."""
        node = self._root
        for part in words(name):
            step = node.after.get(part.folded)
            if step is None:
                return ()
            node = step
        return tuple(dict.fromkeys(key for _, key in node.ends))

    def find(self, text: str, parts: list[Word] | None = None) -> list[Mention]:
        """Return the names that `text` mentions, longest match first, none inside another.

        `parts` are the words of `text`, for callers who have them already.
        """
        found: list[Mention] = []
        for mention in self.overlapping(text, parts):
            if found and mention.start < found[-1].end:
                if mention.start == found[-1].start:
                    found[-1] = mention  # Same start: overlapping() yields the shorter one first.
                continue
            found.append(mention)
        return found

    def overlapping(self, text: str, parts: list[Word] | None = None) -> Iterator[Mention]:
        """Yield every match, also "Glenn" inside "New Glenn"; by start, then the shorter first."""
        first = self._root.after
        if not first:
            return
        if parts is None:  # Most words begin no name, and are never made a Word.
            for start in self._starts(text):
                near = islice(_WORD.finditer(text, start), _LONGEST_NAME)
                yield from self._from(text, map(_word, near))
            return
        for index, part in enumerate(parts):
            if part.folded in first:
                yield from self._from(text, parts[index : index + _LONGEST_NAME])

    def _starts(self, text: str) -> Iterator[int]:
        """Yield where the words of `text` stand that begin a name."""
        first = self._root.after
        if len(first) > _FEW or "_" in text or not text.isascii():
            return (m.start() for m in _WORD.finditer(text) if _folded(m[0]) in first)
        # Nothing has to be folded but case: the few words are looked for, and no other is looked at.
        lowered = text.lower()
        found = [at for word in first for at in _places(word, lowered)]
        if "and" in first:
            found += [at for at, sign in enumerate(lowered) if sign == "&"]
        return iter(sorted(found))

    def _from(self, text: str, parts: Iterable[Word]) -> Iterator[Mention]:
        """Yield the names that begin with the first of `parts`, which stand in `text` one after another."""
        node = self._root
        read: list[Word] = []
        for part in parts:
            if read and not adjoining(text, read[-1], part):
                return
            step = node.after.get(part.folded)
            if step is None:
                return
            node = step
            read.append(part)
            spelt = [each.text for each in read] if node.ends else []
            keys = tuple(dict.fromkeys(key for name, key in node.ends if _same_case(name, spelt)))
            if keys:
                start, end = read[0].start, part.end
                yield Mention(start, end, text[start:end], keys)


def _places(word: str, text: str) -> Iterator[int]:
    """Yield where `word` stands in ASCII letters without an underscore, not inside another word."""
    at, last = text.find(word), len(text)
    while at >= 0:
        end = at + len(word)
        if not text[at - 1 : at].isalnum() and (end == last or not text[end].isalnum()):
            yield at
        at = text.find(word, end)


def _same_case(name: tuple[str, ...], spelt: list[str]) -> bool:
    if len(name) == 1 and len(name[0]) <= 3 and name[0].isupper():
        return spelt[0].isupper()
    return all(not n[0].isupper() or s[0].isupper() for n, s in zip(name, spelt, strict=True))


def enclosing(text: str, mention: Mention) -> str:
    """Return the longer name that a mention is part of ("Soyuz MS-28"), or "" where it stands alone.

    A capitalised or numbered neighbour makes a longer name; a possessive or a comma ends one.
    """
    start, end = mention.start, mention.end
    for _ in range(_LONGEST_NAME):
        left = _LEFT.search(text, max(0, start - _LONGEST_WORD), start)
        if left is None or not left[1][0].isupper() or left[1].casefold() in FUNCTION_WORDS:
            break
        if "'" in left[1] or "’" in left[1]:
            break
        start = left.start()
    for _ in range(_LONGEST_NAME):
        right = _RIGHT.match(text, end, end + _LONGEST_WORD)
        if right is None or right[1].casefold() in FUNCTION_WORDS:
            break
        if not (right[1][0].isupper() or right[1][0].isdigit()):
            break
        end = right.end()
    return text[start:end] if (start, end) != (mention.start, mention.end) else ""

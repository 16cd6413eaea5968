"""A document whose words carry marks through the public template: what changed, and what comments are about.

A mark is a letter of Unicode's Supplementary Private Use Area-A (U+F0000), which means that from there on the
words are in a certain state. It goes through template, escaping and sanitiser as any other letter does, and
`marked_html.py` makes elements of it in the finished page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape

from newsdesk.comments.passages import Passage, passages_of
from newsdesk.comments.spelled import SpelledText
from newsdesk.comparison.diff.paragraphs import blocks
from newsdesk.comparison.diff.words import Op, Run, text_runs
from newsdesk.comparison.labels import Fields, put
from newsdesk.comparison.three_way_merge import Data

FIRST = 0xF0000
_MOST = 0xF000
SIGNS = re.compile(f"[{chr(FIRST)}-{chr(FIRST + _MOST)}]")


@dataclass(frozen=True, slots=True)
class State:
    """How words are marked. `path` is the text that they are in; `notes` name what is said about them, `at`
    what is said about the whole text, of which they are the first.
    """

    path: str
    op: Op = Op.SAME
    notes: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    whole: bool = False


PLAIN = State("")


@dataclass(frozen=True, slots=True)
class Place:
    """What a note is about: the words from `start` to `end` of a text, or without an end the whole of it."""

    note: str
    path: str
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Marks:
    """The states that signs stand for, each by its number."""

    states: list[State] = field(default_factory=lambda: [PLAIN])
    _numbers: dict[State, int] = field(default_factory=lambda: {PLAIN: 0})

    def sign(self, state: State) -> str:
        """Return the sign of a state; that of no state where there are more than signs."""
        if state not in self._numbers:
            if len(self.states) > _MOST:
                return chr(FIRST)
            self._numbers[state] = len(self.states)
            self.states.append(state)
        return chr(FIRST + self._numbers[state])

    def state(self, sign: str) -> State:
        number = ord(sign) - FIRST
        return self.states[number] if number < len(self.states) else PLAIN


def marked(
    fields: Fields, now: Data, before: Data | None, places: Iterable[Place]
) -> tuple[Data, Marks]:
    """Return a document's data with its words marked, and the marks.

    What differs from `before` is marked as added or removed; without it nothing is.
    """
    marks = Marks()
    earlier = passages_of(fields, before) if before is not None else None
    about: dict[str, list[Place]] = {}
    for place in places:
        about.setdefault(place.path, []).append(place)
    data = now
    for path, passage in passages_of(fields, now).items():
        was = "" if earlier is None else earlier[path].value if path in earlier else ""
        compared = earlier is not None and was != passage.value
        changes = _changes(passage, was) if compared else _Changes()
        text = "".join(_signed(passage, changes, about.get(path, []), marks))
        data = put(data, fields, path, text)
    return data, marks


@dataclass(slots=True)
class _Changes:
    """Which letters were added, and what stood before the letter of a number, whole paragraphs or not."""

    added: set[int] = field(default_factory=set)
    removed: dict[int, list[tuple[str, bool]]] = field(default_factory=dict)

    def remove(self, at: int, text: str, *, whole: bool = False) -> None:
        self.removed.setdefault(at, []).append((text, whole))


class _LettersDiffer(Exception):
    """The comparison has other letters than the text."""


def _changes(passage: Passage, was: str) -> _Changes:
    """Return what became of a text. Where the comparison reads it otherwise, all of it counts as new."""
    letters, changes, at = passage.spelled, _Changes(), 0
    try:
        for op, runs in _compared(passage, was):
            if op is Op.REMOVED:
                changes.remove(at, "".join(run.text for run in runs), whole=True)
                continue
            for run in runs:
                at = _follow(letters, run, at, changes)
    except _LettersDiffer:
        return _Changes(added=set(range(len(letters.text))))
    return changes


def _compared(passage: Passage, was: str) -> Iterator[tuple[Op, Sequence[Run]]]:
    if passage.rich:
        for block in blocks(was, passage.value):
            yield block.op, block.runs
    else:
        yield Op.SAME, text_runs(was, passage.value)


def _follow(letters: SpelledText, run: Run, at: int, changes: _Changes) -> int:
    """Note what became of the words of a run; return the place behind them."""
    if run.op is Op.REMOVED:
        changes.remove(at, run.text)
        return at
    first, text = -1, letters.text
    for sign in run.text:
        if sign.isspace():
            at += text[at : at + 1] == " "
            continue
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text) or text[at] != sign:
            raise _LettersDiffer
        first = at if first < 0 else first
        at += 1
    if run.op is Op.ADDED and first >= 0:
        changes.added.update(range(first, at))
    return at


def _signed(
    passage: Passage, changes: _Changes, places: Sequence[Place], marks: Marks
) -> Iterator[str]:
    """Yield the pieces of a stored text with signs between them."""
    letters, reset = passage.spelled, marks.sign(PLAIN)
    said = _notes_by_letter(places, len(letters.text))
    whole = tuple(place.note for place in places if not place.end)
    current, done = None, 0
    for at, (first, last) in enumerate(letters.spans):
        if at in changes.removed:
            yield from _removed(passage, changes.removed[at], marks)
            current = None
        if first == last:
            continue
        if first > done:
            yield reset
            yield letters.source[done:first]
            current = None
        op = Op.ADDED if at in changes.added else Op.SAME
        state = State(passage.path, op, said.get(at, ()), whole)
        whole = ()
        if state != current:
            yield marks.sign(state)
            current = state
        yield letters.source[first:last]
        done = last
    yield from _removed(passage, changes.removed.get(len(letters.spans), ()), marks)
    yield reset
    yield letters.source[done:]


def _removed(passage: Passage, texts: Iterable[tuple[str, bool]], marks: Marks) -> Iterator[str]:
    for text, whole in texts:
        yield marks.sign(State(passage.path, Op.REMOVED, whole=whole))
        yield escape(text) if passage.rich else text
        yield marks.sign(PLAIN)


def _notes_by_letter(places: Sequence[Place], length: int) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for place in places:
        for at in range(place.start, min(place.end, length)):
            found[at] = (*found.get(at, ()), place.note)
    return found

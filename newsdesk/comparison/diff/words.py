"""Two texts compared by words. A text is a list of tokens: a word or a mark, with the space before it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from newsdesk.comparison.diff.alignment import aligned

# A word keeps its inner marks (U.S., 1,250.5, don't, long-term) and loses those around it. What may
# follow a word is bounded: a text of full stops alone would take quadratic time.
_APART = r"\s—–/\"“”«»‘()\[\]{}…"
_TOKEN = re.compile(rf"(\s*)([^{_APART}]+?(?=[.,;:!?'’]{{0,3}}(?:[{_APART}]|\Z))|\S|\Z)")

Styles = tuple[tuple[str, str], ...]


class Op(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Token:
    """A word; `styles` are the tags around it from the outermost in: ("strong", ""), ("a", href)."""

    space: str
    word: str
    styles: Styles = ()

    @property
    def text(self) -> str:
        return self.space + self.word


@dataclass(frozen=True, slots=True)
class Run:
    """Words that were all kept, added or removed, in one style."""

    op: Op
    text: str
    styles: Styles = ()


def tokens(text: str, styles: Styles = ()) -> list[Token]:
    """Return `text` as tokens; put together again they are `text`."""
    return [Token(match[1], match[2], styles) for match in _TOKEN.finditer(text) if match.group()]


def text_runs(before: str, after: str) -> tuple[Run, ...]:
    """Return what became of a plain text, word by word."""
    return word_runs(tokens(before), tokens(after))


def word_runs(before: Sequence[Token], after: Sequence[Token]) -> tuple[Run, ...]:
    """Return what became of a text, word by word. Both sides can be read off it whole."""
    pairs = aligned(_keys(before), _keys(after))
    steps = _without_crumbs(list(_steps(before, after, pairs)))
    return tuple(_joined(_spaces_out(steps)))


def side_by_side(left: str, right: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return both texts, each whole: REMOVED is what only the left has, ADDED what only the right has.

    Words count as the same whatever their capitals; each side keeps its own.
    """
    mine, theirs = tokens(left), tokens(right)
    pairs = aligned([one.word.casefold() for one in mine], [one.word.casefold() for one in theirs])
    steps = _without_crumbs(list(_steps(mine, theirs, pairs)))
    return (
        tuple(_joined(_of_side(Op.REMOVED, ((step.removed, step.same) for step in steps)))),
        tuple(_joined(_of_side(Op.ADDED, ((step.added, step.same) for step in steps)))),
    )


def whole(op: Op, text: str) -> tuple[Run, ...]:
    """Return a text that was added or removed altogether."""
    return (Run(op, text),) if text else ()


def read_before(runs: Iterable[Run]) -> str:
    """Return the text as it was."""
    return "".join(run.text for run in runs if run.op is not Op.ADDED)


def read_after(runs: Iterable[Run]) -> str:
    """Return the text as it is now."""
    return "".join(run.text for run in runs if run.op is not Op.REMOVED)


@dataclass(slots=True)
class _Step:
    """A stretch in which either nothing changed or `removed` was replaced by `added`."""

    removed: list[Token]
    added: list[Token]
    same: bool

    def length(self) -> int:
        return max(sum(len(token.word) for token in side) for side in (self.removed, self.added))


def _keys(side: Sequence[Token]) -> list[tuple[str, Styles]]:
    return [(token.word, token.styles) for token in side]


def _steps(
    before: Sequence[Token], after: Sequence[Token], pairs: Sequence[tuple[int, int]]
) -> Iterator[_Step]:
    i = j = 0
    for x, y in [*pairs, (len(before), len(after))]:
        if i < x or j < y:
            yield _Step(list(before[i:x]), list(after[j:y]), same=False)
        if x < len(before) and y < len(after):
            yield _Step([before[x]], [after[y]], same=True)
        i, j = x + 1, y + 1


def _without_crumbs(steps: list[_Step]) -> list[_Step]:
    """Take a short stretch that stayed, between two longer changes, as changed with them.

    Two sentences that share an "of" are easier to read one after the other than interlaced. The rule
    is that of diff-match-patch: what stayed is no longer than the change on either side of it.
    """
    result: list[_Step] = []
    for step in _grouped(steps):
        if not step.same and len(result) > 1 and result[-1].same:
            kept, earlier = result[-1], result[-2]
            if not earlier.same and kept.length() <= min(earlier.length(), step.length()):
                earlier.removed += kept.removed + step.removed
                earlier.added += kept.added + step.added
                result.pop()
                continue
        result.append(step)
    return result


def _grouped(steps: list[_Step]) -> Iterator[_Step]:
    current: _Step | None = None
    for step in steps:
        if current is not None and current.same == step.same:
            current.removed += step.removed
            current.added += step.added
            continue
        if current is not None:
            yield current
        current = step
    if current is not None:
        yield current


def _spaces_out(steps: Iterable[_Step]) -> Iterator[tuple[Op, str, Styles]]:
    """Yield the steps in pieces; a space that both sides have stands outside what changed."""
    for step in steps:
        if step.same:
            for old, new in zip(step.removed, step.added, strict=True):
                if old.space == new.space:
                    yield Op.SAME, new.text, new.styles
                    continue
                yield Op.REMOVED, old.space, old.styles
                yield Op.ADDED, new.space, new.styles
                yield Op.SAME, new.word, new.styles
            continue
        removed, added = step.removed, step.added
        if removed and added and removed[0].space == added[0].space:
            yield Op.SAME, removed[0].space, ()
            removed = [Token("", removed[0].word, removed[0].styles), *removed[1:]]
            added = [Token("", added[0].word, added[0].styles), *added[1:]]
        yield from ((Op.REMOVED, token.text, token.styles) for token in removed)
        yield from ((Op.ADDED, token.text, token.styles) for token in added)


def _of_side(
    op: Op, stretches: Iterable[tuple[list[Token], bool]]
) -> Iterator[tuple[Op, str, Styles]]:
    """Yield one side in pieces; the space before what differs is not marked with it."""
    for side, same in stretches:
        if same:
            yield from ((Op.SAME, token.text, ()) for token in side)
        elif side:
            yield Op.SAME, side[0].space, ()
            yield op, side[0].word, ()
            yield from ((op, token.text, ()) for token in side[1:])


def _joined(pieces: Iterable[tuple[Op, str, Styles]]) -> Iterator[Run]:
    """Yield the pieces as runs, neighbours of one kind and style in one."""
    current: tuple[Op, str, Styles] | None = None
    for op, text, styles in pieces:
        if not text:
            continue
        if current and current[0] == op and current[2] == styles:
            current = (op, current[1] + text, styles)
            continue
        if current:
            yield Run(*current)
        current = (op, text, styles)
    if current:
        yield Run(*current)

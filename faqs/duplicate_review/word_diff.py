"""Which words two texts do not share, found by aligning them word by word. Plain text in, runs out."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from faqs.documents import Answer
from newsdesk.text.names_and_words import words

# Aligning takes time by the product of both lengths: beyond this many words texts are compared by lines.
MOST_WORDS = 1_200
MOST_LINES = 400
# From this share of common words on two sub-questions ask the same.
SAME_QUESTION = 0.75

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


class Run(NamedTuple):
    """A stretch of text; `kind` is "" for what both have, "only" for what this side alone has."""

    text: str
    kind: str


Runs = tuple[Run, ...]


def compared(left: str, right: str) -> tuple[Runs, Runs]:
    """Return both texts in runs. Texts too long even for comparing by lines come back unmarked."""
    mine, theirs = _WORD.findall(left), _WORD.findall(right)
    if max(len(mine), len(theirs)) > MOST_WORDS:
        mine, theirs = left.splitlines(keepends=True), right.splitlines(keepends=True)
        if max(len(mine), len(theirs)) > MOST_LINES:
            return (Run(left, ""),), (Run(right, ""),)
    matcher = SequenceMatcher(
        None, [w.casefold() for w in mine], [w.casefold() for w in theirs], False
    )
    one: list[Run] = []
    other: list[Run] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        kind = "" if tag == "equal" else "only"
        _add(one, "".join(mine[a:b]), kind)
        _add(other, "".join(theirs[c:d]), kind)
    return tuple(one), tuple(other)


def aligned(
    left: Sequence[Answer], right: Sequence[Answer]
) -> list[tuple[Answer | None, Answer | None]]:
    """Return the answers of two pages side by side: those to the same question, then what is left over."""
    matches = sorted(
        (-alike(mine.question, theirs.question), n, m)
        for n, mine in enumerate(left)
        for m, theirs in enumerate(right)
    )
    partner: dict[int, int] = {}
    for likeness, n, m in matches:
        if -likeness >= SAME_QUESTION and n not in partner and m not in partner.values():
            partner[n] = m
    rows: list[tuple[Answer | None, Answer | None]] = [
        (mine, right[partner[n]] if n in partner else None) for n, mine in enumerate(left)
    ]
    return rows + [(None, each) for m, each in enumerate(right) if m not in partner.values()]


def alike(one: str, other: str) -> float:
    """Return the share of words that two questions have in common, 0 to 1."""
    mine, theirs = set(words(one)), set(words(other))
    return len(mine & theirs) / max(len(mine | theirs), 1)


def _add(runs: list[Run], text: str, kind: str) -> None:
    if not text:
        return
    if runs and (runs[-1].kind == kind or not text.strip()):
        runs[-1] = Run(runs[-1].text + text, runs[-1].kind)
    else:
        runs.append(Run(text, kind))

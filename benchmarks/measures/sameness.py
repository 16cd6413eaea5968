"""The bars of finding duplicates, on any set of labelled pairs: what is called likely the same."""

import csv
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measures.bars import Bar
from benchmarks.measures.copies import copied
from faqs.duplicates.conflicts import NAME
from faqs.duplicates.learning import average_precision
from faqs.duplicates.names import Lexicon
from faqs.duplicates.score import LIKELY, POSSIBLE, RANK, ScoredPair, judge
from faqs.duplicates.words import even, likeness, terms
from newsdesk.site.garbage import look_seldom

# Kinds of pairs as they come, not written to deceive; a set without kinds is of them.
NATURAL = {"", "everyday", "natural", "qqp", "random"}
NEAR = 0.8  # share of their words that near-identical questions have in common


class Row(NamedTuple):
    """A labelled pair; `kind` and `language` are "" and "en" where the file does not say."""

    left: str
    right: str
    same: bool
    kind: str
    language: str


def read_rows(path: Path) -> list[Row]:
    """Read a file of tab-separated values; a first line whose third column is no label names the columns."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    named = lines[0] if lines and lines[0][2] not in {"0", "1"} else []
    language = named.index("language") if "language" in named else 4 if not named else 99
    return [
        Row(
            left,
            right,
            label == "1",
            "".join(rest[:1]),
            "".join(line[language : language + 1]) or "en",
        )
        for line in lines
        for left, right, label, *rest in [line]
        if label in {"0", "1"}
    ]


def queue_place(judged: ScoredPair) -> float:
    """Return a number that orders pairs as the queue does: by band, then by score."""
    return judged.score - 10 * RANK[judged.band]


def bars(
    name: str, rows: list[Row], cosine: Callable[[str, str], float], encoder: Any
) -> list[Bar]:
    """Return the bars that a set of pairs has something to say on."""
    lexicon = Lexicon()

    @cache  # Each bar asks for much the same pairs.
    def judged(left: str, right: str) -> ScoredPair:
        return judge(left, right, cosine(left, right), lexicon=lexicon)

    def likely(pairs: Iterable[tuple[str, str]]) -> list[bool]:
        return [judged(*pair).band == LIKELY for pair in pairs]

    def unlike(english: bool) -> list[bool]:
        return likely(
            row[:2]
            for row in rows
            if not row.same and (row.language == "en") == english and row.kind not in NATURAL
        )

    same = [row for row in rows if row.same]
    near = [r for r in same if likeness(terms(r.left), terms(r.right), even) >= NEAR]
    kept = [judged(*row[:2]).band in {LIKELY, POSSIBLE} for row in near]
    clashes = [
        any(d.kind == NAME and d.two_sided and not d.harmless for d in judged(*row[:2]).differences)
        for row in same
    ]
    turned = likely(row[:2] for row in rows if row.kind in {"roles", "swapped"})
    around = likely(
        row[:2] for row in rows if row.kind in {"before-after", "time"} and not row.same
    )
    made: dict[str, list[bool]] = {
        kind: likely(copied([row[:3] for row in same], kind)) for kind in ("number", "name", "role")
    }
    found = [
        _at_most("look-alikes called likely", unlike(True), 0.08),
        _at_most("look-alikes of other languages called likely", unlike(False), 0.10),
        *_precise([row for row in rows if row.kind in NATURAL] or rows, judged),
        _at_least("near-identical duplicates kept", kept, 0.89),
        _at_most("swapped roles called likely", turned + made["role"], 0.02),
        _at_most(
            "copies with another number or name called likely", made["number"] + made["name"], 0.02
        ),
        _at_most("before and after called likely", around, 0.0),
        _at_most("false name conflicts on duplicates", clashes, 0.04),
        *_ordered(rows, judged, cosine),
        _cost(rows, encoder),
    ]
    return [replace(bar, name=f"{name}: {bar.name}") for bar in found if bar is not None]


def _at_most(name: str, hits: list[bool], bound: float) -> Bar | None:
    return Bar.at_most(name, sum(hits) / len(hits), bound, unit=f"of {len(hits)}") if hits else None


def _at_least(name: str, hits: list[bool], bound: float) -> Bar | None:
    return (
        Bar.at_least(name, sum(hits) / len(hits), bound, unit=f"of {len(hits)}") if hits else None
    )


def _precise(rows: list[Row], judged: Callable[[str, str], ScoredPair]) -> Iterator[Bar | None]:
    """Yield precision and recall of "likely"."""
    called = [row.same for row in rows if judged(*row[:2]).band == LIKELY]
    same = sum(row.same for row in rows)
    yield _at_least("precision of likely", called, 0.89)
    yield (
        Bar.at_least("recall of likely", sum(called) / same, 0.28, unit=f"of {same}")
        if same
        else None
    )


def _ordered(
    rows: list[Row], judged: Callable[[str, str], ScoredPair], cosine: Callable[[str, str], float]
) -> Iterator[Bar]:
    """Yield the average precision of the score and of the queue, against that of the model alone."""
    if len({row.same for row in rows}) < 2:
        return
    orders: dict[str, Callable[[str, str], float]] = {
        "score": lambda left, right: judged(left, right).score,
        "queue": lambda left, right: queue_place(judged(left, right)),
    }
    alone = average_precision([(cosine(*row[:2]), row.same) for row in rows])
    for name, order in orders.items():
        reached = average_precision([(order(*row[:2]), row.same) for row in rows])
        yield Bar.at_least(f"AP of the {name}, MiniLM alone {alone:.3f}", reached, alone)


def _cost(rows: list[Row], encoder: Any) -> Bar:
    """Time the guard on pairs against the encoding of one question: by the processor, the best of three."""
    look_seldom()  # As every process that serves the desk does.
    sample = rows[:200]
    encoder.encode([row.left for row in sample])
    guards, encodings = [], []
    for _ in range(3):
        fresh = Lexicon()  # So that no question has been read before.
        started = time.process_time()
        for row in sample:
            judge(*row[:2], 1.0, lexicon=fresh)
        guards.append(time.process_time() - started)
        started = time.process_time()
        for row in sample:
            encoder.encode([row.left])
        encodings.append(time.process_time() - started)
    return Bar.at_most("the guard, per pair", min(guards) / min(encodings), 0.1, unit="encodings")

"""A bar: a figure that a benchmark holds itself to, and the table in which all of them are printed."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

# The file to which a benchmark adds its bars, where the table of all wants them.
KEPT = "NEWSDESK_BARS"


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure against its bound. `bound` says which side is good: ">= 2.0" or "<= 0.5".

    `database` is "PostgreSQL", "SQLite" or "" where it does not matter; `unit` is such as "x bare" or "ms".
    """

    name: str
    database: str
    figure: float
    bound: str
    unit: str
    met: bool

    @classmethod
    def at_least(
        cls, name: str, figure: float, bound: float, *, unit: str = "", database: str = ""
    ) -> Self:
        return cls(name, database, figure, f">= {_short(bound)}", unit, figure >= bound)

    @classmethod
    def at_most(
        cls, name: str, figure: float, bound: float, *, unit: str = "", database: str = ""
    ) -> Self:
        return cls(name, database, figure, f"<= {_short(bound)}", unit, figure <= bound)


def table(bars: Iterable[Bar]) -> str:
    """Return all bars as lines of text in columns, one a bar, each ending in "met" or "MISSED"."""
    head = ("bar", "database", "figure", "bound", "unit", "")
    rows = [head]
    for bar in bars:
        verdict = "met" if bar.met else "MISSED"
        rows.append((bar.name, bar.database, _short(bar.figure), bar.bound, bar.unit, verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in (2, 3) else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def missed(bars: Iterable[Bar]) -> bool:
    """Tell whether a benchmark ends with 1."""
    return any(not bar.met for bar in bars)


def report(bars: Sequence[Bar]) -> int:
    """Print the bars of a benchmark, keep them for the table of all, and return its exit status."""
    print("\n" + table(bars))
    if kept := os.environ.get(KEPT):
        with Path(kept).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(bar)) + "\n" for bar in bars)
    return int(missed(bars) or not bars)


def reported(kept: Path) -> list[Bar]:
    """Return the bars that benchmarks have added to a file."""
    if not kept.exists():
        return []
    return [Bar(**json.loads(line)) for line in kept.read_text(encoding="utf-8").splitlines()]


def _short(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.2f}"

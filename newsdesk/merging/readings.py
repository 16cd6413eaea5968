"""What a reference means in one page, where topics were merged and split: told by replaying both.

A merge leads every reference to the loser on to the survivor; a move, part of a split, leads the references
of one page from one topic to another. Whatever was undone is not among them, so that the rest
reads as if it had never been.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From `at` on what led to `source` leads to `into`: in `page`, "story:5", or everywhere."""

    at: datetime
    source: str
    into: str
    page: str = ""


def readings(steps: Iterable[Step]) -> dict[str, dict[str, str]]:
    """Return, for each page with moves, the keys that mean something else there than everywhere else."""
    ordered = sorted(steps, key=lambda step: step.at)
    everywhere = _led([step for step in ordered if not step.page])
    found = {}
    for page in sorted({step.page for step in ordered if step.page}):
        here = _led([step for step in ordered if step.page in ("", page)])
        found[page] = {key: into for key, into in here.items() if into != everywhere.get(key, key)}
    return found


def moved(steps: Iterable[Step]) -> dict[str, dict[str, str]]:
    """Return, for each page with moves, where the last move of each key that one moves has led it.

    Whatever names that means the same in any other page: merges since then lead it on there too, and no
    longer once they are undone.
    """
    ordered = sorted(steps, key=lambda step: step.at)
    return {
        page: _moved([step for step in ordered if step.page in ("", page)])
        for page in sorted({step.page for step in ordered if step.page})
    }


def _moved(steps: Sequence[Step]) -> dict[str, str]:
    found: dict[str, str] = {}
    for n, step in enumerate(steps):
        if step.page:
            led = {step.source: step.source} | _led(steps[:n])
            found |= {key: step.into for key, into in led.items() if into == step.source}
    return found


def _led(steps: Iterable[Step]) -> dict[str, str]:
    """Return where each key leads that any of `steps` names; they come in order of time."""
    steps = list(steps)
    leading = {key: [key] for step in steps for key in (step.source, step.into)}
    for step in steps:
        moved, leading[step.source] = leading[step.source], []
        leading[step.into] += moved
    return {key: into for into, keys in leading.items() for key in keys}

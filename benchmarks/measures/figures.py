"""Figures that judge a ranking, and the time that something takes."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any


def share(hits: Iterable[bool]) -> str:
    values = list(hits)
    return f"{sum(values) / len(values):.2f}" if values else "-"


def area(scored: list[tuple[float, bool]]) -> float:
    """The area under the ROC curve, by ranks; ties share a rank."""
    order = sorted(scored)
    ranks: dict[float, list[int]] = {}
    for rank, (value, _) in enumerate(order, start=1):
        ranks.setdefault(value, []).append(rank)
    positive = sum(same for _, same in order)
    total = sum(statistics.mean(ranks[value]) for value, same in order if same)
    return (total - positive * (positive + 1) / 2) / (positive * (len(order) - positive))


def timing(work: Callable[[Any], object], items: Sequence[Any]) -> str:
    """Time each call: by the clock, and by the processor, which other programs do not slow."""
    clock, processor = [], []
    work(items[0])
    for item in items:
        started = time.perf_counter(), time.process_time()
        work(item)
        clock.append((time.perf_counter() - started[0]) * 1e3)
        processor.append((time.process_time() - started[1]) * 1e3)
    return f"{_halves(clock)} (processor: {_halves(processor)})"


def _halves(taken: list[float]) -> str:
    taken.sort()
    return f"p50 {taken[len(taken) // 2]:.1f}, p95 {taken[int(len(taken) * 0.95)]:.1f} ms"

"""What appears at a time and is no page: it stands in the calendar of the front page too."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Appearances:
    """What appears of one sort. `between` returns numbers and times from a time on and before another, by one
    query; `told` what the one of a number is called, and the name of the address where it is seen to.
    """

    between: Callable[[datetime, datetime], Iterable[tuple[int, datetime]]]
    told: Callable[[int], tuple[str, str]]


_found: dict[str, Appearances] = {}


def show_in_calendar(label: str, source: Appearances) -> None:
    """Let the calendar show what appears of that sort; `label` is that of no model with pages."""
    _found[label] = source


def appearances() -> Mapping[str, Appearances]:
    return _found

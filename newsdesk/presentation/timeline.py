"""Dates of a timeline: how exactly they are known, how they are written, and where they stand to scale.

Pure. A date is ISO 8601, "2014", "2014-03" or "2014-03-18": a span of a year, a month or a day.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from newsdesk.text.calendars import calendar, written_day, written_month
from newsdesk.text.spoken import ngettext

_ISO = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
# In per cent of the width: how near two marks may come before one is put above the other; how near
# two years may be written; how much room is left at the ends.
NEAR, APART, MARGIN = 3.5, 16.0, 2.5
LANES = 6
LANE_HEIGHT = 11  # pixels


@dataclass(frozen=True, slots=True)
class Span:
    """What a date of a timeline covers: from `start` to the day before `end`."""

    start: date
    end: date
    iso: str

    @property
    def written(self) -> str:
        if len(self.iso) == 4:
            return f"{self.start.year:04}"
        return written_day(self.start) if self.is_day else written_month(self.start)

    @property
    def is_day(self) -> bool:
        return len(self.iso) == 10


class DatedEvent(Protocol):
    """An event of a timeline; `iso` is empty where its date is not a date."""

    @property
    def iso(self) -> str: ...


@dataclass(frozen=True, slots=True)
class TellingStory:
    """A story that tells of an event, with the path to it there."""

    text: str
    path: str


class TimelineStep(DatedEvent, Protocol):
    """An event as it is shown; `gap` says how long after the one before it came.

    `stories` are those that tell of it, where the timeline is that of several.
    """

    @property
    def id(self) -> str: ...
    @property
    def when(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def gap(self) -> str: ...
    @property
    def stories(self) -> Sequence[TellingStory]: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the scale: `x` and `width` in per cent, `y` in pixels; a day has no width."""

    x: str
    y: int
    width: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A year written under the scale; `anchor` is that of SVG text."""

    x: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A timeline drawn to scale. `height` in pixels; `floor` is where its axis runs."""

    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    height: int
    floor: int
    words: str


@lru_cache(2_000)
def span_of(text: str) -> Span | None:
    """Return what a date covers, or None for what is no date."""
    if not _ISO.fullmatch(text):
        return None
    try:
        start = date.fromisoformat(text + "-01-01"[len(text) - 4 :])
        return Span(start, _end(start, len(text)), text)
    except (ValueError, OverflowError):
        return None


def written(text: str) -> tuple[str, str]:
    """Return a date as it is read and as ISO 8601, no more exact than it is; the latter may be ""."""
    span = span_of(text)
    return (span.written, span.iso) if span else (text, "")


def gaps(events: Sequence[DatedEvent]) -> list[str]:
    """Return for each event how long after the one before it came: "9 days later", or ""."""
    spans = [span_of(event.iso) for event in events]
    return ["", *(_later(a, b) if a and b else "" for a, b in pairwise(spans))][: len(spans)]


def scale_of(events: Iterable[DatedEvent]) -> Scale | None:
    """Return the events drawn to scale, or None where there is nothing to compare."""
    spans = [span for event in events if (span := span_of(event.iso))]
    if len({span.start for span in spans}) < 2:
        return None
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    days = (last - first).days

    def place(day: date) -> float:
        return MARGIN + (100 - 2 * MARGIN) * (day - first).days / days

    lanes = _lanes(
        [place(span.start) for span in spans], [place(span.end) for span in spans], spans
    )
    floor = (max(lanes) + 1) * LANE_HEIGHT + 3
    marks = tuple(
        Mark(
            x=_number(place(span.start)),
            y=floor - (lane + 1) * LANE_HEIGHT,
            width="" if span.is_day else _number(max(place(span.end) - place(span.start), 1)),
        )
        for span, lane in zip(spans, lanes, strict=True)
    )
    earliest, latest = (pick(spans, key=lambda s: s.start) for pick in (min, max))
    return Scale(
        marks=marks,
        ticks=_ticks(first, last, place),
        height=floor + 22,
        floor=floor,
        words=ngettext(
            "%(number)d event from %(first)s to %(last)s, drawn to scale.",
            "%(number)d events from %(first)s to %(last)s, drawn to scale.",
            len(spans),
        )
        % {"number": len(spans), "first": earliest.written, "last": latest.written},
    )


def _end(start: date, length: int) -> date:
    if length == 4:
        return date(start.year + 1, 1, 1)
    if length == 7:
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return start + timedelta(days=1)


def _later(before: Span, after: Span) -> str:
    """Return the time between two events in the unit that the less exact of the two allows."""
    days = (after.start - before.start).days
    months = (after.start.year - before.start.year) * 12 + after.start.month - before.start.month
    years = after.start.year - before.start.year
    exact = min(len(before.iso), len(after.iso))
    if days <= 0:
        return ""
    if exact == 10 and days < 60:
        return _counted(
            days, lambda n: ngettext("%(number)d day later", "%(number)d days later", n)
        )
    if exact >= 7 and months < 24:
        return _counted(
            months, lambda n: ngettext("%(number)d month later", "%(number)d months later", n)
        )
    return _counted(years, lambda n: ngettext("%(number)d year later", "%(number)d years later", n))


def _counted(number: int, later: Callable[[int], str]) -> str:
    return later(number) % {"number": number} if number else ""


def _lanes(starts: list[float], ends: list[float], spans: list[Span]) -> list[int]:
    """Return for each mark the lane above the axis in which it covers none that came before it."""
    taken: list[float] = []
    found = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda i: (starts[i], ends[i])):
        free = (n for n, until in enumerate(taken) if starts[index] >= until)
        lane = next(free, min(len(taken), LANES - 1))
        if lane == len(taken):
            taken.append(0)
        width = 0 if spans[index].is_day else ends[index] - starts[index]
        taken[lane] = starts[index] + max(width + NEAR / 2, NEAR)
        found[index] = lane
    return found


def _ticks(first: date, last: date, place: Callable[[date], float]) -> tuple[Tick, ...]:
    """Return the first day of the scale, its last one, and round years or months between them."""
    years = (last - first).days / 365.25
    told = _year if years > 3 else _month if years > 0.25 else _day
    end = last - timedelta(days=1)
    ticks = [Tick("0", told(first), "start")]
    room = APART if told is _year else 1.6 * APART
    step = next((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if years / n <= 5), 2000)
    at = room
    for year in range(first.year + 1, last.year + 1) if told is _year else ():
        x = place(date(year, 1, 1))
        if year % step == 0 and at <= x <= 100 - room:
            ticks.append(Tick(_number(x), str(year), "middle"))
            at = x + room
    if (label := told(end)) != ticks[0].label:
        ticks.append(Tick("100", label, "end"))
    return tuple(ticks)


def _year(when: date) -> str:
    return f"{when.year:04}"


def _month(when: date) -> str:
    return f"{calendar().short_months[when.month - 1]} {_year(when)}"


def _day(when: date) -> str:
    told = calendar()
    name = told.short_months[when.month - 1]
    return told.day.format(day=when.day, month=name, year=_year(when))


def _number(value: float) -> str:
    """Return a number as SVG reads it, whatever the language of the site."""
    return f"{value:.2f}".rstrip("0").rstrip(".")

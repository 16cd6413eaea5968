"""Figures as drawings: where each bar, point and line of an SVG stands. `admin/_chart.html` draws them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 380, 160
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 10, 24  # room for the scale, and for the words below
LOOKS = ("is-first", "is-second", "is-third", "is-fourth")
_STEPS = (1, 2, 5)
_CROWD = 8  # More words than these below a drawing would run into one another.


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place of the drawing."""

    x: int
    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar, from `y` down by `height`, or a point at (x, y), and what it stands for."""

    x: int
    y: int
    width: int
    height: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Points joined, where nothing is missing between them; `pieces` are what <polyline> takes, `look` is a
    class.
    """

    name: str
    look: str
    pieces: tuple[str, ...]
    points: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """The bars of one series; `look` is a class."""

    name: str
    look: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One drawing: `scale` and `along` are the words at its sides, `said` is what it shows in a sentence."""

    anchor: str
    title: str
    said: str
    scale: tuple[Label, ...]
    along: tuple[Label, ...]
    bars: tuple[Bars, ...] = ()
    lines: tuple[Line, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def base(self) -> int:
        """Where nought is."""
        return HEIGHT - BOTTOM

    @property
    def right(self) -> int:
        return WIDTH - RIGHT

    @property
    def keys(self) -> tuple[Line | Bars, ...]:
        """The series that have to be told apart: none where there is only one."""
        series: tuple[Line | Bars, ...] = (*self.lines, *self.bars)
        return series if len(series) > 1 else ()


def number(value: float) -> str:
    return f"{value:.0f}"


def percent(share: float) -> str:
    return f"{share:.0%}"


@dataclass(frozen=True, slots=True)
class Place:
    """A place along the bottom of a drawing: a word or two below it, and what it is in full."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """One value for each place, None where there is none; `said` puts a value into words."""

    name: str
    values: Sequence[float | None]
    said: Callable[[float], str] = number


def line_chart(
    places: Sequence[Place],
    series: Sequence[Series],
    *,
    anchor: str,
    title: str,
    said: str,
    scale: Callable[[float], str] = number,
    most: int = 0,
) -> Chart:
    """Return a drawing of a line for each series. Its scale ends with `most`, or with what they come to."""
    end = most or _most(series)
    lines = (_line(each, look, places, end) for each, look in zip(series, LOOKS, strict=False))
    return Chart(
        anchor=anchor,
        title=title,
        said=said,
        scale=_scale(end, scale),
        along=_along(places),
        lines=tuple(lines),
    )


def bar_chart(
    places: Sequence[Place],
    series: Sequence[Series],
    *,
    anchor: str,
    title: str,
    said: str,
) -> Chart:
    """Return a drawing with a bar of each series at each place, side by side."""
    end = _most(series)
    looks = zip(series, LOOKS, strict=False)
    bars = (_bars(each, look, n, len(series), places, end) for n, (each, look) in enumerate(looks))
    return Chart(
        anchor=anchor,
        title=title,
        said=said,
        scale=_scale(end, number),
        along=_along(places),
        bars=tuple(bars),
    )


def _bars(
    series: Series, look: str, nth: int, of: int, places: Sequence[Place], most: float
) -> Bars:
    step = (WIDTH - LEFT - RIGHT) / len(places)
    width = step * 0.7 / of
    marks = []
    for n, (place, value) in enumerate(zip(places, series.values, strict=True)):
        if value is not None:
            top = _y(value, most)
            x = round(LEFT + n * step + step * 0.15 + nth * width)
            words = f"{place.words}: {series.said(value)}"
            marks.append(
                Mark(x, top, max(round(width) - (of > 1), 1), HEIGHT - BOTTOM - top, words)
            )
    return Bars(name=series.name, look=look, marks=tuple(marks))


def _line(series: Series, look: str, places: Sequence[Place], most: float) -> Line:
    pieces: list[list[str]] = [[]]
    points = []
    for n, (place, value) in enumerate(zip(places, series.values, strict=True)):
        if value is None:
            pieces.append([])
            continue
        x, y = _x(n, len(places)), _y(value, most)
        points.append(Mark(x, y, 0, 0, f"{series.name}, {place.words}: {series.said(value)}"))
        pieces[-1].append(f"{x},{y}")
    joined = tuple(" ".join(piece) for piece in pieces if len(piece) > 1)
    return Line(name=series.name, look=look, pieces=joined, points=tuple(points))


def _x(n: int, of: int) -> int:
    step = (WIDTH - LEFT - RIGHT) / of
    return round(LEFT + n * step + step / 2)


def _y(value: float, most: float) -> int:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most)


def _scale(most: float, said: Callable[[float], str]) -> tuple[Label, ...]:
    steps = (0, most) if said is number and most % 2 else (0, most / 2, most)
    return tuple(Label(LEFT, _y(each, most), said(each)) for each in steps)


def _along(places: Sequence[Place]) -> tuple[Label, ...]:
    """Return the words of all places, or of every second one from the last back, so that they have room."""
    every = 2 if len(places) > _CROWD else 1
    return tuple(
        Label(_x(n, len(places)), HEIGHT - 6, place.label)
        for n, place in enumerate(places)
        if (len(places) - n - 1) % every == 0
    )


def _most(series: Sequence[Series]) -> int:
    """Return the next of 1, 2, 5, 10, 20, 50 and so on: what a scale ends with."""
    most = max((value for each in series for value in each.values if value is not None), default=0)
    bound, ten = 1, 1
    while bound < most:
        bound = next((step * ten for step in _STEPS if step * ten >= most), 0) or bound
        ten *= 10
    return bound

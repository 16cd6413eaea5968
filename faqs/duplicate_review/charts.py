"""The figures of the queue as drawings: where each bar, point and line of an SVG stands. Templates draw
them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from faqs.duplicate_review.weeks import SUGGESTED, Week

WIDTH, HEIGHT = 380, 160
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 10, 24  # room for the scale and the weeks
_STEPS = (1, 2, 5)


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
class Chart:
    """One drawing: `scale` and `weeks` are the words along its sides, `said` is what it shows in a
    sentence.
    """

    anchor: str
    title: str
    said: str
    scale: tuple[Label, ...]
    weeks: tuple[Label, ...]
    bars: tuple[Mark, ...] = ()
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


def charts(weeks: Sequence[Week]) -> tuple[Chart, ...]:
    """Return the drawings of backlog, decisions and precision over these weeks."""
    return _backlog(weeks), _decisions(weeks), _precision(weeks)


def _backlog(weeks: Sequence[Week]) -> Chart:
    most = _round_up(max((week.backlog for week in weeks), default=0))
    line = _line("Pairs that wait", "is-first", weeks, lambda w: float(w.backlog), most, _pairs)
    first, last = weeks[0].backlog, weeks[-1].backlog
    return Chart(
        anchor="backlog",
        title="Backlog",
        said=f"Pairs that waited at the end of each week: {first} twelve weeks ago, {last} now.",
        scale=_scale(most, _number),
        weeks=_weeks(weeks),
        lines=(line,),
    )


def _decisions(weeks: Sequence[Week]) -> Chart:
    most = _round_up(max((week.verdicts for week in weeks), default=0))
    step = (WIDTH - LEFT - RIGHT) / len(weeks)
    bars = []
    for n, week in enumerate(weeks):
        top = _y(week.verdicts, most)
        x, words = round(LEFT + n * step + step * 0.15), f"{_when(week)}: {week.verdicts} decisions"
        bars.append(Mark(x, top, round(step * 0.7), HEIGHT - BOTTOM - top, words))
    total = sum(week.verdicts for week in weeks)
    return Chart(
        anchor="decisions",
        title="Decisions a week",
        said=f"Decisions of each week, {total} in all.",
        scale=_scale(most, _number),
        weeks=_weeks(weeks),
        bars=tuple(bars),
    )


def _precision(weeks: Sequence[Week]) -> Chart:
    lines = [
        _line(str(band.label), look, weeks, _share_of(band.value), 1, _percent)
        for band, look in zip(SUGGESTED, ("is-first", "is-second"), strict=True)
    ]
    return Chart(
        anchor="precision",
        title="Precision",
        said="The share of suggestions that moderators found to be the same, by the week of the decision. "
        "A week without a decision has no point.",
        scale=_scale(1, _percent),
        weeks=_weeks(weeks),
        lines=tuple(lines),
    )


def _line(
    name: str,
    look: str,
    weeks: Sequence[Week],
    value: Callable[[Week], float | None],
    most: float,
    said: Callable[[float], str],
) -> Line:
    pieces: list[list[str]] = [[]]
    points = []
    for n, week in enumerate(weeks):
        number = value(week)
        if number is None:
            pieces.append([])
            continue
        x, y = _x(n, len(weeks)), _y(number, most)
        points.append(Mark(x, y, 0, 0, f"{name}, {_when(week)}: {said(number)}"))
        pieces[-1].append(f"{x},{y}")
    joined = tuple(" ".join(piece) for piece in pieces if len(piece) > 1)
    return Line(name=name, look=look, pieces=joined, points=tuple(points))


def _share_of(band: str) -> Callable[[Week], float | None]:
    return lambda week: week.precision(band)


def _x(n: int, of: int) -> int:
    step = (WIDTH - LEFT - RIGHT) / of
    return round(LEFT + n * step + step / 2)


def _y(value: float, most: float) -> int:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most)


def _scale(most: float, said: Callable[[float], str]) -> tuple[Label, ...]:
    steps = (0, most) if said is _number and most % 2 else (0, most / 2, most)
    return tuple(Label(LEFT, _y(each, most), said(each)) for each in steps)


def _weeks(weeks: Sequence[Week]) -> tuple[Label, ...]:
    """Return the beginning of every second week, counted from the last, so that the words have room."""
    return tuple(
        Label(_x(n, len(weeks)), HEIGHT - 6, f"{week.start.day} {week.start:%b}")
        for n, week in enumerate(weeks)
        if (len(weeks) - n) % 2
    )


def _when(week: Week) -> str:
    return f"week from {week.start.day} {week.start:%b}"


def _number(value: float) -> str:
    return f"{value:.0f}"


def _pairs(number: float) -> str:
    return f"{number:.0f} {'pair' if number == 1 else 'pairs'}"


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _round_up(most: int) -> int:
    """Return the next of 1, 2, 5, 10, 20, 50 and so on: what a scale ends with."""
    bound, ten = 1, 1
    while bound < most:
        bound = next((step * ten for step in _STEPS if step * ten >= most), 0) or bound
        ten *= 10
    return bound

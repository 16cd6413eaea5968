"""The figures of the queue as drawings: backlog, decisions, precision. How one is drawn is in
`newsdesk.desk.charts`.
"""

from collections.abc import Sequence

from faqs.duplicate_review.weeks import SUGGESTED, Week
from newsdesk.desk.charts import Chart, Place, Series, bar_chart, line_chart, percent


def charts(weeks: Sequence[Week]) -> tuple[Chart, ...]:
    """Return the drawings of backlog, decisions and precision over these weeks."""
    places = [_place(week) for week in weeks]
    return _backlog(weeks, places), _decisions(weeks, places), _precision(weeks, places)


def _backlog(weeks: Sequence[Week], places: Sequence[Place]) -> Chart:
    first, last = weeks[0].backlog, weeks[-1].backlog
    return line_chart(
        places,
        [Series("Pairs that wait", [week.backlog for week in weeks], _pairs)],
        anchor="backlog",
        title="Backlog",
        said=f"Pairs that waited at the end of each week: {first} twelve weeks ago, {last} now.",
    )


def _decisions(weeks: Sequence[Week], places: Sequence[Place]) -> Chart:
    total = sum(week.verdicts for week in weeks)
    return bar_chart(
        places,
        [Series("Decisions", [week.verdicts for week in weeks], lambda n: f"{n:.0f} decisions")],
        anchor="decisions",
        title="Decisions a week",
        said=f"Decisions of each week, {total} in all.",
    )


def _precision(weeks: Sequence[Week], places: Sequence[Place]) -> Chart:
    shares = [
        Series(str(band.label), [week.precision(band.value) for week in weeks], percent)
        for band in SUGGESTED
    ]
    return line_chart(
        places,
        shares,
        anchor="precision",
        title="Precision",
        said="The share of suggestions that moderators found to be the same, by the week of the decision. "
        "A week without a decision has no point.",
        scale=percent,
        most=1,
    )


def _place(week: Week) -> Place:
    day = f"{week.start.day} {week.start:%b}"
    return Place(day, f"week from {day}")


def _pairs(number: float) -> str:
    return f"{number:.0f} {'pair' if number == 1 else 'pairs'}"

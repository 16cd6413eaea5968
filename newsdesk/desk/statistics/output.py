"""What appeared week by week: pages for the first time, the time from draft to live, corrections."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from django.db.models import CharField, Value

from newsdesk.desk.charts import Series, line_chart
from newsdesk.desk.filters import CORRECTED, PUBLISHED
from newsdesk.desk.statistics.figures import (
    BOUND,
    WEEKS,
    Cell,
    Figure,
    Inquiry,
    Row,
    listed,
    plural,
)
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.days import FIRST, editions_in
from newsdesk.pages.editions import Edition

DAY = timedelta(days=1)
BEYOND = f"The newest {BOUND:,} are counted; weeks before them are left out."


class Appearance(NamedTuple):
    """A version that readers saw from `at` on, of the page `item` of a `page_kind`, with when its draft was
    `begun`.
    """

    at: datetime
    page_kind: str
    item: int
    kind: str
    begun: datetime


def appearances(inquiry: Inquiry, kinds: tuple[str, ...]) -> tuple[list[Appearance], int]:
    """Return the versions of such kinds of all the weeks, BOUND at most, the newest first, and the first
    week of which all are among them. One query.
    """
    arms = []
    for each in inquiry.admins:
        pages = each.model._default_manager.all()
        # Each kind of page to the bound by its index; no more than that is sorted together.
        newest = editions_in(pages, inquiry.span, kinds).order_by("-visible_from", "-pk")
        kept = newest.model._default_manager.filter(pk__in=newest.values("pk")[: BOUND + 1])
        page_kind = Value(each.model.key_prefix, output_field=CharField())
        columns = ("visible_from", "page_kind", "item_id", "kind", "item__created_at")
        arms.append(kept.order_by().annotate(page_kind=page_kind).values_list(*columns))
    first, *others = arms
    found = first.union(*others, all=True).order_by("-visible_from")[: BOUND + 1]
    rows = [Appearance(*row) for row in found]
    beyond = rows[BOUND].at if len(rows) > BOUND else None
    return rows[:BOUND], inquiry.counted_whole(beyond)


def output(inquiry: Inquiry) -> Iterator[Figure]:
    """Yield what appeared for the first time, and how long that took. One query."""
    rows, whole = appearances(inquiry, FIRST)
    pages: dict[tuple[str, int], set[int]] = defaultdict(set)
    times: dict[tuple[str, int], list[float]] = defaultdict(list)
    for row in rows:
        place = (row.page_kind, inquiry.week_of(row.at))
        if row.item not in pages[place]:
            pages[place].add(row.item)
            # What came with its date from another system was public before it was here.
            if row.begun <= row.at:
                times[place].append((row.at - row.begun) / DAY)
    yield _published(inquiry, {place: len(found) for place, found in pages.items()}, whole)
    yield _times(inquiry, {place: median(found) for place, found in times.items() if found}, whole)


def _published(inquiry: Inquiry, numbers: Mapping[tuple[str, int], float], whole: int) -> Figure:
    values = {
        each: _by_week(numbers, each.model.key_prefix, whole, nothing=0) for each in inquiry.admins
    }
    total = int(sum(numbers.values()))
    chart = line_chart(
        inquiry.places,
        [Series(plural(each), weeks) for each, weeks in values.items()],
        anchor="output",
        title="Published for the first time",
        said=f"Pages that readers saw for the first time, by week: {total} in twelve weeks.",
    )
    rows = tuple(
        Row(name, tuple(_pages_cell(inquiry, each, n, values[each][n]) for each in inquiry.admins))
        for n, name in enumerate(inquiry.week_names)
    )
    return Figure(
        anchor="output",
        title="Output per week",
        charts=(chart,),
        columns=("Week from", *map(plural, inquiry.admins)),
        rows=rows[::-1],
        note=BEYOND if whole else "",
    )


def _times(inquiry: Inquiry, medians: Mapping[tuple[str, int], float], whole: int) -> Figure:
    values = {each: _by_week(medians, each.model.key_prefix, whole) for each in inquiry.admins}
    chart = line_chart(
        inquiry.places,
        [Series(plural(each), weeks, days_in_words) for each, weeks in values.items()],
        anchor="draft-to-live",
        title="Days from draft to publication, half took less",
        said="Of what was published in each week, the time that half of it took from draft to publication. "
        "A week in which nothing was published has no point.",
        scale=lambda days: f"{days:g}",
    )
    rows = []
    for n, name in enumerate(inquiry.week_names):
        cells = []
        for each in inquiry.admins:
            days = values[each][n]
            address = listed(each, inquiry.weeks[n], dates=PUBLISHED) if days is not None else ""
            cells.append(Cell("–" if days is None else days_in_words(days), address))
        rows.append(Row(name, tuple(cells)))
    return Figure(
        anchor="draft-to-live",
        title="Time from draft to publication",
        charts=(chart,),
        columns=("Week from", *map(plural, inquiry.admins)),
        rows=tuple(rows[::-1]),
        note="The median: half of the pages took less. Pages brought along from another site are left out.",
    )


def corrections(inquiry: Inquiry) -> Iterator[Figure]:
    """Yield what was corrected and made clearer. One query."""
    rows, whole = appearances(inquiry, Edition.CORRECTING)
    notices = Counter((row.kind, inquiry.week_of(row.at)) for row in rows)
    pages: dict[tuple[str, int], set[int]] = defaultdict(set)
    for row in rows:
        pages[row.page_kind, inquiry.week_of(row.at)].add(row.item)
    numbers = {place: len(found) for place, found in pages.items()}
    values = {kind: _by_week(notices, kind, whole, nothing=0) for kind in Edition.CORRECTING}
    chart = line_chart(
        inquiry.places,
        [
            Series("Corrections", values[Edition.Kind.CORRECTION]),
            Series("Clarifications", values[Edition.Kind.CLARIFICATION]),
        ],
        anchor="corrections",
        title="Corrections and clarifications",
        said=f"Corrections and clarifications by week: {len(rows)} in twelve weeks.",
    )
    table = []
    for n, name in enumerate(inquiry.week_names):
        told = [Cell(_number(values[kind][n])) for kind in Edition.CORRECTING]
        for each in inquiry.admins:
            number = _by_week(numbers, each.model.key_prefix, whole, nothing=0)[n]
            address = listed(each, inquiry.weeks[n], dates=CORRECTED) if number else ""
            told.append(Cell(_number(number), address))
        table.append(Row(name, tuple(told)))
    columns = ("Week from", "Corrections", "Clarifications")
    yield Figure(
        anchor="corrections",
        title="Corrections",
        charts=(chart,),
        columns=(*columns, *(f"{plural(each)} corrected" for each in inquiry.admins)),
        rows=tuple(table[::-1]),
        note=BEYOND if whole else "",
    )


def _by_week(
    numbers: Mapping[tuple[str, int], float],
    name: str,
    whole: int,
    *,
    nothing: int | None = None,
) -> Sequence[float | None]:
    """Return the value of each week; None in the weeks that were not counted whole."""
    return [numbers.get((name, n), nothing) if n >= whole else None for n in range(WEEKS)]


def _pages_cell(inquiry: Inquiry, each: WorkflowAdmin, n: int, number: float | None) -> Cell:
    address = listed(each, inquiry.weeks[n], dates=PUBLISHED) if number else ""
    return Cell(_number(number), address)


def _number(number: float | None) -> str:
    return "–" if number is None else f"{number:,.0f}"


def days_in_words(days: float) -> str:
    """Return a span of days as people say it: "5 hours", "2.5 days", "40 days"."""
    if days < 1:
        hours = round(days * 24)
        return f"{hours} hour" if hours == 1 else f"{hours} hours" if hours else "under an hour"
    said = f"{days:.0f}" if days >= 10 else f"{days:.1f}".removesuffix(".0")
    return "1 day" if said == "1" else f"{said} days"

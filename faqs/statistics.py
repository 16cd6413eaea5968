"""What the desk's statistics say of FAQs: which lack something, and how duplicates come and go."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q

from faqs.duplicate_review.decisions import PERMISSION
from faqs.duplicate_review.screens import address
from faqs.duplicate_review.weeks import SAID
from faqs.gaps import SOURCE, STORY, with_gaps
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair, DuplicateVerdict
from faqs.models.merge import FaqMerge
from newsdesk.catalogue.models import Page
from newsdesk.desk.charts import Series, bar_chart, line_chart
from newsdesk.desk.filters import PUBLISHED
from newsdesk.desk.statistics.ages import AGES, PLACES
from newsdesk.desk.statistics.figures import (
    BOUND,
    WEEKS,
    Cell,
    Figure,
    Inquiry,
    Row,
    listed,
    statistic,
)
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.days import Days

NAMES = {SOURCE: "Without a source", STORY: "In no story"}


@statistic
def of_questions(inquiry: Inquiry) -> Iterator[Figure]:
    """Yield the figures of FAQs, to who may look at them. Four queries."""
    for each in inquiry.admins:
        if each.model is Faq:
            yield lacking(inquiry, each)
            yield duplicates(inquiry)


def lacking(inquiry: Inquiry, each: WorkflowAdmin) -> Figure:
    """Return how many live FAQs lack a source or a story, by how long ago they appeared, of the newest BOUND.
    One query.
    """
    newest = Page.objects.visible().of_kind("faq").latest().values("pk")[:BOUND]
    pages = with_gaps(Page.objects.filter(pk__in=newest)).order_by()
    found = pages.filter(Q(unsourced=True) | Q(orphan=True))
    rows = list(found.values_list("published_at", "unsourced", "orphan"))
    spans = [age.days(inquiry.today) for age in AGES]
    numbers = {
        SOURCE: _in_each(spans, [at for at, unsourced, _ in rows if unsourced]),
        STORY: _in_each(spans, [at for at, _, orphan in rows if orphan]),
    }
    chart = bar_chart(
        PLACES,
        [Series(name, numbers[what]) for what, name in NAMES.items()],
        anchor="lacking",
        title="Published FAQs by when they were first published",
        said=f"{sum(numbers[SOURCE])} published FAQs without a source, {sum(numbers[STORY])} in no story.",
    )
    table = []
    for n, (age, days) in enumerate(zip(AGES, spans, strict=True)):
        cells = []
        for what in NAMES:
            number = numbers[what][n]
            where = listed(each, days, lacks=what, dates=PUBLISHED) if number else ""
            cells.append(Cell(f"{number:,}", where))
        table.append(Row(age.words.capitalize(), tuple(cells)))
    return Figure(
        anchor="lacking",
        title="FAQs without a source or a story",
        charts=(chart,),
        columns=("Published", *NAMES.values()),
        rows=tuple(table),
        note=f"Of the {BOUND:,} FAQs published last. Sources are those of the draft.",
    )


def duplicates(inquiry: Inquiry) -> Figure:
    """Return how many possible duplicates were found, decided and merged week by week. Three queries.

    Pairs and merges are looked at from the newest row back, which are those of the last weeks: no index
    is needed for their times.
    """
    since = inquiry.span.within("at")
    found = DuplicatePair.objects.order_by("-pk").values_list("found_at", flat=True)[: BOUND + 1]
    said = DuplicateVerdict.objects.filter(since, verdict__in=SAID).order_by("-at")
    decided = said.values_list("at", flat=True)[: BOUND + 1]
    merges = FaqMerge.objects.order_by("-pk").values_list("at", flat=True)[: BOUND + 1]
    series = {
        "Found": _by_week(inquiry, list(found)),
        "Decided": _by_week(inquiry, list(decided)),
        "Merged": _by_week(inquiry, list(merges)),
    }
    may_decide = inquiry.request.user.has_perm(PERMISSION)
    where = {
        "Found": address("changelist"),
        "Decided": address("health"),
        "Merged": address("merges"),
    }
    chart = line_chart(
        inquiry.places,
        [Series(name, values) for name, values in series.items()],
        anchor="duplicates",
        title="Possible duplicates, a week",
        said="Pairs of FAQs that were found alike, that moderators decided on, and that were merged.",
    )
    table = []
    for n, week in enumerate(inquiry.week_names):
        cells = []
        for name, values in series.items():
            number = values[n]
            link = where[name] if may_decide and number else ""
            cells.append(Cell("–" if number is None else f"{number:,.0f}", link))
        table.append(Row(week, tuple(cells)))
    return Figure(
        anchor="duplicates",
        title="Duplicates over time",
        charts=(chart,),
        columns=("Week from", *series),
        rows=tuple(table[::-1]),
        note="A dash stands for weeks of which not all was counted." if _partly(series) else "",
    )


def _partly(series: dict[str, list[float | None]]) -> bool:
    return any(value is None for values in series.values() for value in values)


def _in_each(spans: Iterable[Days], moments: list[datetime]) -> list[int]:
    return [sum(days.holds(moment) for moment in moments) for days in spans]


def _by_week(inquiry: Inquiry, moments: list[datetime]) -> list[float | None]:
    """Return how many of these, the newest first, lie in each week; None in weeks not counted whole."""
    whole = inquiry.counted_whole(moments[BOUND] if len(moments) > BOUND else None)
    places = [inquiry.week_of(moment) for moment in moments]
    return [places.count(n) if n >= whole else None for n in range(WEEKS)]

"""How old things are: what readers see, by its last update, and drafts, by their last change."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from newsdesk.desk.charts import Place, Series, bar_chart
from newsdesk.desk.filters import READ
from newsdesk.desk.statistics.bounded_counts import bounded_counts
from newsdesk.desk.statistics.figures import (
    Cell,
    Figure,
    Inquiry,
    Row,
    listed,
    number_in_words,
    plural,
)
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.days import Days, live
from newsdesk.pages.status import State


@dataclass(frozen=True, slots=True)
class Age:
    """So many days old: at least `least`, and fewer than `less`, None for ever. `label` is short."""

    label: str
    words: str
    least: int
    less: int | None

    def days(self, today: date) -> Days:
        """Return the days on which something of this age happened."""
        since = None if self.less is None else today - timedelta(days=self.less - 1)
        return Days(since, today - timedelta(days=self.least) if self.least else None)


AGES = (
    Age("a week", "up to a week", 0, 7),
    Age("a month", "up to a month", 7, 30),
    Age("3 months", "up to three months", 30, 91),
    Age("a year", "up to a year", 91, 365),
    Age("older", "more than a year", 365, None),
)
PLACES = tuple(Place(age.label, age.words) for age in AGES)

Asked = tuple[str, WorkflowAdmin, Age]


def ages(inquiry: Inquiry) -> Iterator[Figure]:
    """Yield how old live pages and drafts are. One query."""
    queries: dict[Asked, QuerySet] = {}
    for each in inquiry.admins:
        for age in AGES:
            days = age.days(inquiry.today)
            drafts = each.model._default_manager.in_state(State.DRAFTING)
            queries["live", each, age] = live(each.model.key_prefix, days)
            queries["drafts", each, age] = drafts.filter(days.within("changed_at"))
    numbers = bounded_counts(queries)
    yield _figure(
        inquiry,
        lambda each, age: numbers["live", each, age],
        {"dates": READ},
        anchor="live-age",
        title="Age of published pages",
        drawn="Published pages by their last update",
    )
    yield _figure(
        inquiry,
        lambda each, age: numbers["drafts", each, age],
        {"state": State.DRAFTING.value},
        anchor="draft-age",
        title="Drafts that are old",
        drawn="Drafts by their last change",
    )


def _figure(
    inquiry: Inquiry,
    number: Callable[[WorkflowAdmin, Age], int],
    asked: dict[str, str],
    *,
    anchor: str,
    title: str,
    drawn: str,
) -> Figure:
    chart = bar_chart(
        PLACES,
        [
            Series(plural(each), [number(each, age) for age in AGES], _pages)
            for each in inquiry.admins
        ],
        anchor=anchor,
        title=drawn,
        said="How many there are of each age; the table says it in numbers.",
    )
    rows = tuple(
        Row(
            age.words.capitalize(),
            tuple(
                _cell(number(each, age), listed(each, age.days(inquiry.today), **asked))
                for each in inquiry.admins
            ),
        )
        for age in AGES
    )
    columns = ("Age", *map(plural, inquiry.admins))
    return Figure(anchor=anchor, title=title, charts=(chart,), columns=columns, rows=rows)


def _cell(number: int, address: str) -> Cell:
    return Cell(number_in_words(number), address if number else "")


def _pages(number: float) -> str:
    return number_in_words(int(number))

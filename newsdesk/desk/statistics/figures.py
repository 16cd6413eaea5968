"""What the screen is made of: the weeks that it tells of, a figure with its drawings and its table, and who
may add one.

Layers that no kind of page knows of add theirs by `statistic`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.timezone import localtime

from newsdesk.desk.charts import Chart, Place
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.clock import zone
from newsdesk.pages.days import Days

WEEKS = 12
# So many rows are looked at for one number, and no more: the screen has to answer on any desk.
BOUND = 5_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the table, and where its pages are listed, if they are anywhere."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A card of the screen. `columns` are the heads of the table, that of the rows' names first."""

    anchor: str
    title: str
    charts: tuple[Chart, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True)
class Inquiry:
    """Who asks, and when: `admins` are those of the kinds of page that this person may look at."""

    site: AdminSite
    request: HttpRequest
    admins: tuple[WorkflowAdmin, ...]
    now: datetime

    @cached_property
    def today(self) -> date:
        return localtime(self.now, zone()).date()

    @cached_property
    def weeks(self) -> tuple[Days, ...]:
        """The last weeks from Monday to Sunday, this one last."""
        monday = self.today - timedelta(days=self.today.weekday())
        starts = (monday - timedelta(weeks=n) for n in reversed(range(WEEKS)))
        return tuple(Days(start, start + timedelta(days=6)) for start in starts)

    @property
    def span(self) -> Days:
        """All of these weeks."""
        return Days(self.weeks[0].since, self.weeks[-1].until)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The weeks along the bottom of a drawing."""
        return tuple(Place(name, f"week from {name}") for name in self.week_names)

    @cached_property
    def week_names(self) -> tuple[str, ...]:
        starts = [week.since for week in self.weeks if week.since]
        # Day and month stay on one line, however narrow the table is.
        return tuple(f"{start.day}\N{NO-BREAK SPACE}{start:%b}" for start in starts)

    def week_of(self, moment: datetime) -> int:
        """Return the place of a moment's week among these; below nought before the first."""
        (start, *_) = (week.since for week in self.weeks)
        assert start is not None  # noqa: S101
        return (localtime(moment, zone()).date() - start).days // 7

    def counted_whole(self, oldest: datetime | None) -> int:
        """Return the first week that is known whole, where all that is newer than `oldest` was read."""
        return 0 if oldest is None else max(self.week_of(oldest) + 1, 0)


Source = Callable[[Inquiry], Iterable[Figure]]
_sources: list[Source] = []


def statistic(source: Source) -> Source:
    """Ask `source` for figures whenever the screen is shown. It looks at rights itself, and no query of it
    looks at more than BOUND rows for one number.
    """
    _sources.append(source)
    return source


def registered(inquiry: Inquiry) -> Iterable[Figure]:
    for source in _sources:
        yield from source(inquiry)


def listed(each: WorkflowAdmin, days: Days, **asked: str) -> str:
    """Return the address of the list of one kind of page, narrowed down."""
    return f"{each.list_address()}?{urlencode({**asked, **days.query()})}"


def number_in_words(number: int) -> str:
    """Return a number that was counted to BOUND + 1."""
    return f"more than {BOUND:,}" if number > BOUND else f"{number:,}"


def plural(each: WorkflowAdmin) -> str:
    """Return what several pages of a kind are called at the head of a column: "Stories", "FAQs"."""
    name = str(each.opts.verbose_name_plural)
    return name[:1].upper() + name[1:]

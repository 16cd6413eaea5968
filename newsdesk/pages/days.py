"""Pages of one kind by what happened to them between two days of the desk's calendar: lists are narrowed down
and figures are linked by the same rule.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast, Length, Substr
from django.utils import timezone

from newsdesk.catalogue.models import Page, PageQuerySet
from newsdesk.pages.clock import zone
from newsdesk.pages.editions import Edition, EditionQuerySet
from newsdesk.pages.models import WorkingCopyQuerySet, editions_of

FIRST = (Edition.Kind.FIRST,)


@dataclass(frozen=True, slots=True)
class Days:
    """From the beginning of one day to the end of another, both with; None is for ever."""

    since: date | None = None
    until: date | None = None

    def within(self, field: str) -> Q:
        """Return the rule that a moment lies in these days."""
        rule = Q()
        if self.since:
            rule &= Q(**{f"{field}__gte": midnight(self.since)})
        if self.until:
            rule &= Q(**{f"{field}__lt": midnight(self.until + timedelta(days=1))})
        return rule

    def holds(self, moment: datetime) -> bool:
        """Tell whether a moment lies in these days."""
        day = timezone.localtime(moment, zone()).date()
        return (not self.since or self.since <= day) and (not self.until or day <= self.until)

    def query(self) -> dict[str, str]:
        """Return them as a list of the desk is asked for them."""
        asked = {"since": self.since, "until": self.until}
        return {name: day.isoformat() for name, day in asked.items() if day}


def midnight(day: date) -> datetime:
    """Return when a day begins on the desk's clocks."""
    return datetime.combine(day, time.min, tzinfo=zone())


def editions_in(rows: WorkingCopyQuerySet, days: Days, kinds: tuple[str, ...]) -> EditionQuerySet:
    """Return the editions of such kinds that readers saw first in these days; an index finds them."""
    editions = editions_of(rows.model).filter(recall=None, kind__in=kinds)
    return editions.filter(days.within("visible_from"), visible_from__lte=timezone.now())


def first_published(rows: WorkingCopyQuerySet, days: Days) -> QuerySet:
    """Keep the pages that readers saw for the first time in these days."""
    return rows.filter(pk__in=editions_in(rows, days, FIRST).values("item"))


def corrected(rows: WorkingCopyQuerySet, days: Days) -> QuerySet:
    """Keep the pages that were corrected or made clearer in these days."""
    return rows.filter(pk__in=editions_in(rows, days, Edition.CORRECTING).values("item"))


def as_readers_see(rows: WorkingCopyQuerySet, days: Days) -> QuerySet:
    """Keep the pages that readers see, with what they last learnt of substance in these days."""
    return rows.filter(pk__in=items(live(rows.model.key_prefix, days)))


def live(kind: str, days: Days) -> PageQuerySet:
    """Return the pages that readers see which were updated last in these days."""
    found: PageQuerySet = Page.objects.visible().of_kind(kind).filter(days.within("updated_at"))
    return found


def items(pages: QuerySet) -> QuerySet:
    """Return a query for the primary keys of the working copies of pages of one kind."""
    return pages.annotate(item=item_number()).values("item")


def item_number() -> Cast:
    """Return the expression for the 5 of a page with the key "story:5"."""
    return Cast(Substr("key", Length("kind") + 2), BigIntegerField())

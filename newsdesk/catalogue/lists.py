"""Long lists of what readers can see: found, sorted and counted in an index, whatever their length."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from django.db.models import F, FilteredRelation, Q, QuerySet, Subquery
from django.utils import timezone

from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.kinds import listed_kinds
from newsdesk.catalogue.models import Page, PageQuerySet, Reference
from newsdesk.catalogue.replica import reading

# No list is counted further. What has more pages is said to have "more than 50,000".
MOST = 50_000
# How many pages that name a topic are looked at for what else they tell, the latest first.
LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class PageList:
    """Visible pages, in no order yet, and the rows that say how many they are, one for each.

    `name` says which list it is, for its number to be kept; None of what is seldom asked for twice. `by`
    is where the pages are looked up in what they are sorted by: nothing for their own columns, "named_"
    for those that a reference carries of them.
    """

    pages: PageQuerySet
    rows: QuerySet
    name: Hashable = None
    by: str = ""

    @classmethod
    def of_kind(cls, *kinds: str) -> Self:
        """Return the list of all visible pages of these kinds."""
        pages = Page.objects.visible().of_kind(*kinds)
        return cls(pages, pages, kinds)

    def number(self) -> int:
        """Return how many there are, MOST + 1 for any more. One query, none where that is known."""
        if self.name is None:
            return bounded(self.rows)
        return kept(("number", self.name), lambda: bounded(self.rows))

    def defer(self, *fields: str) -> Self:
        return replace(self, pages=self.pages.defer(*fields))

    def also_mentioning(self, target: str | QuerySet) -> Self:
        """Keep, of the pages that mention something, those that lead readers to `target` too."""
        other = Reference.objects.shown_as(target).values("page")
        rows = self.rows.filter(page__in=other)
        return replace(self, pages=self.pages.filter(pk__in=other), rows=rows, name=None)

    def keys(self, number: int) -> QuerySet:
        """Return a query for the primary keys of the latest so many."""
        ordered = self.rows.order_by("-published_at", "-uid")
        return ordered.values("page" if self.by else "pk")[:number]

    def latest(self) -> PageQuerySet:
        """Return the pages, the latest first."""
        if not self.by:
            return self.pages.latest()
        return self.pages.order_by(f"-{self.by}published_at", f"-{self.by}uid")


def bounded(rows: QuerySet) -> int:
    """Return how many rows there are, MOST + 1 for any more. One query."""
    return rows.order_by().values("kind")[: MOST + 1].count()


def bounded_numbers(lists: Sequence[QuerySet]) -> list[int]:
    """Return how many rows each list has, MOST + 1 for any more. One query, none for no list."""
    counted: list[str] = []
    given: list[str | datetime] = []
    for place, rows in enumerate(lists):
        # Sliced, so that it is counted in the index alone and to the bound.
        some = rows.order_by().values("kind")[: MOST + 1]
        statement, params = some.query.sql_with_params()
        counted.append(f"SELECT {place} AS place, COUNT(*) FROM ({statement}) counted")  # noqa: S608
        given += params
    if not counted:
        return []
    with reading().cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(counted)} ORDER BY 1", given)
        return [number for _, number in cursor.fetchall()]


def numbers_by_kind(target: str) -> dict[str, int]:
    """Return how many pages of each kind lead readers to `target`, kinds with none left out; MOST + 1 for any
    more. One query, none where nothing has changed.
    """
    return kept(("numbers by kind", target), lambda: _numbers_by_kind(target))


def _numbers_by_kind(target: str) -> dict[str, int]:
    kinds = [kind.name for kind in listed_kinds()]
    numbers = bounded_numbers([mentioning(target, kind).rows for kind in kinds])
    return {kind: number for kind, number in zip(kinds, numbers, strict=True) if number}


def mentioning(target: str | QuerySet, *kinds: str, at: datetime | None = None) -> PageList:
    """Return the pages, of these kinds or of any, that lead readers to `target` at a time, by default now:
    a key such as "entity:5" or "tag:space", or a query for one.
    """
    shown = target if isinstance(target, str) else Subquery(target)
    now = at or timezone.now()
    rows = Reference.objects.visible(now).shown_as(target)
    rule = Q(naming__visible_until=None) | Q(naming__visible_until__gt=now)
    rule &= Q(naming__visible_from__lte=now)
    if kinds:
        rows, rule = rows.of_kind(*kinds), rule & Q(naming__kind__in=kinds)
    naming = FilteredRelation("references", condition=Q(references__shown=shown))
    # All conditions at once, and the columns under names of their own: each further filter that looks
    # through the relation would join the references once more.
    pages = Page.objects.annotate(naming=naming).filter(rule)
    pages = pages.alias(named_published_at=F("naming__published_at"), named_uid=F("naming__uid"))
    name = (target, kinds) if isinstance(target, str) else None
    return PageList(pages, rows, name, "named_")

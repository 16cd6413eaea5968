"""What is named together: pages that the same other pages refer to, and how often."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from newsdesk.catalogue.compiled import CompiledValues
from newsdesk.catalogue.facets import TOPIC
from newsdesk.catalogue.lists import LOOKED_AT, mentioning
from newsdesk.catalogue.models import Page, Reference
from newsdesk.catalogue.resolve import visible_pages

KINDS = ("story", "faq")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A page that is named together with another, by `number` pages."""

    page: Page
    number: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest neighbours of a page, the most often named first, and how often two of them meet.

    `pairs` has the keys of two neighbours with the number of pages that name both.
    """

    nearest: tuple[Neighbour, ...] = ()
    pairs: tuple[tuple[str, str, int], ...] = ()


class _Neighbours(NamedTuple):
    """What a page leads readers to."""

    page: int
    target: str


def _named_beside(key: str, now: datetime) -> QuerySet:
    naming = mentioning(key, *KINDS, at=now).keys(LOOKED_AT)
    shown = Reference.objects.filter(page__in=naming, shown__startswith=TOPIC)
    return shown.order_by("page", "position").values_list("page", "shown")


_BESIDE = CompiledValues(Reference, _Neighbours, _named_beside)


def neighbours(key: str, *, limit: int) -> Neighbours:
    """Return the topics that stories and questions which name a page name beside it.

    Two queries. Each page counts for what it leads readers to; nothing that they cannot see.
    """
    rows = _BESIDE.rows(key=key, now=timezone.now())
    named: dict[int, set[str]] = defaultdict(set)
    for page, target in rows:
        if target != key:
            named[page].add(target)
    counted = Counter(target for targets in named.values() for target in targets)
    ranked = sorted(counted, key=lambda target: (-counted[target], target))
    found = visible_pages(ranked[: 4 * limit])
    nearest = tuple(Neighbour(page, counted[each]) for each, page in found.items())[:limit]
    return Neighbours(nearest, _pairs(named.values(), {each.page.key for each in nearest}))


def _pairs(named: Iterable[set[str]], wanted: set[str]) -> tuple[tuple[str, str, int], ...]:
    together = Counter(
        pair for targets in named for pair in combinations(sorted(targets & wanted), 2)
    )
    return tuple((one, other, number) for (one, other), number in sorted(together.items()))

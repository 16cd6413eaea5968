"""What pages that name another tell on its page, the latest of them. Each query is put together once.

A topic's page asks all of these, and to build them costs as much as the rest of it.
"""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from newsdesk.catalogue.compiled import CompiledQuery, CompiledValues
from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.lists import LOOKED_AT, bounded, mentioning
from newsdesk.catalogue.models import Moment, Page, PageQuerySet


class ToldMoment(NamedTuple):
    """An event that a page tells of, and where; see `Moment`."""

    date: str
    text: str
    anchor: str
    page_id: int
    path: str
    title: str


class NamingPages:
    """The visible pages of one kind that lead readers to a page, by its key: at most the latest `most`."""

    def __init__(self, kind: str, *, most: int, moments: int = 0) -> None:
        self.kind, self.most = kind, most
        self._latest = CompiledQuery(Page, self._latest_pages)
        self._moments = CompiledValues(
            Moment,
            ToldMoment,
            lambda key, now: Moment.objects.of(
                mentioning(key, kind, at=now).keys(LOOKED_AT)
            ).values_list("date", "text", "anchor", "page", "page__path", "page__title")[:moments],
        )

    def _latest_pages(self, key: str, now: datetime) -> PageQuerySet:
        return mentioning(key, self.kind, at=now).defer("text").latest()[: self.most]

    def latest(self, key: str) -> list[Page]:
        """Return the latest pages. One query."""
        return self._latest.rows(key=key, now=timezone.now())

    def number(self, key: str) -> int:
        """Return how many pages there are, as `PageList.number` does and as it keeps it."""
        name = (key, (self.kind,))
        return kept(("number", name), lambda: bounded(mentioning(key, self.kind).rows))

    def moments(self, key: str) -> list[ToldMoment]:
        """Return events that they tell of, the latest first. One query."""
        return self._moments.rows(key=key, now=timezone.now())

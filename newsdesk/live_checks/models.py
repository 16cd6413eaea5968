"""What the gate has found in what readers see, kept by page; and when all of it was last looked through.

Asking the gate of every live page takes minutes on a large desk, and the front page has to answer at
once. Written by `results.py` alone.
"""

import datetime
from collections.abc import Sequence

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from newsdesk.catalogue.models import Page
from newsdesk.pages.clock import zone


class PageCheckQuerySet(models.QuerySet["PageCheck"]):
    """Checks of pages."""

    def live(self) -> "PageCheckQuerySet":
        """Keep those of what readers see now. What is scheduled joins them by itself."""
        # Asked of each check that an index has found: a list of all live pages would be made first.
        return self.filter(Exists(Page.objects.visible().filter(pk=OuterRef("page"))))

    def of_kind(self, *kinds: str) -> "PageCheckQuerySet":
        return self.filter(kind__in=kinds)

    def broken(self) -> "PageCheckQuerySet":
        """Keep those in which the gate finds something that would block them."""
        return self.filter(broken__gt=0)

    def forecast_due(self, today: datetime.date | None = None) -> "PageCheckQuerySet":
        """Keep those that tell of something to come by a day which is past on `today`."""
        return self.filter(due_on__lt=today or timezone.localdate(timezone=zone()))

    def with_pages(self, keys: Sequence[int]) -> "list[PageCheck]":
        """Return those of these primary keys, in that order, with their pages. One query."""
        rows = self.select_related("page").only(
            "item", "kind", "problems", "forecasts", "page__title"
        )
        found = rows.in_bulk(keys)
        return [found[key] for key in keys if key in found]


class PageCheck(models.Model):
    """What the gate found in an edition that readers see, or will see.

    It hangs on the catalogue's row of that edition and goes with it. `kind` is that of the page, `item`
    the primary key of the working copy. `problems` are what blocks: lists of field and message,
    `broken` their number. `forecasts` are lists of day, field and message, the earliest first: what is
    said to come, with the last day (ISO 8601) that its date can mean; `due_on` is the earliest of these
    days. Forecasts that somebody has looked at and let stand are not among them.
    """

    page = models.OneToOneField("catalogue.Page", models.CASCADE, related_name="gate_check")
    kind = models.CharField(max_length=16)
    item = models.PositiveBigIntegerField()
    problems = models.JSONField(default=list)
    broken = models.PositiveIntegerField(default=0)
    forecasts = models.JSONField(default=list)
    due_on = models.DateField(null=True)
    checked_at = models.DateTimeField(db_index=True)

    objects = PageCheckQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        # Few pages are broken or have a forecast: the front page asks for these alone.
        indexes = [
            models.Index(fields=["broken"], name="check_broken"),
            models.Index(fields=["due_on"], condition=Q(due_on__isnull=False), name="check_due"),
        ]

    def __str__(self) -> str:
        return f"check of page {self.page_id}"

    def forecasts_due(self, today: datetime.date) -> list[tuple[str, str, str]]:
        """Return the forecasts that are over on `today`, day, field and message."""
        return [
            (day, field, message)
            for day, field, message in self.forecasts
            if day < today.isoformat()
        ]


class CheckRun(models.Model):
    """One time that live pages were looked through. `finished_at` stays empty where it was stopped.

    `pages` is how many were checked, `failed` in how many of them the gate itself failed.
    """

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, db_index=True)
    pages = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"check of live pages begun {self.started_at:%Y-%m-%d %H:%M}"

    @classmethod
    def last(cls) -> "CheckRun | None":
        """Return the last one that came to its end. One query."""
        return cls._default_manager.exclude(finished_at=None).order_by("-finished_at").first()

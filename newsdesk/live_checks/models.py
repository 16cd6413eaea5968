"""What the gate has found in what readers see, kept by page; when all was last looked through; and where
published pages lead.

Asking the gate of every live page takes minutes on a large desk, and the front page has to answer at
once. Checks are written by `results.py` alone, links by `links.py` and `newsdesk.site.live_checks.links`.
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

    def with_dead_links(self) -> "PageCheckQuerySet":
        """Keep those of pages that lead to an address where nothing is any more."""
        return self.filter(Exists(LinkUse.objects.filter(page=OuterRef("page"), link__dead=True)))

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
    days. Forecasts that somebody has looked at and let stand are not among them. `links_noted` says that the
    page's links are among `Link`.
    """

    page = models.OneToOneField("catalogue.Page", models.CASCADE, related_name="gate_check")
    kind = models.CharField(max_length=16)
    item = models.PositiveBigIntegerField()
    problems = models.JSONField(default=list)
    broken = models.PositiveIntegerField(default=0)
    forecasts = models.JSONField(default=list)
    due_on = models.DateField(null=True)
    checked_at = models.DateTimeField(db_index=True)
    links_noted = models.BooleanField(default=False)

    objects = PageCheckQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        # Few pages are broken or have a forecast: the front page asks for these alone.
        indexes = [
            models.Index(fields=["broken"], name="check_broken"),
            models.Index(fields=["due_on"], condition=Q(due_on__isnull=False), name="check_due"),
            models.Index(fields=["kind"], condition=Q(links_noted=False), name="check_links"),
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
        return f"check of published pages begun {self.started_at:%Y-%m-%d %H:%M}"

    @classmethod
    def last(cls) -> "CheckRun | None":
        """Return the last one that came to its end. One query."""
        return cls._default_manager.exclude(finished_at=None).order_by("-finished_at").first()


class LinkQuerySet(models.QuerySet["Link"]):
    """Addresses that pages lead to."""

    def of_live_pages(self) -> "LinkQuerySet":
        """Keep those that stand in what readers see now."""
        visible = Page.objects.visible().filter(pk=OuterRef("page"))
        return self.filter(Exists(LinkUse.objects.filter(Exists(visible), link=OuterRef("pk"))))

    def unused(self) -> "LinkQuerySet":
        return self.filter(~Exists(LinkUse.objects.filter(link=OuterRef("pk"))))


class Link(models.Model):
    """An address of the web that pages lead to, and what its site said of it last.

    `key` is the SHA-256 of the address in hexadecimal; `answer` a sentence. It is asked again at `due_at`. It
    has failed since `failing_since`, and is `dead` once it has done so twice, days apart.
    """

    key = models.CharField(max_length=64, unique=True)
    address = models.TextField()
    host = models.CharField(max_length=255)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    checked_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    failing_since = models.DateTimeField(null=True)
    dead = models.BooleanField(default=False)

    objects = LinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["id"], condition=Q(dead=True), name="link_dead")]

    def __str__(self) -> str:
        return self.address


class LinkUse(models.Model):
    """That a page of the catalogue leads to an address, in the `field` of that path."""

    page = models.ForeignKey("catalogue.Page", models.CASCADE, related_name="+")
    link = models.ForeignKey(Link, models.CASCADE, related_name="uses")
    field = models.CharField(max_length=120)

    objects: models.Manager["LinkUse"] = models.Manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.field} of page {self.page_id}"

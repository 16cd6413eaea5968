"""Desk queries and what was said to them. Written by `threads.py` and `answers.py` alone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from newsdesk.comments.quotes import Quote
from newsdesk.pages.append_only import AppendOnly
from newsdesk.pages.fields import LineField, LinesField


class DeskQueryQuerySet(models.QuerySet):
    """Queries of the desk, oldest first."""

    def about(self, key: str) -> "DeskQueryQuerySet":
        """Keep those about one page, "story:5"."""
        return self.filter(key=key)

    def open(self) -> "DeskQueryQuerySet":
        return self.filter(resolved_at=None)

    def blocking(self) -> "DeskQueryQuerySet":
        """Keep those that stop publishing now."""
        return self.open().filter(blocking=True)

    def proposing(self) -> "DeskQueryQuerySet":
        """Keep those whose proposed wording nobody has taken or declined."""
        return self.open().filter(proposed__isnull=False, outcome="")

    def with_people(self) -> "DeskQueryQuerySet":
        """Fetch with each whom its thread names."""
        return self.select_related("asked_by", "resolved_by", "link__made_by")

    def open_first(self) -> "DeskQueryQuerySet":
        return self.order_by(F("resolved_at").desc(nulls_first=True), "asked_at", "pk")


class DeskQuery(models.Model):
    """A question or a remark about a page, or about one part of it.

    `part` is a path like a problem's: "summary", "analysis:3f2a9c01", or empty for the whole page.
    `part_name` and `words` are what the part was called and said when the query was asked: they outlive
    it. `quoted` are the words that it is about, `before` and `after` what stood round them; `path` says
    in which text of the document they stand, "analysis:3f2a9c01.body", empty where they were not found
    in it when it was asked. `proposed` is what its author would have there, None where nothing is
    proposed; `outcome` what became of that. `outsider` is the name that somebody typed who answered a
    shared preview; then `asked_by` is empty and `link` says which preview it was.
    """

    class Outcome(models.TextChoices):
        TAKEN = "taken", "taken"
        DECLINED = "declined", "declined"

    key = models.CharField(max_length=40)
    part = models.CharField(max_length=80, blank=True)
    part_name = models.CharField(max_length=200, blank=True)
    words = LinesField(blank=True)
    quoted = LinesField(blank=True)
    path = models.CharField(max_length=120, blank=True, default="")
    before = LinesField(blank=True, default="")
    after = LinesField(blank=True, default="")
    proposed = LinesField(blank=True, null=True)
    outcome = models.CharField(max_length=8, blank=True, default="", choices=Outcome)
    text = LinesField()
    blocking = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    outsider = LineField(max_length=80, blank=True)
    link = models.ForeignKey(
        "reviewing.PreviewLink", models.PROTECT, null=True, related_name="queries"
    )
    asked_at = models.DateTimeField()
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    objects = DeskQueryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "desk queries"
        ordering = ["asked_at", "pk"]
        default_permissions = ()
        permissions = [
            ("ask_query", "Can ask and answer desk queries"),
            (
                "resolve_query",
                "Can resolve desk queries that others asked and that stop publishing",
            ),
        ]
        indexes = [
            models.Index(fields=["key", "asked_at"], name="query_of_page"),
            models.Index(
                fields=["key"], condition=Q(resolved_at=None, blocking=True), name="query_blocking"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_by__isnull=False, outsider="")
                | Q(asked_by=None, link__isnull=False) & ~Q(outsider=""),
                name="query_has_one_asker",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @property
    def quote(self) -> Quote:
        """The words that it is about, with what stood round them."""
        return Quote(exact=self.quoted, before=self.before, after=self.after)

    @property
    def awaits_choice(self) -> bool:
        """Whether its proposed wording can be taken or declined."""
        return self.is_open and self.proposed is not None and not self.outcome

    @property
    def stops(self) -> bool:
        """Whether it stops publishing now."""
        return self.blocking and self.is_open

    @property
    def asker(self) -> str:
        return str(self.asked_by) if self.asked_by else f"{self.outsider} (outside)"


class QueryEntry(AppendOnly):
    """What was said or done to a query, in order. Never changed."""

    class Kind(models.TextChoices):
        REPLY = "reply", "replied"
        RESOLVED = "resolved", "resolved it"
        REOPENED = "reopened", "reopened it"
        TAKEN = "taken", "took the wording"
        DECLINED = "declined", "declined the wording"

    query = models.ForeignKey(DeskQuery, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=16, choices=Kind)
    text = LinesField(blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "query entries"
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text or self.get_kind_display()

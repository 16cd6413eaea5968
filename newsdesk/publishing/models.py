"""Abstract rows of every kind of page: working copy, edition, event. Concrete ones live in the apps."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery

from .append_only import AppendOnly, AppendOnlyQuerySet
from .documents import digest_of_data
from .standing import Standing


class WorkingCopyQuerySet(models.QuerySet):
    """Working copies with what has become of them, in a constant number of queries."""

    def with_standing(self) -> "WorkingCopyQuerySet":
        """Annotate `latest_kind`, `latest_digest`, `latest_number`, `latest_at` of the last edition."""
        editions: Any = self.model._meta.get_field("editions").related_model
        latest = editions.objects.filter(item=OuterRef("pk")).order_by("-number")
        return self.annotate(
            latest_kind=Subquery(latest.values("kind")[:1]),
            latest_digest=Subquery(latest.values("digest")[:1]),
            latest_number=Subquery(latest.values("number")[:1]),
            latest_at=Subquery(latest.values("at")[:1]),
        )

    def standing(self, value: str) -> "WorkingCopyQuerySet":
        """Keep those of one standing; `value` is one of Standing, or "changed" for live with changes."""
        rows = self.with_standing()
        if value == Standing.DISCARDED:
            return rows.filter(discarded=True)
        rows = rows.filter(discarded=False)
        if hasattr(self.model, "merged_into"):
            if value == Standing.MERGED:
                return rows.exclude(merged_into=None)
            rows = rows.filter(merged_into=None)
        if value == Standing.DRAFT:
            return rows.filter(latest_kind=None)
        if value == Standing.WITHDRAWN:
            return rows.filter(latest_kind=Edition.Kind.WITHDRAWAL)
        live = rows.exclude(latest_kind=None).exclude(latest_kind=Edition.Kind.WITHDRAWAL)
        if value == "changed":
            return live.exclude(digest=models.F("latest_digest"))
        return live


class WorkingCopy(models.Model):
    """What editors change. `digest` is that of the document when the row was last written."""

    digest = models.CharField(max_length=64, blank=True, editable=False)
    discarded = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        abstract = True

    def latest_edition(self) -> Any:
        """Return the newest edition, or None for what was never published. One query."""
        return self.editions.order_by("-number").first()  # type: ignore[attr-defined]

    def _latest(self) -> tuple[str | None, str | None]:
        """Return kind and digest of the latest edition, from `with_standing` or from a query."""
        if hasattr(self, "latest_kind"):
            return self.latest_kind, getattr(self, "latest_digest")  # noqa: B009
        latest = self.latest_edition()
        return (latest.kind, latest.digest) if latest else (None, None)

    @property
    def standing(self) -> Standing:
        """Where the page stands for readers. One query, none after `with_standing`."""
        if self.discarded:
            return Standing.DISCARDED
        if getattr(self, "merged_into_id", None):
            return Standing.MERGED
        kind, _ = self._latest()
        if kind is None:
            return Standing.DRAFT
        return Standing.WITHDRAWN if kind == Edition.Kind.WITHDRAWAL else Standing.LIVE

    @property
    def has_unpublished_changes(self) -> bool:
        """Tell whether a live page differs from its working copy: a comparison of digests."""
        _, published = self._latest()
        return self.standing is Standing.LIVE and self.digest != published


class EditionQuerySet(AppendOnlyQuerySet):
    """Editions of one kind of page."""

    def in_order(self) -> "EditionQuerySet":
        return self.order_by("item_id", "number")


class Edition(AppendOnly):
    """One publish, frozen. Concrete classes add `item`, the working copy that it came from.

    `number` counts from 1 for each item; `document` is the document's data under schema `schema`;
    `digest` its SHA-256; `previous` the digest of the edition before, or empty.
    """

    class Kind(models.TextChoices):
        FIRST = "first", "First published"
        UPDATE = "update", "Update"
        CORRECTION = "correction", "Correction"
        CLARIFICATION = "clarification", "Clarification"
        WITHDRAWAL = "withdrawal", "Withdrawal"

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    note = models.TextField("public note", blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    schema = models.PositiveSmallIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)

    objects = EditionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True

    @property
    def withdraws(self) -> bool:
        return self.kind == self.Kind.WITHDRAWAL

    def is_intact(self) -> bool:
        """Tell whether the stored document still has the digest that it was stored with."""
        return digest_of_data(self.document) == self.digest


class Event(AppendOnly):
    """One deed: who did what to `item` (added by concrete classes), when, why, with what result."""

    verb = models.CharField(max_length=32)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)
    edition = models.PositiveIntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor} at {self.at:%Y-%m-%d %H:%M}"

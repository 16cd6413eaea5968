"""Abstract rows of every kind of page: working copy and event. Editions are in `editions.py`; the
concrete classes live in the apps.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from .append_only import AppendOnly
from .editions import Edition, EditionQuerySet, Recall
from .standing import Standing, State

__all__ = ["Edition", "EditionQuerySet", "Event", "Recall", "WorkingCopy", "WorkingCopyQuerySet"]


class WorkingCopyQuerySet(models.QuerySet):
    """Working copies with what has become of them, in a constant number of queries."""

    def with_standing(self) -> "WorkingCopyQuerySet":
        """Annotate what readers see now, and what is to come.

        `latest_kind`, `latest_digest`, `latest_number` and `latest_at` are those of the edition that
        readers see or saw last; `waiting_from` is when the next one appears; `last_digest` that of the
        last edition in all, waiting or not.
        """
        editions: Any = self.model._meta.get_field("editions").related_model
        kept = editions.objects.filter(item=OuterRef("pk"), recall=None)
        now = timezone.now()
        latest = kept.filter(visible_from__lte=now).order_by("-visible_from", "-number")
        waiting = kept.filter(visible_from__gt=now).order_by("visible_from")
        return self.annotate(
            latest_kind=Subquery(latest.values("kind")[:1]),
            latest_digest=Subquery(latest.values("digest")[:1]),
            latest_number=Subquery(latest.values("number")[:1]),
            latest_at=Subquery(latest.values("visible_from")[:1]),
            waiting_from=Subquery(waiting.values("visible_from")[:1]),
            last_digest=Subquery(kept.order_by("-visible_from", "-number").values("digest")[:1]),
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
            return rows.filter(latest_kind=None, waiting_from=None)
        if value == Standing.SCHEDULED:
            return rows.filter(latest_kind=None).exclude(waiting_from=None)
        if value == Standing.WITHDRAWN:
            return rows.filter(latest_kind=Edition.Kind.WITHDRAWAL)
        live = rows.exclude(latest_kind=None).exclude(latest_kind=Edition.Kind.WITHDRAWAL)
        if value == "changed":
            return live.exclude(digest=F("last_digest"))
        return live

    def in_state(self, *states: State) -> "WorkingCopyQuerySet":
        """Keep those on which work is in one of `states`, and that were not put away.

        What was withdrawn and has not been touched since is nobody's work.
        """
        rows = self.filter(state__in=states, discarded=False)
        if State.DRAFTING not in states:
            return rows
        editions: Any = self.model._meta.get_field("editions").related_model
        kind, same = Edition.Kind.WITHDRAWAL, {"item": OuterRef("pk"), "digest": OuterRef("digest")}
        return rows.exclude(Exists(editions.objects.filter(kind=kind, **same)))

    def waiting(self) -> "WorkingCopyQuerySet":
        """Keep those with an edition that is frozen and not yet visible."""
        editions: Any = self.model._meta.get_field("editions").related_model
        waiting = editions.objects.waiting().order_by().values("item")
        return self.with_standing().filter(pk__in=waiting, discarded=False)


class WorkingCopy(models.Model):
    """What editors change. `digest` is that of the document when the row was last written.

    `state` says how far the work on it has come. An approval holds for the document that was read, whose
    digest is `approved_digest`, and for no other. Nothing that is published before `embargo_until`
    is visible before it.
    """

    digest = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(
        max_length=12,
        choices=State.choices(),
        default=State.DRAFTING,
        editable=False,
        db_index=True,
    )
    discarded = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_digest = models.CharField(max_length=64, blank=True, editable=False)
    embargo_until = models.DateTimeField(null=True, editable=False)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        abstract = True

    def latest_edition(self) -> Any:
        """Return the edition that readers see or saw last, or None before the first. One query."""
        return self.editions.public().last()  # type: ignore[attr-defined]

    def last_frozen(self) -> Any:
        """Return the edition with the highest number, also if it waits or was recalled. One query."""
        return self.editions.order_by("-number").first()  # type: ignore[attr-defined]

    def remember(self, digest: str) -> None:
        """Keep the digest of what the rows say now; a new one means that there is work in hand."""
        if digest != self.digest and self.state == State.SETTLED:
            self.state = State.DRAFTING
        self.digest = digest
        self.save(update_fields=["digest", "state", "changed_at"])

    def _latest(self) -> tuple[str | None, str | None, datetime | None]:
        """Return kind and digest of the latest edition, and when the next appears: from
        `with_standing`, or from two queries.
        """
        if hasattr(self, "latest_kind"):
            row: Any = self
            return row.latest_kind, row.last_digest, row.waiting_from
        rows = self.editions.in_order().values_list("kind", "digest", "visible_from")  # type: ignore[attr-defined]
        now, kind, digest, waiting_from = timezone.now(), None, None, None
        for each, digest, at in rows:  # noqa: B007
            if at <= now:
                kind = each
            else:
                waiting_from = waiting_from or at
        return kind, digest, waiting_from

    @property
    def standing(self) -> Standing:
        """Where the page stands for readers. One query, none after `with_standing`."""
        if self.discarded:
            return Standing.DISCARDED
        if getattr(self, "merged_into_id", None):
            return Standing.MERGED
        kind, _, waiting_from = self._latest()
        if kind is None:
            return Standing.SCHEDULED if waiting_from else Standing.DRAFT
        return Standing.WITHDRAWN if kind == Edition.Kind.WITHDRAWAL else Standing.LIVE

    @property
    def next_appearance(self) -> datetime | None:
        """When the next scheduled edition appears, or None. One query, none after `with_standing`."""
        return self._latest()[2]

    @property
    def has_unpublished_changes(self) -> bool:
        """Tell whether the working copy of a live page is neither live nor waiting, by its digest."""
        _, last, _ = self._latest()
        return self.standing is Standing.LIVE and self.digest != last

    @property
    def approval_holds(self) -> bool:
        """Tell whether what is written now is what was approved."""
        return self.state == State.APPROVED and self.approved_digest == self.digest

    @property
    def approval_is_void(self) -> bool:
        """Tell whether it was approved and has been changed since."""
        return self.state == State.APPROVED and self.approved_digest != self.digest


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

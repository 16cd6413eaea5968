"""What was done to many pages at once, with what each page said before. Written by `batches.py` alone."""

from django.conf import settings
from django.db import models
from django.db.models import Count

from newsdesk.pages.fields import LinesField


class BulkDeedQuerySet(models.QuerySet):
    """Bulk deeds, newest first."""

    def on(self, model: type[models.Model]) -> "BulkDeedQuerySet":
        """Keep those on one kind of page."""
        return self.filter(kind=model._meta.label_lower)

    def begun(self) -> "BulkDeedQuerySet":
        """Leave out what was only looked at."""
        return self.exclude(begun_at=None)

    def with_numbers(self) -> "BulkDeedQuerySet":
        """Annotate `pages`, how many pages were chosen."""
        return self.annotate(pages=Count("rows")).order_by("-planned_at", "-pk")


class BulkDeed(models.Model):
    """One action on the pages that somebody chose.

    It is a plan until `begun_at`: the preview shows it, and nothing has happened. `values` are what the
    action is done with, as its form gave them; None until the form has been filled in. From `undone_at`
    on nothing more of it is done.
    """

    kind = models.CharField(max_length=100)
    action = models.CharField(max_length=32)
    values = models.JSONField(null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    objects = BulkDeedQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "-planned_at"], name="bulk_deed_latest")]

    def __str__(self) -> str:
        return f"Bulk change {self.pk}"


class BulkRowQuerySet(models.QuerySet):
    """The pages of a bulk deed, in the order in which they were chosen."""

    def waiting(self) -> "BulkRowQuerySet":
        return self.filter(state=BulkRow.State.WAITING)

    def done(self) -> "BulkRowQuerySet":
        return self.filter(state=BulkRow.State.DONE)


class BulkRow(models.Model):
    """One page of a bulk deed.

    `title` is what it was called; `reason` a sentence where it was refused or kept; `before` what the
    action needs to undo it, with what it made of it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Not yet done"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        LEFT = "left", "Never done"
        UNDONE = "undone", "Undone"
        KEPT = "kept", "Not undone"

    deed = models.ForeignKey(BulkDeed, models.CASCADE, related_name="rows")
    page = models.PositiveBigIntegerField()
    title = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = LinesField(blank=True)
    before = models.JSONField(default=dict)

    objects = BulkRowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["deed", "page"], name="bulk_page_once_a_deed")
        ]
        indexes = [models.Index(fields=["deed", "state"], name="bulk_row_state")]

    def __str__(self) -> str:
        return self.title or str(self.page)

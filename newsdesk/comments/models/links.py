"""Shared previews, when they were opened, and what outsiders answered. No personal data but a typed name."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from newsdesk.pages.append_only import AppendOnly
from newsdesk.pages.fields import LineField, LinesField


class PreviewLinkQuerySet(models.QuerySet):
    """Shared previews, newest first."""

    def of_page(self, key: str) -> "PreviewLinkQuerySet":
        return self.filter(key=key)

    def with_openings(self) -> "PreviewLinkQuerySet":
        """Annotate `opens`, `first_opened`, `last_opened`; fetch the people and answers. Two queries."""
        openings = PreviewOpening.objects.filter(link=OuterRef("pk")).order_by().values("link")

        def one(value: models.Aggregate) -> Subquery:
            return Subquery(openings.annotate(found=value).values("found"))

        return (
            self.select_related("made_by", "revoked_by")
            .defer("document", "pages", "notes")
            .prefetch_related("answers")
            .annotate(
                opens=Coalesce(one(Count("pk")), 0),
                first_opened=one(Min("at")),
                last_opened=one(Max("at")),
            )
        )


class PreviewLink(models.Model):
    """A preview shared with somebody outside, pinned to one version.

    `uid` is what the signed address names. `document` is the frozen document's data under `schema`,
    `digest` its SHA-256; `page` and `pages` are the catalogue pages, real or to come, that it shows
    and names; `notes` the public notes that stand on it. `recipient` is the desk's word for whom it
    is meant. `blocking` makes what the outsider leaves as a note stop publishing.
    """

    uid = models.CharField(max_length=32, unique=True)
    key = models.CharField(max_length=40, db_index=True)
    recipient = LineField(max_length=120, blank=True)
    blocking = models.BooleanField(default=False)
    schema = models.PositiveSmallIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    page = models.JSONField()
    pages = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        permissions = [
            ("share_preview", "Can share a preview with somebody outside"),
            ("revoke_preview", "Can revoke a preview that somebody else shared"),
        ]

    def __str__(self) -> str:
        return f"Preview of {self.key} for {self.recipient or 'somebody outside'}"

    def closed(self, at: datetime.datetime | None = None) -> str:
        """Return why it opens no more, "revoked" or "expired", or nothing where it opens."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= (at or timezone.now()) else ""


class PreviewOpening(AppendOnly):
    """Somebody opened a shared preview. When, and nothing about whom."""

    link = models.ForeignKey(PreviewLink, models.PROTECT, related_name="openings")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["link", "at"], name="opening_of_link")]

    def __str__(self) -> str:
        return f"{self.link_id} at {self.at:%Y-%m-%d %H:%M}"


class PreviewAnswer(AppendOnly):
    """What an outsider left: an approval, or a note. `name` is what they typed."""

    link = models.ForeignKey(PreviewLink, models.PROTECT, related_name="answers")
    name = LineField(max_length=80)
    approves = models.BooleanField()
    text = LinesField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {'approves' if self.approves else 'notes'}: {self.text}"

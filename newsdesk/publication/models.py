"""The rows of a publication: the draft, what was published, pictures, and who did what.

Written by `newsdesk.site.publication.deeds` alone, and into a desk without a face by
`newsdesk.exchange.publication_back`.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from newsdesk.publication.document import Publication, from_data


class PublicationDraft(models.Model):
    """What desk chiefs are writing: one row, whose key is 1. `document` is the data of a Publication."""

    document = models.JSONField(default=dict)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        default_permissions = ()
        permissions = [("edit", "Can edit and publish the publication's own face")]

    def __str__(self) -> str:
        return "The publication"

    @property
    def publication(self) -> Publication:
        return from_data(self.document, is_draft=True)


class PublicationEditionQuerySet(models.QuerySet):
    """Versions of the publication, by when they begin."""

    def begun(self, at: datetime) -> "PublicationEditionQuerySet":
        """Keep those that readers see at `at`, or saw before, the last to begin first."""
        rows = self.filter(Q(starts_at=None) | Q(starts_at__lte=at), cancellation=None)
        return rows.order_by(Coalesce("starts_at", "published_at").desc(), "-number")

    def waiting(self, at: datetime) -> "PublicationEditionQuerySet":
        """Keep those that begin after `at`, the next one first."""
        return self.filter(starts_at__gt=at, cancellation=None).order_by("starts_at", "number")


class PublicationEdition(models.Model):
    """A publication as readers see it from a time on, until another one begins. Never changed.

    That time is `starts_at`, or `published_at` where it is None, for what was shown at once. `why` is for the
    desk; `digest` is that of the document.
    """

    append_only = True
    seen_by_readers = True

    number = models.PositiveIntegerField(unique=True)
    document = models.JSONField()
    digest = models.CharField(max_length=32)
    why = models.CharField(max_length=500)
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(null=True)

    objects = PublicationEditionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def publication(self) -> Publication:
        return from_data(self.document, number=self.number)


class PublicationCancellation(models.Model):
    """Says that a version which was to begin later never does. Versions are written once, and so is this."""

    append_only = True
    seen_by_readers = True

    edition = models.OneToOneField(PublicationEdition, models.PROTECT, related_name="cancellation")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.edition} never begins"


class PublicationPicture(models.Model):
    """A logo or an icon as PNG, by its name (`document.Shot`). It has an address once readers were shown it:
    `is_public` says so of what was published at once, see `newsdesk.publication.current.is_shown`.

    They are few and small, and pages without a store of pictures need them: so they lie in the database.
    """

    name = models.CharField(max_length=48, unique=True)
    data = models.BinaryField()
    is_public = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class PublicationDeed(models.Model):
    """One change of the draft, a version published or cancelled, or a return to one: who, when and what."""

    append_only = True

    verb = models.CharField(max_length=12)
    detail = models.CharField(max_length=500, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.verb} at {self.at:%Y-%m-%d %H:%M}"

"""The rows of a publication: the draft, what was published, pictures, and who did what.

Written by `newsdesk.site.publication.deeds` alone.
"""

from django.conf import settings
from django.db import models

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


class PublicationEdition(models.Model):
    """A publication as readers see it from `published_at` on, until the next one. Never changed.

    `why` is for the desk; `digest` is that of the document.
    """

    append_only = True
    seen_by_readers = True

    number = models.PositiveIntegerField(unique=True)
    document = models.JSONField()
    digest = models.CharField(max_length=32)
    why = models.CharField(max_length=500)
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def publication(self) -> Publication:
        return from_data(self.document, number=self.number)


class PublicationPicture(models.Model):
    """A logo or an icon as PNG, by its name (`document.Shot`). It has an address once it was published.

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
    """One change of the draft, a publish or a return to an earlier version: who, when and what."""

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

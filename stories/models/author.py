"""Authors: the people whose bylines stories carry."""

from django.conf import settings
from django.db import models

from newsdesk.publishing.fields import LineField


class Author(models.Model):
    """Somebody who writes. `user` is their login, if they have one."""

    name = LineField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    role = LineField(max_length=100, blank=True, help_text="For example “Science editor”.")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="author"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

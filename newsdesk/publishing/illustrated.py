"""The abstract model of what carries one picture."""

import contextlib
from typing import Any

from django.db import models

from . import images


def _path(instance: models.Model, filename: str) -> str:
    """SECURITY: the uploader's file name is never used."""
    return images.new_name()


class PictureField(models.ImageField):
    """An ImageField for which a file that is missing from storage is no error.

    Django reads the file whenever the field is assigned; an old edition whose picture was lost must
    still be restorable.
    """

    def update_dimension_fields(self, *args: Any, **kwargs: Any) -> None:
        with contextlib.suppress(FileNotFoundError):
            super().update_dimension_fields(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs


class Illustrated(models.Model):
    """A picture with what a reader is told of it. Sizes are pixels."""

    image = PictureField(
        "picture",
        upload_to=_path,
        width_field="image_width",
        height_field="image_height",
        blank=True,
    )
    image_width = models.PositiveIntegerField(null=True, editable=False)
    image_height = models.PositiveIntegerField(null=True, editable=False)
    image_alt = models.CharField(
        "text alternative",
        max_length=300,
        blank=True,
        help_text="What the picture shows, for somebody who cannot see it.",
    )
    image_decorative = models.BooleanField(
        "decorative", default=False, help_text="The picture adds nothing that has to be told."
    )
    image_caption = models.CharField("caption", max_length=300, blank=True)
    image_credit = models.CharField("credit", max_length=200, blank=True)

    class Meta:
        abstract = True

"""The abstract model of what carries one picture."""

import contextlib
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db import models

from newsdesk.images import uploads
from newsdesk.pages.fields import Deconstructed, LineField


def _path(instance: models.Model, filename: str) -> str:
    """SECURITY: the uploader's file name is never used."""
    return uploads.new_name()


class PictureField(models.ImageField):
    """An ImageField for which a file that is missing from storage is no error.

    Django reads the file whenever the field is assigned; an old edition whose picture was lost must
    still be restorable.
    """

    def update_dimension_fields(self, *args: Any, **kwargs: Any) -> None:
        with contextlib.suppress(FileNotFoundError):
            super().update_dimension_fields(*args, **kwargs)

    def deconstruct(self) -> Deconstructed:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs


class Percentage(forms.IntegerField):
    """0 to 100; nothing typed is the middle."""

    def clean(self, value: object) -> int:
        number: int | None = super().clean(value)
        return 50 if number is None else number


class FocusField(models.PositiveSmallIntegerField):
    """How far along, in per cent, what matters in a picture is: cut it however, this stays in sight."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", 50)
        kwargs.setdefault("validators", [MaxValueValidator(100)])
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        limits = {"min_value": 0, "max_value": 100, "required": False}
        return super().formfield(**{"form_class": Percentage, **kwargs, **limits})

    def deconstruct(self) -> Deconstructed:
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs


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
    image_alt = LineField(
        "text alternative",
        max_length=300,
        blank=True,
        help_text="What the picture shows, for somebody who cannot see it. Without it, a page with a "
        "picture is not published.",
    )
    image_decorative = models.BooleanField(
        "decorative", default=False, help_text="The picture adds nothing that has to be told."
    )
    image_focus_x = FocusField(
        "focal point from the left, in %",
        help_text="Where the thing that matters is: cards and phones cut the picture around it.",
    )
    image_focus_y = FocusField("focal point from the top, in %")
    image_caption = LineField("caption", max_length=300, blank=True)
    image_credit = LineField("credit", max_length=200, blank=True)

    class Meta:
        abstract = True

"""The abstract models of what carries one picture."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.fields.files import FieldFile, ImageFileDescriptor

from newsdesk.images import uploads
from newsdesk.images.storage import StoreFailed
from newsdesk.pages.fields import Deconstructed, LineField


def _path(instance: models.Model, filename: str) -> str:
    """SECURITY: the uploader's file name is never used."""
    return uploads.new_name()


class _Named(ImageFileDescriptor):
    """Does not read the file where the name stays: each save of a form assigns it anew."""

    def __set__(self, instance: models.Model, value: object) -> None:
        before = vars(instance).get(self.field.attname)
        is_file = isinstance(value, FieldFile)
        kept = isinstance(value, str) or (is_file and vars(value)["_committed"])
        if before and kept and str(before) == str(value):
            vars(instance)[self.field.attname] = value
        else:
            super().__set__(instance, value)  # type: ignore[arg-type]  # The stubs know no files.


class PictureField(models.ImageField):
    """An ImageField for which a file that cannot be read is no error: it is missing, or its store is away.

    Django reads the file whenever the field is assigned; an old edition whose picture was lost must
    still be restorable, and what was typed beside a picture saved. What it could not read has no size, and
    gets it when it is loaded again.
    """

    descriptor_class = _Named

    def update_dimension_fields(
        self, instance: models.Model, force: bool = False, *args: Any, **kwargs: Any
    ) -> None:
        try:
            super().update_dimension_fields(instance, force, *args, **kwargs)
        except FileNotFoundError:
            return
        except StoreFailed:
            if force:
                for each in ("width_field", "height_field"):
                    setattr(instance, vars(self)[each], None)

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


class Pictured(models.Model):
    """A picture, what somebody is told of it who cannot see it, and who took it. Sizes are pixels."""

    image = PictureField(
        "image",
        upload_to=_path,
        width_field="image_width",
        height_field="image_height",
        blank=True,
    )
    image_width = models.PositiveIntegerField(null=True, editable=False)
    image_height = models.PositiveIntegerField(null=True, editable=False)
    image_alt = LineField(
        "alt text",
        max_length=300,
        blank=True,
        help_text="What the image shows, for somebody who cannot see it. Without it, a page with a "
        "image is not published.",
    )
    image_focus_x = FocusField(
        "focal point from the left, in %",
        help_text="Where the thing that matters is: cards and phones cut the image around it.",
    )
    image_focus_y = FocusField("focal point from the top, in %")
    image_credit = LineField("credit", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def picture_needs_words(self) -> bool:
        """Whether there is a picture and nothing says what it shows."""
        return bool(self.image.name) and not self.image_alt.strip()


class Illustrated(Pictured):
    """The picture of a page: it may have a caption, or add nothing that has to be told."""

    image_decorative = models.BooleanField(
        "decorative", default=False, help_text="The image adds nothing that has to be told."
    )
    image_caption = LineField("caption", max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def picture_needs_words(self) -> bool:
        return super().picture_needs_words and not self.image_decorative

"""Authors: the people whose bylines stories carry."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from newsdesk.pages.fields import LineField, LinesField
from newsdesk.pages.findable import Findable
from newsdesk.pages.illustrated import Pictured
from newsdesk.pages.models import Event
from newsdesk.pages.uid import Identified

# A portrait is shown as a square of 120 CSS pixels at most; many screens have two pixels for each.
LEAST_SIDE = 240
TOO_SMALL = "The portrait has %d by %d pixels. Choose one of at least %d by %d."
UNTOLD = "Say what the portrait shows, for readers who cannot see it."


class Author(Findable, Pictured, Identified):
    """Somebody who writes. `user` is their login, if they have one.

    What their page says of them, from the biography on, readers see as soon as it is saved, their portrait
    too; the name stands on pages as their editions have it. Who has no visible story has no page.
    """

    seen_by_readers = True

    found_by = ("name",)

    name = LineField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    role = LineField(max_length=100, blank=True, help_text="For example “Science editor”.")
    biography = LinesField(
        blank=True, help_text="A few sentences. Readers see them as soon as they are saved."
    )
    covers = LineField(
        max_length=200, blank=True, help_text="What they write about: “Spaceflight, oceans”."
    )
    languages = LineField(max_length=200, blank=True, help_text="For example “English, German”.")
    contact = LineField(
        max_length=200, blank=True, help_text="A mail address or a web address that is public."
    )
    disclosures = LinesField(
        blank=True, help_text="What readers should know: memberships, holdings, earlier work."
    )
    image_alt = LineField(
        "alt text",
        max_length=300,
        blank=True,
        help_text="What the portrait shows, for somebody who cannot see it: “Ada Reed on a quay”.",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="author"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise ValidationError for a portrait that is too small, or of which nothing is told."""
        super().clean()
        if not self.image.name:
            return
        # They are not known where the store does not answer.
        sides = [side for side in (self.image_width, self.image_height) if side]
        if sides and min(sides) < LEAST_SIDE:
            raise ValidationError({"image": TOO_SMALL % (*sides, LEAST_SIDE, LEAST_SIDE)})
        if self.picture_needs_words:
            raise ValidationError({"image_alt": UNTOLD})


class AuthorAddress(models.Model):
    """A slug that an author had: it leads to the one of today, for readers where they were shown it."""

    seen_by_readers = True

    author = models.ForeignKey(Author, models.PROTECT, related_name="addresses")
    slug = models.SlugField(max_length=100, unique=True)
    public = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.slug} -> {self.author}"


class AuthorEvent(Event):
    """One deed done to an author."""

    item = models.ForeignKey(Author, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass

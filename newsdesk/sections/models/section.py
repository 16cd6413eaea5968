"""Sections: World, Science, Business. Editions name the one of their story by its slug."""

from django.db import models
from django.urls import reverse

from newsdesk.pages.fields import LineField, LinesField
from newsdesk.pages.models import Event
from newsdesk.pages.uid import Identified

PREFIX = "section:"


class Colour(models.IntegerChoices):
    """The stylesheet's tones, which stand out enough in light and in dark."""

    BLUE = 1, "Blue"
    BROWN = 2, "Brown"
    GREEN = 3, "Green"
    PURPLE = 4, "Purple"
    TEAL = 5, "Teal"
    RED = 6, "Red"


class Section(Identified):
    """A part of the publication. A story is in one section at most; readers see what its edition says.

    The name, standfirst, colour and place are the section's own and change for readers at once. The slug
    never changes: editions hold it, and so do readers' bookmarks. Readers are told of a section that has a
    visible story, and of no other.
    """

    seen_by_readers = True

    name = LineField(max_length=60, unique=True)
    slug = models.SlugField(
        max_length=60,
        unique=True,
        help_text="The address, /sections/…/. It stays for good.",
    )
    standfirst = LinesField(blank=True, help_text="What the section is about, in a sentence.")
    colour = models.PositiveSmallIntegerField(choices=Colour, default=Colour.BLUE)
    position = models.PositiveSmallIntegerField(
        "place", default=0, help_text="Its place in the menu: the lowest stands first."
    )

    class Meta:
        ordering = ["position", "name"]
        default_permissions = ("view", "add", "change")

    def __str__(self) -> str:
        return self.name

    @property
    def target(self) -> str:
        """What references of the catalogue know it by."""
        return f"{PREFIX}{self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])


class SectionEvent(Event):
    """One deed done to a section."""

    item = models.ForeignKey(Section, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        default_permissions = ()

"""Front pages as the desk arranges them: the home page, and the page of each section.

What readers see is an arrangement from a time on; a draft is seen by the desk alone. What stands in a slot
is named by its key, and whether a reader sees it is asked of the catalogue each time.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from newsdesk.pages.append_only import AppendOnly

ARRANGE = "sections.arrange_front"
HOME = ""


class Place(models.TextChoices):
    """Where on a front page a slot is."""

    LEAD = "lead", "Lead"
    SECOND = "second", "Second row"
    LIST = "list", "List"
    QUESTIONS = "questions", "Questions of the day"
    TOPICS = "topics", "Topics in focus"


# How many slots each place has, and which kind of page stands there.
ROOM = {Place.LEAD: 1, Place.SECOND: 3, Place.LIST: 12, Place.QUESTIONS: 6, Place.TOPICS: 8}
HOLDS = {
    Place.LEAD: "story",
    Place.SECOND: "story",
    Place.LIST: "story",
    Place.QUESTIONS: "faq",
    Place.TOPICS: "entity",
}


class Arrangement(models.Model):
    """A front page as it is from `starts_at` on, whole, until another begins. `front` is HOME or a section's
    slug. One that was cancelled never begins, or is taken for not having been.
    """

    seen_by_readers = True

    front = models.CharField(max_length=60, blank=True)
    starts_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        default_permissions = ()
        permissions = [("arrange_front", "Can arrange front pages")]
        indexes = [
            models.Index(
                fields=["front", "-starts_at", "-id"],
                condition=Q(cancelled_at=None),
                name="arrangement_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.front or 'home'} from {self.starts_at:%Y-%m-%d %H:%M}"


class Slot(AppendOnly):
    """A page in a place of an arrangement, until a time or for as long as that is in force."""

    seen_by_readers = True

    arrangement = models.ForeignKey(Arrangement, models.PROTECT, related_name="slots")
    place = models.CharField(max_length=12, choices=Place)
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "key"], name="slot_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.position}: {self.key}"


class FrontDraft(models.Model):
    """A front page that somebody is arranging: one of each front. Readers see nothing of it.

    `slots` is a list of {"place", "key", "until"}, in order, `until` ISO 8601 or null.
    """

    front = models.CharField(max_length=60, blank=True, unique=True)
    slots = models.JSONField(default=list)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"draft of {self.front or 'home'}"

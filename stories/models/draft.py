"""The working copy of a story; its parts are in `parts.py`. Public code imports neither."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from newsdesk.pages.fields import LineField, LinesField, RichTextField
from newsdesk.pages.findable import Findable
from newsdesk.pages.illustrated import Illustrated
from newsdesk.pages.models import WorkingCopy
from newsdesk.tags.field import tags_field


class Story(Illustrated, WorkingCopy, Findable):
    """An explainer as it is being written."""

    key_prefix = "story"
    found_by = ("headline", "standfirst")

    headline = LineField(max_length=200, blank=True)
    slug = models.SlugField(max_length=100, blank=True)
    standfirst = LinesField(blank=True, help_text="One or two sentences under the headline.")
    section = models.ForeignKey(
        "sections.Section",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The part of the publication that lists it. Readers see it with the next version.",
    )
    earlier = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="later",
        verbose_name="earlier story",
        null=True,
        blank=True,
        help_text="The story that this one continues. Readers of it are led here once this is published.",
    )
    tags = tags_field()
    summary = RichTextField("what’s happened", blank=True)
    background = RichTextField("how we got here", blank=True)

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who brings the story home.",
    )
    due_at = models.DateTimeField("due", null=True, blank=True, help_text="In the desk’s time.")
    review_on = models.DateField(
        "read again on",
        null=True,
        blank=True,
        help_text="The day on which somebody checks that it is still right.",
    )

    class Meta:
        verbose_name_plural = "stories"
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=~Q(slug=""),
                name="story_slug_once",
                violation_error_message="Another story has this slug.",
            ),
            models.CheckConstraint(
                condition=~Q(earlier=F("id")),
                name="story_not_its_own_earlier",
            ),
        ]
        # For the front page of the desk: few stories are in work, due, held or to be read again.
        indexes = [
            models.Index(
                fields=["state", "due_at", "-changed_at"],
                condition=Q(discarded=False),
                name="story_board",
            ),
            models.Index(fields=["owner", "state"], name="story_of_owner"),
            models.Index(fields=["created_by", "state"], name="story_of_author"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="story_due"),
            models.Index(
                fields=["review_on"], condition=Q(review_on__isnull=False), name="story_read_again"
            ),
            models.Index(
                fields=["embargo_until"],
                condition=Q(embargo_until__isnull=False),
                name="story_embargo",
            ),
        ]
        permissions = [
            ("approve_story", "Can approve a story, and return it to its author"),
            ("publish_story", "Can publish a story"),
            ("withdraw_story", "Can withdraw a story"),
            ("discard_story", "Can discard an unpublished story"),
        ]

    def __str__(self) -> str:
        return self.headline or "Story without a headline"

    @property
    def public_path(self) -> str:
        return reverse("story", args=[self.slug]) if self.slug else ""

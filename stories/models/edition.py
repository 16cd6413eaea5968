"""The frozen editions of stories, and what was done to each."""

from django.db import models

from newsdesk.pages.editions import WITHDRAWING, Edition, Recall
from newsdesk.pages.models import Event, Revision


class StoryEdition(Edition):
    """One publish of a story."""

    item = models.ForeignKey("stories.Story", models.PROTECT, related_name="editions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="story_edition_number"),
        ]
        indexes = [
            models.Index(fields=["item", "visible_from", "number"], name="story_edition_order"),
            # What waits is found with the page that it is of, and no document is read for it.
            models.Index(fields=["visible_from", "item"], name="story_edition_waiting"),
            models.Index(fields=["kind", "-visible_from"], name="story_edition_latest"),
            models.Index(fields=["item"], condition=WITHDRAWING, name="story_withdrawing"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of story {self.item_id}"


class StoryRecall(Recall):
    """One edition of a story that was taken back before its time."""

    edition = models.OneToOneField(StoryEdition, models.PROTECT, related_name="recall")

    def __str__(self) -> str:
        return f"recall of {self.edition_id}"


class StoryEvent(Event):
    """One deed done to a story."""

    item = models.ForeignKey("stories.Story", models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["verb", "item", "edition"], name="story_event_verb")]


class StoryRevision(Revision):
    """What the working copy of a story said from one moment on, and by whom."""

    item = models.ForeignKey("stories.Story", models.PROTECT, related_name="revisions")

    class Meta:
        indexes = [models.Index(fields=["item", "digest"], name="story_revision_digest")]

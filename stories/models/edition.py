"""The frozen editions of stories, and what was done to each."""

from django.db import models

from newsdesk.publishing.models import Edition, Event


class StoryEdition(Edition):
    """One publish of a story."""

    item = models.ForeignKey("stories.Story", models.PROTECT, related_name="editions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="story_edition_number"),
        ]

    def __str__(self) -> str:
        return f"edition {self.number} of story {self.item_id}"


class StoryEvent(Event):
    """One deed done to a story."""

    item = models.ForeignKey("stories.Story", models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass

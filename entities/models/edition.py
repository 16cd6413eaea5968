"""The frozen editions of entities, and what was done to each."""

from django.db import models

from newsdesk.publishing.models import Edition, Event


class EntityEdition(Edition):
    """One publish of an entity."""

    item = models.ForeignKey("entities.Entity", models.PROTECT, related_name="editions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="entity_edition_number"),
        ]

    def __str__(self) -> str:
        return f"edition {self.number} of entity {self.item_id}"


class EntityEvent(Event):
    """One deed done to an entity."""

    item = models.ForeignKey("entities.Entity", models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass

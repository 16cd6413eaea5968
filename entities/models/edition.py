"""The frozen editions of entities, and what was done to each."""

from django.db import models

from newsdesk.pages.editions import WITHDRAWING, Edition, Recall
from newsdesk.pages.models import Event, Revision


class EntityEdition(Edition):
    """One publish of an entity."""

    item = models.ForeignKey("entities.Entity", models.PROTECT, related_name="editions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="entity_edition_number"),
        ]
        indexes = [
            models.Index(fields=["item", "visible_from", "number"], name="entity_edition_order"),
            # What waits is found with the page that it is of, and no document is read for it.
            models.Index(fields=["visible_from", "item"], name="entity_edition_waiting"),
            models.Index(fields=["kind", "-visible_from"], name="entity_edition_latest"),
            models.Index(fields=["item"], condition=WITHDRAWING, name="entity_withdrawing"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of topic {self.item_id}"


class EntityRecall(Recall):
    """One edition of an entity that was taken back before its time."""

    edition = models.OneToOneField(EntityEdition, models.PROTECT, related_name="recall")

    def __str__(self) -> str:
        return f"recall of {self.edition_id}"


class EntityEvent(Event):
    """One deed done to an entity."""

    item = models.ForeignKey("entities.Entity", models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["verb", "item", "edition"], name="entity_event_verb")]


class EntityRevision(Revision):
    """What the working copy of an entity said from one moment on, and by whom."""

    item = models.ForeignKey("entities.Entity", models.PROTECT, related_name="revisions")

    class Meta:
        indexes = [models.Index(fields=["item", "digest"], name="entity_revision_digest")]

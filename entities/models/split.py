"""Which pages mean which of two entities, where one turned out to be two."""

from django.db import models

from newsdesk.merging.models import Decision


class EntitySplit(Decision):
    """One decision about the references to two entities."""

    one = models.ForeignKey("entities.Entity", models.PROTECT, related_name="splits")
    other = models.ForeignKey("entities.Entity", models.PROTECT, related_name="splits_from")

    def __str__(self) -> str:
        return f"{self.one_id} | {self.other_id}"


class EntitySplitMove(models.Model):
    """In the page `page`, "story:5", what led to `source` leads to `into` from this split on."""

    split = models.ForeignKey(EntitySplit, models.PROTECT, related_name="moves")
    page = models.CharField(max_length=40)
    source = models.ForeignKey("entities.Entity", models.PROTECT, related_name="+")
    into = models.ForeignKey("entities.Entity", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["split", "page", "source"], name="split_move_once"),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.source_id} -> {self.into_id}"

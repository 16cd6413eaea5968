"""What was merged into what, among entities."""

from django.db import models

from newsdesk.merging.models import MergeRecord, MergeStep


class EntityMerge(MergeRecord):
    """One merge of two entities."""

    loser = models.ForeignKey("entities.Entity", models.PROTECT, related_name="merges_away")
    survivor = models.ForeignKey("entities.Entity", models.PROTECT, related_name="merges_in")

    def __str__(self) -> str:
        return f"{self.loser_id} -> {self.survivor_id}"


class EntityMergeStep(MergeStep):
    """What a merge or its undoing did to the text of a entity."""

    item = models.ForeignKey("entities.Entity", models.PROTECT, related_name="merge_steps")
    record = models.ForeignKey(EntityMerge, models.PROTECT, related_name="steps")

    def __str__(self) -> str:
        return f"step of {self.record_id} on {self.item_id}"

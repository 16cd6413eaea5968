"""What was merged into what, among entities and among outlets."""

from django.db import models

from newsdesk.merging.models import MergeRecord, MergeStep


class EntityMerge(MergeRecord):
    """One merge of two entities."""

    loser = models.ForeignKey("entities.Entity", models.PROTECT, related_name="merges_away")
    survivor = models.ForeignKey("entities.Entity", models.PROTECT, related_name="merges_in")

    def __str__(self) -> str:
        return f"{self.loser_id} -> {self.survivor_id}"


class EntityMergeStep(MergeStep):
    """What a merge or its undoing did to the text of an entity."""

    item = models.ForeignKey("entities.Entity", models.PROTECT, related_name="merge_steps")
    record = models.ForeignKey(EntityMerge, models.PROTECT, null=True, related_name="steps")

    def __str__(self) -> str:
        return f"step of {self.record_id} on {self.item_id}"


class OutletMerge(MergeRecord):
    """One merge of two outlets."""

    loser = models.ForeignKey("entities.Outlet", models.PROTECT, related_name="merges_away")
    survivor = models.ForeignKey("entities.Outlet", models.PROTECT, related_name="merges_in")

    def __str__(self) -> str:
        return f"{self.loser_id} -> {self.survivor_id}"


class OutletMergeStep(MergeStep):
    """What a merge or its undoing did to the names and domains of an outlet."""

    item = models.ForeignKey("entities.Outlet", models.PROTECT, related_name="merge_steps")
    record = models.ForeignKey(OutletMerge, models.PROTECT, null=True, related_name="steps")

    def __str__(self) -> str:
        return f"step of {self.record_id} on {self.item_id}"

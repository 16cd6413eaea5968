"""What was merged into what, among FAQ pages."""

from django.db import models

from newsdesk.merging.models import MergeRecord, MergeStep


class FaqMerge(MergeRecord):
    """One merge of two FAQ pages."""

    loser = models.ForeignKey("faqs.Faq", models.PROTECT, related_name="merges_away")
    survivor = models.ForeignKey("faqs.Faq", models.PROTECT, related_name="merges_in")

    def __str__(self) -> str:
        return f"{self.loser_id} -> {self.survivor_id}"


class FaqMergeStep(MergeStep):
    """What a merge or its undoing did to the text of a FAQ page."""

    item = models.ForeignKey("faqs.Faq", models.PROTECT, related_name="merge_steps")
    record = models.ForeignKey(FaqMerge, models.PROTECT, null=True, related_name="steps")

    def __str__(self) -> str:
        return f"step of {self.record_id} on {self.item_id}"

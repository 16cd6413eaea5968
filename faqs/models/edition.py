"""The frozen editions of FAQ pages, and what was done to each."""

from django.db import models

from newsdesk.pages.editions import WITHDRAWING, Edition, Recall
from newsdesk.pages.models import Event, Revision


class FaqEdition(Edition):
    """One publish of a FAQ page."""

    item = models.ForeignKey("faqs.Faq", models.PROTECT, related_name="editions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="faq_edition_number"),
        ]
        indexes = [
            models.Index(fields=["item", "visible_from", "number"], name="faq_edition_order"),
            # What waits is found with the page that it is of, and no document is read for it.
            models.Index(fields=["visible_from", "item"], name="faq_edition_waiting"),
            models.Index(fields=["kind", "-visible_from"], name="faq_edition_latest"),
            models.Index(fields=["item"], condition=WITHDRAWING, name="faq_withdrawing"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of FAQ {self.item_id}"


class FaqRecall(Recall):
    """One edition of a FAQ page that was taken back before its time."""

    edition = models.OneToOneField(FaqEdition, models.PROTECT, related_name="recall")

    def __str__(self) -> str:
        return f"recall of {self.edition_id}"


class FaqEvent(Event):
    """One deed done to a FAQ page."""

    item = models.ForeignKey("faqs.Faq", models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["verb", "item", "edition"], name="faq_event_verb")]


class FaqRevision(Revision):
    """What the working copy of a FAQ page said from one moment on, and by whom."""

    item = models.ForeignKey("faqs.Faq", models.PROTECT, related_name="revisions")

    class Meta:
        indexes = [models.Index(fields=["item", "digest"], name="faq_revision_digest")]

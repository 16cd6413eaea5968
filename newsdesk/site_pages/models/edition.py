"""The frozen editions of site pages, and what was done to each."""

from django.db import models

from newsdesk.pages.editions import WITHDRAWING, Edition, Recall
from newsdesk.pages.models import Event, Revision


class SitePageEdition(Edition):
    """One publish of a site page."""

    item = models.ForeignKey("site_pages.SitePage", models.PROTECT, related_name="editions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="site_page_edition_number"),
        ]
        indexes = [
            models.Index(fields=["item", "visible_from", "number"], name="site_page_edition_order"),
            models.Index(fields=["kind", "-visible_from"], name="site_page_edition_latest"),
            models.Index(fields=["item"], condition=WITHDRAWING, name="site_page_withdrawing"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of site page {self.item_id}"


class SitePageRecall(Recall):
    """One edition of a site page that was taken back before its time."""

    edition = models.OneToOneField(SitePageEdition, models.PROTECT, related_name="recall")

    def __str__(self) -> str:
        return f"recall of {self.edition_id}"


class SitePageEvent(Event):
    """One deed done to a site page."""

    item = models.ForeignKey("site_pages.SitePage", models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["verb", "item", "edition"], name="site_page_event_verb")]


class SitePageRevision(Revision):
    """What the working copy of a site page said from one moment on, and by whom."""

    item = models.ForeignKey("site_pages.SitePage", models.PROTECT, related_name="revisions")

    class Meta:
        indexes = [models.Index(fields=["item", "digest"], name="site_page_revision_digest")]

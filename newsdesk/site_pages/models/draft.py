"""The working copy of a site page. Public code does not import this."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from newsdesk.pages.fields import LineField, LinesField, RichTextField
from newsdesk.pages.findable import Findable
from newsdesk.pages.models import WorkingCopy


class SitePage(WorkingCopy, Findable):
    """A page of the publication's own, as it is being written."""

    key_prefix = "page"
    found_by = ("title",)

    title = LineField(max_length=200, blank=True)
    slug = models.SlugField(max_length=60, blank=True)
    standfirst = LinesField(blank=True, help_text="One or two sentences under the title.")
    body = RichTextField("text", blank=True, headings=True)

    class Meta:
        verbose_name = "site page"
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=~Q(slug=""),
                name="site_page_slug_once",
                violation_error_message="Another site page has this slug.",
            ),
        ]
        indexes = [
            models.Index(fields=["created_by", "state"], name="site_page_of_author"),
            models.Index(
                fields=["embargo_until"],
                condition=Q(embargo_until__isnull=False),
                name="site_page_embargo",
            ),
        ]
        permissions = [
            ("approve_sitepage", "Can approve a site page, and return it to its author"),
            ("publish_sitepage", "Can publish a site page"),
            ("withdraw_sitepage", "Can withdraw a site page"),
            ("discard_sitepage", "Can discard an unpublished site page"),
        ]

    def __str__(self) -> str:
        return self.title or "Site page without a title"

    @property
    def public_path(self) -> str:
        return reverse("site-page", args=[self.slug]) if self.slug else ""

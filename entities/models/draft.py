"""The working copy of an entity. Public code does not import this."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from entities.documents import KINDS
from newsdesk.merging.models import MergeablePage
from newsdesk.pages.fields import LineField, LinesField, RichTextField, WebAddressField
from newsdesk.pages.findable import Findable
from newsdesk.pages.illustrated import Illustrated
from newsdesk.pages.parts import Part
from newsdesk.pages.rich_text import sanitise


def sanitise_body(html: str) -> str:
    return sanitise(html, headings=True)


class Entity(MergeablePage, Illustrated, Findable):
    """A topic: an organisation, a person, a place, a spacecraft ...

    `confirmed` says that a person has checked name and kind; an importer's proposal is not.
    """

    key_prefix = "entity"
    found_by = ("name", "aliases")

    kind = models.CharField(max_length=20, choices=KINDS, default="other")
    name = LineField(max_length=200, blank=True)
    slug = models.SlugField(max_length=100, blank=True)
    aliases = LinesField(
        blank=True, help_text="Other names, one a line: NASA, the agency’s full name …"
    )
    description = LinesField(blank=True, help_text="One or two sentences of plain text.")
    description_source = LineField("source of the description", max_length=200, blank=True)
    description_source_url = WebAddressField("link to the source", max_length=500, blank=True)
    description_licence = LineField("licence", max_length=60, blank=True)
    as_of = models.DateField("true as of", null=True, blank=True)
    body = RichTextField("longer text", blank=True, headings=True)
    wikidata = models.CharField(
        "Wikidata id", max_length=20, blank=True, help_text="For example Q23548."
    )
    official_site = WebAddressField(max_length=500, blank=True)
    confirmed = models.BooleanField("name and kind are confirmed", default=False, editable=False)

    class Meta:
        verbose_name = "topic"
        verbose_name_plural = "topics"
        ordering = ["name", "pk"]
        # For the list of topics and the front page of the desk: few names are to be confirmed, few held.
        indexes = [
            models.Index(fields=["merged_into", "-changed_at", "-id"], name="entity_latest"),
            models.Index(fields=["created_by", "state"], name="entity_of_author"),
            models.Index(
                fields=["merged_into", "-changed_at"],
                condition=Q(confirmed=False),
                name="entity_unconfirmed",
            ),
            models.Index(
                fields=["embargo_until"],
                condition=Q(embargo_until__isnull=False),
                name="entity_embargo",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=~Q(slug=""),
                name="entity_slug_once",
                violation_error_message="Another topic has this slug.",
            ),
        ]
        permissions = [
            ("approve_entity", "Can approve a topic, and return it to its author"),
            ("publish_entity", "Can publish a topic"),
            ("withdraw_entity", "Can withdraw a topic"),
            ("discard_entity", "Can discard an unpublished topic"),
            ("confirm_entity", "Can confirm a topic's name and kind"),
            ("merge_entity", "Can merge and split topics, and undo it"),
        ]

    def __str__(self) -> str:
        return self.name or "Topic without a name"

    @property
    def public_path(self) -> str:
        return reverse("topic", args=[self.slug]) if self.slug else ""


class EntityFact(Part):
    """A line of a topic's facts, with its source."""

    item = models.ForeignKey(Entity, models.CASCADE, related_name="facts")
    label = LineField("what", max_length=80, blank=True, help_text="Founded, Height, Crew …")
    value = LineField("fact", max_length=300, blank=True)
    source = LineField(max_length=200, blank=True, help_text="Who says so.")
    url = WebAddressField("link to the source", max_length=500, blank=True)

    class Meta(Part.Meta):
        verbose_name = "fact"

    def __str__(self) -> str:
        return f"{self.label}: {self.value}" if self.label else self.value or "Fact"

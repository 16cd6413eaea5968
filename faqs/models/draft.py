"""The working copy of a FAQ page. Public code does not import this."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from newsdesk.merging.models import MergeablePage
from newsdesk.pages.fields import LineField, RichTextField, WebAddressField
from newsdesk.pages.findable import Findable
from newsdesk.pages.parts import Ordered, Part
from newsdesk.tags.field import tags_field


class Faq(MergeablePage, Findable):
    """A question with its direct answer and further question-and-answer pairs."""

    key_prefix = "faq"
    found_by = ("question",)

    question = LineField(max_length=300, blank=True)
    slug = models.SlugField(max_length=100, blank=True)
    intro = RichTextField(
        blank=True,
        help_text="The direct answer, in a paragraph.",
    )
    tags = tags_field()

    class Meta:
        verbose_name = "FAQ"
        verbose_name_plural = "FAQs"
        ordering = ["-changed_at", "-pk"]
        # For the front page of the desk: few questions are in somebody's hands, or held.
        indexes = [
            models.Index(fields=["created_by", "state"], name="faq_of_author"),
            models.Index(
                fields=["embargo_until"],
                condition=Q(embargo_until__isnull=False),
                name="faq_embargo",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=~Q(slug=""),
                name="faq_slug_once",
                violation_error_message="Another FAQ has this slug.",
            ),
        ]
        permissions = [
            ("approve_faq", "Can approve a FAQ, and return it to its author"),
            ("publish_faq", "Can publish a FAQ"),
            ("withdraw_faq", "Can withdraw a FAQ"),
            ("discard_faq", "Can discard an unpublished FAQ"),
            ("merge_faq", "Can merge FAQs, and undo it"),
        ]

    def __str__(self) -> str:
        return self.question or "FAQ without a question"

    @property
    def public_path(self) -> str:
        return reverse("question", args=[self.slug]) if self.slug else ""


class FaqAnswer(Part):
    """One question of the page with its answer."""

    item = models.ForeignKey(Faq, models.CASCADE, related_name="answers")
    question = LineField(max_length=300, blank=True)
    text = RichTextField("answer", blank=True)

    class Meta(Part.Meta):
        verbose_name = "question and answer"
        verbose_name_plural = "questions and answers"

    def __str__(self) -> str:
        return self.question or "Question"


class FaqSource(Part):
    """Where the answers come from."""

    item = models.ForeignKey(Faq, models.CASCADE, related_name="sources")
    title = LineField(max_length=300, blank=True)
    url = WebAddressField("link", max_length=500, blank=True)
    outlet = models.ForeignKey(
        "entities.Outlet", models.PROTECT, null=True, blank=True, related_name="+"
    )
    published = models.DateField(null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = "source"

    def __str__(self) -> str:
        return self.title or self.url or "Source"


class FaqEntity(Ordered):
    """An entity that the page is about."""

    item = models.ForeignKey(Faq, models.CASCADE, related_name="entity_rows")
    entity = models.ForeignKey("entities.Entity", models.PROTECT, related_name="faq_rows")

    class Meta(Ordered.Meta):
        verbose_name = "topic"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "entity"],
                name="faq_entity_once",
                violation_error_message="This topic is listed twice.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entity) if self.entity_id else ""

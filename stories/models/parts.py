"""The parts of a story's working copy. Public code does not import this."""

from django.core.validators import RegexValidator
from django.db import models

from newsdesk.pages.fields import LineField, LinesField, RichTextField, WebAddressField
from newsdesk.pages.parts import Ordered, Part
from stories.documents import ANALYSIS_KINDS, MEDIA

iso_date = RegexValidator(
    r"\A\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\Z",
    "Write a year, a month or a day: 2014, 2014-03 or 2014-03-18.",
)


class Byline(Ordered):
    """Who wrote the story, in order."""

    item = models.ForeignKey("stories.Story", models.CASCADE, related_name="bylines")
    author = models.ForeignKey("stories.Author", models.PROTECT, related_name="bylines")

    class Meta(Ordered.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["item", "author"],
                name="byline_once",
                violation_error_message="This author is listed twice.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.author) if self.author_id else ""


class AnalysisPart(Part):
    """A part of “What’s behind the headline?”."""

    item = models.ForeignKey("stories.Story", models.CASCADE, related_name="analysis")
    kind = models.CharField(max_length=20, choices=ANALYSIS_KINDS, default="analysis")
    heading = LineField(max_length=200, blank=True)
    body = RichTextField(blank=True)

    class Meta(Part.Meta):
        verbose_name = "analysis part"

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()


class SourceReport(Part):
    """What one paper says."""

    item = models.ForeignKey("stories.Story", models.CASCADE, related_name="reports")
    outlet = models.ForeignKey(
        "entities.Outlet", models.PROTECT, null=True, blank=True, related_name="reports"
    )
    wire = models.ForeignKey(
        "entities.Outlet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_reports",
        verbose_name="agency",
        help_text="Whose text it is, if the paper says so.",
    )
    reporters = LineField(max_length=300, blank=True, help_text="Names, separated by commas.")
    headline = LineField(max_length=300, blank=True)
    url = WebAddressField("link", max_length=500, blank=True)
    published = models.DateField(null=True, blank=True)
    read_on = models.DateField("read on", null=True, blank=True)
    paywalled = models.BooleanField(
        "needs a subscription",
        default=False,
        help_text="Readers have to pay to open it.",
    )
    medium = models.CharField(
        "no link, because",
        max_length=20,
        choices=MEDIA,
        blank=True,
        default="",
    )
    paraphrase = LinesField("what it reports", blank=True, help_text="In the desk’s own words.")
    quotation = LinesField(
        "exact quotation", blank=True, help_text="Word for word, without quotation marks."
    )
    speaker = LineField("who said it", max_length=200, blank=True)
    attribution_guessed = models.BooleanField(
        "attribution is a guess",
        default=False,
        help_text="From the report before. Clear it once checked.",
    )

    class Meta(Part.Meta):
        verbose_name = "source report"

    def __str__(self) -> str:
        return f"{self.outlet or 'The desk'}: {self.headline or self.paraphrase[:60]}"


class TimelineEvent(Part):
    """A dated step of “How we got here”."""

    item = models.ForeignKey("stories.Story", models.CASCADE, related_name="timeline")
    date = models.CharField(
        max_length=10, validators=[iso_date], help_text="2014, 2014-03 or 2014-03-18"
    )
    text = LineField(max_length=500, blank=True)

    class Meta(Part.Meta):
        verbose_name = "timeline event"

    def __str__(self) -> str:
        return f"{self.date}: {self.text[:60]}"


class DeeperQuestion(Part):
    """A follow-up question, answered by a FAQ or by another story, or by neither yet."""

    item = models.ForeignKey("stories.Story", models.CASCADE, related_name="deeper")
    text = LineField("question", max_length=300, blank=True)
    faq = models.ForeignKey(
        "faqs.Faq", models.PROTECT, null=True, blank=True, related_name="deeper_rows"
    )
    story = models.ForeignKey(
        "stories.Story", models.PROTECT, null=True, blank=True, related_name="asked_in"
    )

    class Meta(Part.Meta):
        verbose_name = "question to go deeper"
        verbose_name_plural = "questions to go deeper"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(faq=None) | models.Q(story=None),
                name="deeper_one_target",
                violation_error_message="Link the question to a FAQ or to a story, not to both.",
            ),
        ]

    def __str__(self) -> str:
        return self.text or "Question"


class StoryFaq(Ordered):
    """One of the story's common questions."""

    item = models.ForeignKey("stories.Story", models.CASCADE, related_name="faq_rows")
    faq = models.ForeignKey("faqs.Faq", models.PROTECT, related_name="story_rows")

    class Meta(Ordered.Meta):
        verbose_name = "common question"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "faq"],
                name="story_faq_once",
                violation_error_message="This FAQ is listed twice.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.faq) if self.faq_id else ""


class StoryEntity(Ordered):
    """One of the topics that the story is about."""

    item = models.ForeignKey("stories.Story", models.CASCADE, related_name="entity_rows")
    entity = models.ForeignKey("entities.Entity", models.PROTECT, related_name="story_rows")

    class Meta(Ordered.Meta):
        verbose_name = "topic"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "entity"],
                name="story_entity_once",
                violation_error_message="This topic is listed twice.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entity) if self.entity_id else ""

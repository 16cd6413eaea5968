"""Reports of errors on any page. Keys instead of foreign keys: the pages are of three apps."""

from typing import ClassVar

from django.db import models
from django.utils.text import Truncator

from newsdesk.pages.fields import LineField, LinesField
from newsdesk.pages.models import Event
from newsdesk.submissions.models import Letter


class ErrorReport(Letter):
    """What a reader says is wrong, with the passage as it stood in the edition that was read.

    `edition` is the primary key of that edition, `part` the anchor of the part ("part-3f2a9c01", or
    empty for the page as a whole) and `part_title` its heading, in English where it is one
    of the house; `passage` is the edition's own text and
    `quote` the words in it that the reader marked. `mark` is that of the slip: a form makes one report.
    `corrected_in` is the edition that mends it.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        CHECKING = "checking", "Being checked"
        CORRECTED = "corrected", "Corrected"
        UNCHANGED = "unchanged", "No change"
        SPAM = "spam", "Spam"

    OPEN: ClassVar[tuple[str, ...]] = (State.RECEIVED, State.CHECKING)

    edition = models.BigIntegerField()
    part = models.CharField(max_length=60, blank=True)
    part_title = models.CharField(max_length=300, blank=True)
    passage = LinesField(blank=True)
    quote = LineField(max_length=300, blank=True)
    wrong = LinesField()
    source = LineField(max_length=500, blank=True)
    mark = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    corrected_in = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "error report"
        default_permissions = ()
        permissions = [("handle_errorreport", "Can deal with reports of errors")]
        indexes = [
            models.Index(fields=["state", "received_at"], name="report_queue"),
        ]

    @property
    def summary(self) -> str:
        return Truncator(self.wrong).chars(90) or f"Report {self}"

    def forget(self) -> dict[str, str]:
        return {"wrong": "", "source": "", "quote": ""}


class ErrorReportEvent(Event):
    """One deed done to a report."""

    item = models.ForeignKey("stories.ErrorReport", models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        default_permissions = ()

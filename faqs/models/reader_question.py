"""Questions that readers have asked. No foreign key to a FAQ: keys follow merges by themselves."""

from typing import ClassVar

from django.db import models

from newsdesk.pages.fields import LineField
from newsdesk.pages.models import Event
from newsdesk.submissions.models import Letter, LetterQuerySet


class AskedQuestionQuerySet(LetterQuerySet):
    """Readers' questions."""

    def by_urgency(self) -> "AskedQuestionQuerySet":
        """What most readers ask comes first, then who has waited longest."""
        return self.order_by("-times", "received_at", "pk")


class AskedQuestion(Letter):
    """A question, once however often it is asked.

    `fingerprint` is the same for all wordings that count as one (`asking.wording`); `times` how often
    it was asked; `faq` the key of the page that answers it ("faq:12"), a draft's too.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DRAFTED = "drafted", "Made into a draft"
        ANSWERED = "answered", "Answered"
        DISMISSED = "dismissed", "Not taken up"

    OPEN: ClassVar[tuple[str, ...]] = (State.WAITING,)

    text = LineField(max_length=300)
    fingerprint = models.CharField(max_length=64, unique=True)
    times = models.PositiveIntegerField(default=1)
    last_asked_at = models.DateTimeField()
    faq = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    objects = AskedQuestionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "reader's question"
        verbose_name_plural = "readers' questions"
        default_permissions = ()
        permissions = [("answer_askedquestion", "Can deal with readers' questions")]
        indexes = [
            models.Index(fields=["state", "-times", "received_at"], name="asked_queue"),
        ]

    @property
    def summary(self) -> str:
        return self.text or f"Question {self}"

    def forget(self) -> dict[str, str]:
        return {"text": "", "page": "", "fingerprint": f"forgotten {self.number}"}


class AskedQuestionEvent(Event):
    """One deed done to a reader's question."""

    item = models.ForeignKey("faqs.AskedQuestion", models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        default_permissions = ()

"""Letters of readers of all kinds: questions and error reports."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from faqs.models.reader_question import AskedQuestion
from newsdesk.submissions.models import forget
from stories.models.error_report import ErrorReport


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many letters had their words forgotten."""

    questions: int
    reports: int


def forget_settled(days: int) -> Forgotten:
    """Forget what readers wrote in letters that were settled at least so many days ago."""
    before = timezone.now() - timedelta(days=max(0, days))
    return Forgotten(
        questions=forget(AskedQuestion.objects.to_forget(before)),
        reports=forget(ErrorReport.objects.to_forget(before)),
    )

"""Forget what readers wrote in questions and reports that were settled long ago."""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from faqs.models.reader_question import AskedQuestion
from newsdesk.submissions.models import forget
from stories.models.error_report import ErrorReport


class Command(BaseCommand):
    help = "Forgets the words of settled questions and reports; number, outcome and dates stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=settings.FORGET_LETTERS_AFTER,
            help="settled at least so many days ago (default: NEWSDESK_FORGET_LETTERS_AFTER)",
        )

    def handle(self, *args: object, days: int, **options: object) -> None:
        before = timezone.now() - timedelta(days=max(0, days))
        questions = forget(AskedQuestion.objects.to_forget(before))
        reports = forget(ErrorReport.objects.to_forget(before))
        self.stdout.write(f"Forgotten: {questions} questions, {reports} reports.")

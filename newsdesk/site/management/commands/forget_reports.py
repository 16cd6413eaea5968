"""Forget what readers wrote in questions and reports that were settled long ago."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from newsdesk.site.letters import forget_settled


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
        forgotten = forget_settled(days)
        self.stdout.write(
            f"Forgotten: {forgotten.questions} questions, {forgotten.reports} reports."
        )

"""Compare all questions with all, and fill the moderators' queue."""

import argparse

from django.core.management.base import BaseCommand

from faqs.duplicate_review import comparison
from newsdesk.meaning.model_status import meaning


class Command(BaseCommand):
    help = (
        "Compares every question with every other and fills the queue. Can be stopped and started "
        "again: questions that were read once are not read anew."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--behind",
            action="store_true",
            help="Only compare what was saved since; for a timer, where a full scan is too much.",
        )

    def handle(self, *args: object, **options: object) -> None:
        if notice := meaning().notice:
            self.stderr.write(notice)
        if options["behind"]:
            while left := comparison.catch_up(comparison.BATCH):
                self._progress("questions", 0, left)
            self.stdout.write("Every question has been compared.")
            return
        pairs = comparison.scan(self._progress)
        self.stdout.write(f"The queue knows {pairs} pair{'' if pairs == 1 else 's'}.")

    def _progress(self, what: str, done: int, of: int) -> None:
        if what == "questions" and not done:
            self.stdout.write(f"{of} questions to compare")
        else:
            self.stdout.write(f"{what}: {done} of {of}")
        self.stdout.flush()

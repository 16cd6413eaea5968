"""`manage.py run_periodic`: hand in what is due by the clock, for a timer."""

from django.core.management.base import BaseCommand

from newsdesk.jobs.periodic import hand_in_due
from newsdesk.jobs.worker import take_over


class Command(BaseCommand):
    help = (
        "Hands in the periodic jobs that are due, and those that dead workers left. Workers do the same "
        "every minute; a timer that runs this as well makes sure of it while none of them lives."
    )

    def handle(self, *args: object, verbosity: int, **options: object) -> None:
        taken, due = take_over(), hand_in_due()
        if verbosity:
            names = ", ".join(each.name for each in due) or "nothing"
            self.stdout.write(f"Due: {names}. Taken over: {taken}.")

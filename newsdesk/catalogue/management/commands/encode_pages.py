"""Work out the meaning of all pages that wait for it, so that search finds them by it: after a rebuild, and
after the model was installed.
"""

from django.core.management.base import BaseCommand, CommandError

from newsdesk.catalogue.search import meaning


class Command(BaseCommand):
    help = "Work out the meaning of pages that wait for it. Can be broken off and begun again."

    def handle(self, *args: object, **options: object) -> None:
        if notice := meaning.notice():
            raise CommandError(notice)
        meaning.await_other_models()
        number = 0
        while some := meaning.encode_waiting():
            number += some
        self.stdout.write(f"{number} pages encoded.")

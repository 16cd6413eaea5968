"""`manage.py prune_drafting`: delete unsaved text, opened states and presence that are past use."""

from django.core.management.base import BaseCommand

from newsdesk.editing.models import prune


class Command(BaseCommand):
    help = "Deletes unsaved text, opened states and presence that are past use. Run it once a day."

    def handle(self, *args: object, **options: object) -> None:
        for name, count in prune().items():
            self.stdout.write(f"{name}: {count} deleted")

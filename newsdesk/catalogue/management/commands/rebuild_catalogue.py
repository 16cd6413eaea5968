"""Write the catalogue again from the published versions."""

from django.core.management.base import BaseCommand

from newsdesk.catalogue.write import rebuild


class Command(BaseCommand):
    help = (
        "Writes the catalogue and its search index again from the published versions; "
        "changes nothing that is right."
    )

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{rebuild()} pages in the catalogue.")

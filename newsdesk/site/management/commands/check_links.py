"""Ask the addresses that published pages lead to and that are due."""

from django.core.management.base import BaseCommand

from newsdesk.site.live_checks.links import check_links


class Command(BaseCommand):
    help = "Asks whether what published pages lead to is still there, for the desk's front page."

    def handle(self, *args: object, **options: object) -> None:
        asked = check_links()
        self.stdout.write("1 link asked." if asked == 1 else f"{asked} links asked.")

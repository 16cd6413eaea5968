"""Make the groups agree with the table of roles."""

from django.core.management.base import BaseCommand

from newsdesk.workflow.roles import sync_roles


class Command(BaseCommand):
    help = "Makes a group for each role of the desk, holding exactly the role's permissions."

    def handle(self, *args: object, **options: object) -> None:
        for role, count in sync_roles().items():
            self.stdout.write(f"{role}: {count} permissions")

"""`manage.py setup_desk`: everything a desk needs before its first day, and what is still missing."""

import argparse
import io

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, SystemCheckError
from django.db import transaction

from entities.models.outlet import Outlet
from entities.outlet_register import register
from entities.register_loading import load
from newsdesk.accounts.invitations import invitation_for
from newsdesk.catalogue.search.index import is_lost
from newsdesk.catalogue.write import rebuild
from newsdesk.workflow.roles import CHIEF, sync_roles


class Command(BaseCommand):
    help = (
        "Makes the tables, the roles, outlets and the first desk chief, collects static files, and says "
        "what is still missing. Can be repeated: it makes what is not there, and changes nothing that is."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--chief", metavar="NAME", help="username of a desk chief to make")
        parser.add_argument("--email", default="", help="mail address of that chief")

    def handle(self, *args: object, chief: str | None, email: str, **options: object) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Tables: as this release wants them.")
        self.stdout.write(f"Roles: {', '.join(sync_roles())}.")
        if not Outlet.objects.exists():
            self.stdout.write(f"Outlets: {load(register())[0]} from the register.")
        if is_lost():
            self.stdout.write(f"Search: {rebuild()} pages put into its new tables.")
        if settings.HASHED_STATIC:
            call_command("collectstatic", verbosity=0, interactive=False)
            self.stdout.write("Static files: collected.")
        if chief:
            self._make_chief(chief, email)
        elif not User.objects.filter(is_active=True, is_staff=True).exists():
            self.stdout.write("Nobody can sign in yet: repeat this with --chief NAME.")
        self._say_what_is_missing()

    @transaction.atomic
    def _make_chief(self, name: str, email: str) -> None:
        """Make a desk chief, or invite them again who has never chosen a password. Raises CommandError."""
        user = User.objects.filter(username=name).first()
        if user is None:
            user = User(username=name, email=email, is_staff=True)
            user.set_unusable_password()
            try:
                user.full_clean()
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            user.save()
        elif user.has_usable_password():
            self.stdout.write(
                f"{name} is on the desk already and has a password; nothing was changed."
            )
            return
        user.groups.add(Group.objects.get(name=CHIEF))
        self.stdout.write(
            f"{name} is a desk chief. Give them this address, and nobody else; it is good for three days and "
            f"for one password:\n{invitation_for(user)}"
        )

    def _say_what_is_missing(self) -> None:
        """Run the checks for a desk that readers see. Raises CommandError for errors."""
        told = io.StringIO()
        try:
            call_command("check", deploy=True, databases=["default"], stdout=told, stderr=told)
        except SystemCheckError as error:
            raise CommandError(str(error)) from error
        said = told.getvalue().strip()
        self.stdout.write(said or "Checks: nothing is missing.")

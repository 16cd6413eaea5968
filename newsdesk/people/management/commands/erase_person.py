"""Erase somebody's personal data at the server: `erasure.py` says what goes and what stays."""

import argparse

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from newsdesk.people.erasure import erase, plan
from newsdesk.workflow.transitions import Refused


class Command(BaseCommand):
    help = (
        "Says what erasing a person deletes and what stays, and does it once their name is typed again. They "
        "have to be deactivated first. Nothing brings it back."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", help="The name that they sign in with.")
        parser.add_argument(
            "--typed", metavar="NAME", help="The name again, instead of being asked."
        )

    def handle(self, *args: object, name: str, typed: str | None, **options: object) -> None:
        person = User.objects.filter(username=name, former_colleague=None).first()
        if person is None:
            raise CommandError(f"Nobody logs in as {name!r}.")
        found = plan(person)
        for title, lines in (
            ("Deleted", found.goes),
            ("Rewritten, without the name", found.rewritten),
            ("Kept, under a number", found.kept),
        ):
            self.stdout.write(f"{title}:")
            for line in lines:
                self.stdout.write(f"  {line.what}: {line.number}")
        self.stdout.write("Kept as it is:")
        for sentence in found.stays:
            self.stdout.write(f"  {sentence}")
        if typed is None:
            typed = input("Nothing brings it back. Type their username to erase them: ")
        try:
            former = erase(person, typed, actor=None)
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Erased. The log calls them {former} now.")

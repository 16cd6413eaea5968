"""`manage.py load_outlets`: the outlets of the register that the desk does not know yet."""

import argparse

from django.core.management.base import BaseCommand

from entities.outlet_register import register
from entities.outlets import add_unknown


class Command(BaseCommand):
    help = (
        "Adds the outlets of the product's register, with aliases and domains. One whose name or domain the "
        "desk has already is left as it is; so the command can be repeated."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--ambiguous",
            action="store_true",
            help="also those whose name is a word, a place or an acronym, such as Time or Nature",
        )

    def handle(self, *args: object, ambiguous: bool, **options: object) -> None:
        added = add_unknown(register(ambiguous=ambiguous))
        self.stdout.write(f"Added {added} outlets. What the desk had was not changed.")

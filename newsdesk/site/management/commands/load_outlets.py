"""`manage.py load_outlets`: the outlets of the register that the desk does not know yet."""

import argparse

from django.core.management.base import BaseCommand

from entities.outlet_register import register
from entities.register_loading import load


class Command(BaseCommand):
    help = (
        "Adds the 2,500 outlets of the product's register, with aliases, domains, kind, country, languages "
        "and owner. One whose name or domain the desk has already is left as it is, but for a kind, country "
        "or language that it does not say; so the command can be repeated."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--more",
            action="store_true",
            help="also 2,352 that are less often quoted abroad, and trade and local titles",
        )

    def handle(self, *args: object, more: bool, **options: object) -> None:
        added, given = load(register(more=more))
        self.stdout.write(
            f"Added {added} outlets, and told {given} that the desk had their kind and country. "
            "What the desk had said itself was not changed."
        )

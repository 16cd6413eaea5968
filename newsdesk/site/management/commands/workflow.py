"""Prints who may do what to a page, from where, and what is asked of it: the tables that the verbs obey."""

import textwrap

from django.contrib import admin
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsdesk.desk.help import tables
from newsdesk.workflow.transition_tables import Row


class Command(BaseCommand):
    help = "Prints the transition tables of stories, FAQs and topics."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", nargs="?", help="only this kind of page, for example: stories")

    def handle(self, *args: object, kind: str | None, **options: object) -> None:
        known = {name.lower(): rows for name, rows in tables(admin.site)}
        if kind and kind.lower() not in known:
            raise CommandError(f"There is no such kind of page; there are: {', '.join(known)}.")
        for name, rows in known.items():
            if kind and kind.lower() != name:
                continue
            self.stdout.write(self.style.MIGRATE_HEADING(name.upper()))
            for row in rows:
                self._write(row)
            self.stdout.write("")

    def _write(self, row: Row) -> None:
        self.stdout.write(f"\n{row.verb}: {row.help}")
        for label, text in (("who", row.who), ("when", row.when), ("asks", row.asks)):
            if text:
                filled = textwrap.fill(f"{label:>6}  {text}", 96, subsequent_indent=" " * 8)
                self.stdout.write(filled)

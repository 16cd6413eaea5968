"""Lay the demo desk down, once, and say who can sign in."""

import argparse
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize

from newsdesk.site.demo import load_desk, loader
from newsdesk.workflow.transitions import Refused


class Command(BaseCommand):
    help = (
        "Fills the desk with demo content, images and logins; safe to repeat: what was laid down "
        "once is never touched again."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="Run although NEWSDESK_DEBUG is off."
        )

    def handle(self, *args: object, force: bool, **options: object) -> None:
        # SECURITY: the passwords stand in a public repository.
        if not settings.DEBUG and not force:
            raise CommandError(
                "The demo logins have public passwords and NEWSDESK_DEBUG is off: nothing was done "
                "(--force does it all the same)."
            )
        desk = loader.load()
        try:
            with _quiet_log():
                laid = load_desk.lay(desk)
        except (Refused, PermissionDenied) as refusal:
            raise CommandError(f"The demo desk was not laid down: {refusal}") from refusal
        self._report(laid)
        self._logins(desk)

    def _report(self, laid: load_desk.Laid) -> None:
        if laid.stories or laid.entities or laid.faqs:
            self.stdout.write(
                f"Laid down {laid.stories} stor{pluralize(laid.stories, 'y,ies')}, "
                f"{laid.entities} topic{pluralize(laid.entities)} "
                f"and {laid.faqs} FAQ{pluralize(laid.faqs)}."
            )
        else:
            self.stdout.write("The demo content is there already; nothing was changed.")

    def _logins(self, desk: loader.Desk) -> None:
        rows = [("login", "password", "role")]
        rows += [(who.username, who.password, who.role or "Superuser") for who in desk.logins]
        wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
        self.stdout.write("\nLogins of the demo desk:\n\n")
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, wide, strict=True))
            self.stdout.write(f"  {'  '.join(cells)}".rstrip())
        self.stdout.write("")


@contextmanager
def _quiet_log() -> Iterator[None]:
    """Keep a hundred lines about single deeds off the screen; warnings still come through."""
    logger = logging.getLogger("newsdesk.workflow")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)

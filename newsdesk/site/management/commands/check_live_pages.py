"""Ask the gate of all live pages, for the lists of the desk's front page."""

import argparse
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from newsdesk.site.jobs import CHECKED_AGAIN_AFTER
from newsdesk.site.live_checks.sweep import sweep

HOURS = CHECKED_AGAIN_AFTER / timedelta(hours=1)


class Command(BaseCommand):
    help = (
        "Runs the publishing checks on every published page that was not checked for some hours, or that "
        "names something which has changed since, and keeps what it finds for the front page of the "
        "desk. Run it every hour; most times there is next to nothing to do."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--hours",
            type=float,
            default=HOURS,
            help=f"check again what was checked longer ago than this (default: {HOURS:.0f})",
        )
        parser.add_argument(
            "--all",
            action="store_true",
            help="Check every published page, however fresh its check is.",
        )

    def handle(
        self, *args: object, hours: float, all: bool, verbosity: int, **options: object
    ) -> None:
        swept = sweep(timezone.now() - timedelta(hours=0 if all else max(0, hours)))
        for key in swept.failed:
            self.stderr.write(f"The publishing checks failed on {key}: see the log.")
        if verbosity:
            self.stdout.write(f"{swept.pages} published pages checked.")

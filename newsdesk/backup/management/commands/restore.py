"""Make an empty desk what a backup holds."""

import argparse
import logging
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize

from newsdesk.backup import report
from newsdesk.backup.archive import Archive, Unusable
from newsdesk.backup.desk import system_user
from newsdesk.backup.interruptions import ended_in_order
from newsdesk.backup.progress import Progress
from newsdesk.backup.restore import RestoreRefused, differences, lost_factors, restore

logger = logging.getLogger("newsdesk.backup")


class Command(BaseCommand):
    help = (
        "Writes what a backup holds into an empty desk, after `migrate` of the release that made it: all "
        "of it, or nothing. Refuses a file that has changed by one byte."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", help="A file that `backup` wrote.")

    def handle(self, *args: object, file: str, **options: object) -> None:
        progress = Progress(sys.stderr)
        try:
            with ended_in_order(), Archive(Path(file)) as archive:
                restore(archive, progress)
        except (RestoreRefused, Unusable) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Nothing was restored: {error}") from error
        finally:
            progress.end()
        told = report.contents(archive.manifest)
        logger.info("%s restored %s from %s", system_user(), told, file)
        self.stdout.write(f"Restored {told} of {report.origin(archive.manifest)}.")
        for line in self._remarks(archive):
            self.stderr.write(line)

    def _remarks(self, archive: Archive) -> list[str]:
        remarks = [*differences(archive)]
        if lost := report.missing(archive.manifest):
            remarks.append(lost)
        if factors := lost_factors():
            remarks.append(
                f"{factors} secret{pluralize(factors)} of two-step sign-in cannot be read with this secret "
                "key: put the old one into NEWSDESK_SECRET_KEY_FALLBACKS, or let `manage.py "
                "reset_second_factor` help each person to a new one."
            )
        return remarks

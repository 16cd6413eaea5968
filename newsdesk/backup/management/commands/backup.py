"""Write the whole desk into one file."""

import argparse
import logging
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from newsdesk.backup import report
from newsdesk.backup.archive import Manifest
from newsdesk.backup.desk import system_user
from newsdesk.backup.file import whole_file
from newsdesk.backup.interruptions import ended_in_order
from newsdesk.backup.progress import Progress
from newsdesk.backup.save import save

logger = logging.getLogger("newsdesk.backup")


class Command(BaseCommand):
    help = (
        "Writes all rows and images of the desk into one new file, as they are at one moment, while "
        "people work on. Not in it: the secret key, logins, and what can be made anew."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", help="Where to write it, or - for standard output.")

    def handle(self, *args: object, file: str, **options: object) -> None:
        progress = Progress(sys.stderr)
        try:
            with ended_in_order():
                manifest = self._written(file, progress)
        except FileExistsError as error:
            raise CommandError(f"{file} exists already; no backup is written over it.") from error
        except (OSError, Error) as error:
            raise CommandError(f"No backup was made: {error}") from error
        finally:
            progress.end()
        told = report.contents(manifest)
        logger.info("%s backed up %s to %s", system_user(), told, file)
        if lost := report.missing(manifest):
            logger.warning("Backup %s: %s", file, lost)
            self.stderr.write(lost)
        if file != "-":
            self.stdout.write(f"Backed up {told} to {file}.")

    def _written(self, file: str, progress: Progress) -> Manifest:
        if file == "-":
            return save(sys.stdout.buffer, progress)
        with whole_file(Path(file)) as stream:
            return save(stream, progress)

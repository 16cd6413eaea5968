"""Read a backup to its end and say whether it is what was written."""

import argparse
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from newsdesk.backup import report
from newsdesk.backup.archive import Archive, Unusable
from newsdesk.backup.progress import Progress


class Command(BaseCommand):
    help = "Reads a backup and compares every byte, and each part, with what was written."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", help="A file that `backup` wrote.")

    def handle(self, *args: object, file: str, **options: object) -> None:
        progress = Progress(sys.stderr)
        try:
            with Archive(Path(file)) as archive:
                archive.check_names()
                for name, said in archive.members().items():
                    progress(name)
                    archive.check(name, said)
        except Unusable as error:
            raise CommandError(str(error)) from error
        finally:
            progress.end()
        manifest = archive.manifest
        self.stdout.write(
            f"{file} is whole: {report.contents(manifest)} of {report.origin(manifest)}."
        )
        if lost := report.missing(manifest):
            self.stderr.write(lost)

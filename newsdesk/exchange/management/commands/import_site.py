"""Take in whole sites: WordPress, Ghost, tables, and exports of a desk."""

import argparse
import csv
import logging
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TextIO

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from newsdesk.backup.interruptions import ended_in_order
from newsdesk.exchange.models import ImportRun
from newsdesk.exchange.run import Options, begin, perform, summary
from newsdesk.exchange.tables import TABLES
from newsdesk.intake.tables import cell
from newsdesk.redirects.rules import RIGHT as REDIRECTS
from newsdesk.workflow.arrival import RIGHT
from stories.importing.import_account import CLERK, clerk

_BAD_INPUT = 2  # exit status
_TABLES = ("stories.add_author", "entities.add_outlet")


class Command(BaseCommand):
    help = (
        "Takes in whole sites: WordPress (WXR), Ghost (JSON), tables of questions, topics, outlets, "
        "authors and old addresses (CSV or JSON), and what export_site wrote. Pages are drafts. A second "
        "run changes nothing; one that was stopped goes on."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="a file, or a folder of export_site"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, row by row"
        )
        parser.add_argument(
            "--as-it-was",
            action="store_true",
            help="show readers what was public there, with its dates; needs --user, a desk chief",
        )
        parser.add_argument("--kind", choices=TABLES, default="", help="what a table is of")
        parser.add_argument(
            "--report", metavar="CSV", help="write the report of each row to this file"
        )
        parser.add_argument(
            "--user", metavar="NAME", help=f"who imports (default: the account “{CLERK}”)"
        )

    def handle(self, *args: object, files: list[str], **options: object) -> None:
        actor = self._actor(str(options["user"] or ""), bool(options["as_it_was"]))
        chosen = Options(
            as_it_was=bool(options["as_it_was"]),
            dry=bool(options["dry_run"]),
            kind=str(options["kind"]),
        )
        runs = []
        level = logging.getLogger("newsdesk.workflow").level
        logging.getLogger("newsdesk.workflow").setLevel(logging.WARNING)
        try:
            with ended_in_order():
                for name in files:
                    runs.append(
                        self._run(Path(name), chosen, actor, int(str(options["verbosity"])))
                    )
        finally:
            logging.getLogger("newsdesk.workflow").setLevel(level)
            if options["report"]:
                _write_report(Path(str(options["report"])), runs)
        if any(run.state == run.State.FAILED for run in runs):
            raise CommandError("Not every file was taken in.", returncode=_BAD_INPUT)

    def _run(self, path: Path, options: Options, actor: User, verbosity: int) -> ImportRun:
        if not path.exists():
            raise CommandError(f"There is no file {path}.", returncode=_BAD_INPUT)
        run = begin(path.name, path, options, actor=actor)
        bar = _Bar(sys.stderr)
        try:
            perform(run, path, bar)
        except KeyboardInterrupt as stopped:
            run.refresh_from_db()
            raise CommandError(f"{path}: {summary(run)}", returncode=130) from stopped
        finally:
            bar.end()
        if verbosity:
            for row in run.rows.iterator():
                self.stdout.write(f"{row.number:>6}  {row.result}: {row.message}")
        for told in run.told:
            self.stdout.write(told)
        self.stdout.write(f"{path.name}: {summary(run)}")
        return run

    def _actor(self, name: str, as_it_was: bool) -> User:
        if not name and as_it_was:
            raise CommandError("Say by --user which desk chief answers for what readers will see.")
        if not name:
            return clerk((RIGHT, REDIRECTS, *_TABLES))
        try:
            return User.objects.get_by_natural_key(name)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user “{name}”.") from error


class _Bar:
    """How far it has come and how long it will take, on one line of a terminal; nothing elsewhere."""

    _WIDTH = 30

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._watched = stream.isatty()
        self._began = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if not self._watched:
            return
        if not total:
            self._show(f"{done:,} rows")
            return
        filled = self._WIDTH * min(done, total) // total
        bar = "#" * filled + "." * (self._WIDTH - filled)
        taken = time.monotonic() - self._began
        left = timedelta(seconds=round(taken / max(done, 1) * max(total - done, 0)))
        self._show(f"[{bar}] {done:,}/{total:,}, {left} left")

    def _show(self, line: str) -> None:
        self._stream.write(f"\r\x1b[K{line[:78]}")
        self._stream.flush()

    def end(self) -> None:
        if self._watched:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def _write_report(path: Path, runs: list[ImportRun]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "row", "result", "name", "message", "page"])
        for run in runs:
            for row in run.rows.iterator():
                told = (run.name, row.number, row.result, row.name, row.message, row.target)
                writer.writerow([cell(each) for each in told])

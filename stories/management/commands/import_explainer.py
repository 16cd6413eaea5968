"""Make drafts from explainers in files."""

import json
import logging
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from newsdesk.importing.models import ImportRecord
from newsdesk.importing.report import Report, run
from newsdesk.intake.lines import Unreadable
from newsdesk.workflow.transitions import Refused
from stories.importing.import_account import CLERK, clerk
from stories.importing.intake import SKIP, UPDATE, Intake

_BAD_INPUT = 2  # exit status


class Command(BaseCommand):
    help = "Makes drafts from explainers in files: a story with its questions and topics."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="a text of any kind: see docs/intake.md"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what was understood, write nothing"
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument(
            "--existing",
            choices=("ask", SKIP, UPDATE),
            default="ask",
            help="what to do with a text that was imported before (default: ask; without a "
            "terminal to ask on, skip)",
        )
        parser.add_argument(
            "--user", metavar="NAME", help=f"who imports (default: the account “{CLERK}”)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        intake = Intake()
        if options["dry_run"]:
            take = intake.spell_out if options["format"] == "json" else intake.look_at
        else:
            actor = _person(options["user"]) if options["user"] else clerk()
            decide = partial(self._decide, existing=options["existing"])
            take = partial(intake.take_in, actor=actor, decide=decide)
        with _quiet(options["verbosity"]):
            report = run(
                options["files"],
                take,
                refusals=(Unreadable, Refused, PermissionDenied),
                terminal=sys.stderr,
            )
        self._print(report, options["format"], options["verbosity"])
        self._fail_for(report)

    def _decide(self, source: str, earlier: ImportRecord, *, existing: str) -> str:
        if existing != "ask":
            return existing
        if not sys.stdin.isatty():
            return SKIP
        self.stderr.write(
            f"{source} was imported on {earlier.at:%d %B %Y} as {earlier.target}. "
            "Update that draft (u) or skip the file (s)? ",
            ending="",
        )
        self.stderr.flush()
        return UPDATE if input().strip().casefold().startswith("u") else SKIP

    def _print(self, report: Report, form: str, verbosity: int) -> None:
        if form == "json":
            self.stdout.write(json.dumps(report.as_data(), ensure_ascii=False, indent=1))
            return
        levels = ("warning", "information")[:verbosity]
        for line in report.lines(levels=levels):
            self.stdout.write(line)

    def _fail_for(self, report: Report) -> None:
        """Say on the error output which files were refused, and why; end with status 2."""
        refused = [f"{outcome.source}: {outcome.message}" for outcome in report.refused]
        if len(report.outcomes) > 1 and refused:
            refused.append(f"{len(refused)} of {len(report.outcomes)} files were not imported.")
        if refused:
            raise CommandError("\n".join(refused), returncode=_BAD_INPUT)


@contextmanager
def _quiet(verbosity: int) -> Iterator[None]:
    """Keep the workflow's own log, a line for every page made, out of the report and its progress."""
    logger = logging.getLogger("newsdesk.workflow")
    level = logger.level
    if verbosity < 2:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _person(name: str) -> User:
    try:
        return User.objects.get_by_natural_key(name)
    except User.DoesNotExist as error:
        raise CommandError(f"There is no user “{name}”.") from error

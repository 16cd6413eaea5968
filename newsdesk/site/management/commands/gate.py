"""Say what the publish gate finds, of some pages as they are written now or of all that are live."""

import argparse
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError

from newsdesk.rules.findings import Problem
from newsdesk.site.live_checks import rules
from newsdesk.site.live_checks.rules import CheckedPage, UnknownPage
from newsdesk.workflow.register import workflows


class Command(BaseCommand):
    help = (
        "Prints what blocks and what warns, with the field that each finding is about. "
        "Ends with status 1 when something blocks."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("keys", nargs="*", metavar="KEY", help="story:5, faq:12, entity:3")
        parser.add_argument(
            "--live", action="store_true", help="Check every page that readers see, as they see it."
        )
        parser.add_argument(
            "--kind",
            choices=[kind.kind.name for kind in workflows()],
            help="With --live: pages of this kind alone.",
        )
        parser.add_argument(
            "--blocking", action="store_true", help="Leave out warnings and pages without findings."
        )

    def handle(
        self,
        *args: object,
        keys: list[str],
        live: bool,
        kind: str | None,
        blocking: bool,
        **options: object,
    ) -> None:
        if not keys and not live:
            raise CommandError("Name pages (story:5), or say --live.")
        pages = blocked = warnings = 0
        for checked in self._checked(keys, live=live, kind=kind):
            pages += 1
            blocked += bool(checked.findings.blocking)
            warnings += len(checked.findings.warnings)
            self._print(checked, blocking_only=blocking)
        self.stdout.write(f"{pages} checked: {blocked} blocked, {warnings} warnings in all.")
        if blocked:
            raise SystemExit(1)

    def _checked(self, keys: list[str], *, live: bool, kind: str | None) -> Iterator[CheckedPage]:
        try:
            yield from [rules.by_key(key) for key in keys]
        except UnknownPage as error:
            raise CommandError(str(error)) from error
        if live:
            yield from rules.live(*filter(None, [kind]))

    def _print(self, checked: CheckedPage, *, blocking_only: bool) -> None:
        found = checked.findings
        if blocking_only and not found.blocking:
            return
        self.stdout.write(f"{checked.key}  {checked.title}")
        for problem in found.blocking:
            self._line("blocks", problem)
        for problem in () if blocking_only else found.warnings:
            self._line("warns", problem)
        if not found:
            self.stdout.write("  nothing found")

    def _line(self, how: str, problem: Problem) -> None:
        self.stdout.write(f"  {how:<6}  {problem.field}  {problem} [{problem.code}]")

"""Fetches every public address with and without what waits to appear, and fails on any difference."""

from collections.abc import Mapping

from django.core.management.base import BaseCommand, CommandError

from newsdesk.site.leak_scan import DeskChanged, scan
from newsdesk.site.public_addresses import Kind, UnknownAddress


class Command(BaseCommand):
    help = "Proves that the public site tells nothing of what is scheduled or under embargo."

    def handle(self, *args: object, **options: object) -> None:
        try:
            found = scan()
        except (DeskChanged, UnknownAddress) as error:
            raise CommandError(str(error)) from error
        for finding in (*found.faults, *found.leaks):
            self.stderr.write(str(finding))
        told = (
            f"{found.addresses} addresses fetched twice; seen as a reader sees them: "
            f"{_counted(found.seen)}. {found.waiting} versions or drafts wait, "
            f"{found.secret_words} words that only they hold"
        )
        problems = [
            f"{len(found.faults)} answers that are not what a reader should get"
            * bool(found.faults),
            f"no {' and no '.join(found.blind)} was seen" if found.blind else "",
            f"{len(found.leaks)} leaks" * bool(found.leaks),
        ]
        if any(problems):
            raise CommandError(f"{told}: {', '.join(filter(None, problems))}.")
        if not found.waiting:
            self.stdout.write(f"{told}: nothing waits, so nothing could leak.")
            return
        self.stdout.write(f"{told}: not one byte differs.")


def _counted(seen: Mapping[Kind, int]) -> str:
    return ", ".join(
        f"{number} {_plural(kind) if number > 1 else kind}" for kind, number in seen.items()
    )


def _plural(kind: str) -> str:
    return f"{kind}es" if kind.endswith("s") else f"{kind}s"

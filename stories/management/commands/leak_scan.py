"""Fetches every public address with and without what waits to appear, and fails on any difference."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stories.leaks import scan


class Command(BaseCommand):
    help = "Proves that the public site tells nothing of what is scheduled or under embargo."

    def handle(self, *args: Any, **options: Any) -> None:
        found = scan()
        for leak in found.leaks:
            self.stderr.write(str(leak))
        told = (
            f"{found.addresses} addresses fetched twice, {found.waiting} editions waiting, "
            f"{found.secret_words} words that only they hold"
        )
        if found.leaks:
            raise CommandError(f"{told}: {len(found.leaks)} leaks.")
        self.stdout.write(f"{told}: not one byte differs.")

"""Write all pages of the desk in a form that any desk, or anybody else, can read."""

import argparse
from collections.abc import Callable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from newsdesk.backup.interruptions import ended_in_order
from newsdesk.backup.snapshot import snapshot
from newsdesk.exchange.names import Outward
from newsdesk.exchange.page_files import write_markdown, write_ninjs
from newsdesk.exchange.public_lines import PublicLines
from newsdesk.exchange.site_file import write_folder
from newsdesk.exchange.site_lines import SiteLines
from newsdesk.exchange.static_site import StaticSite


class Command(BaseCommand):
    help = (
        "Writes all pages with their history, old addresses, tags, outlets and authors into a new "
        "folder: site.jsonl, one line a page, and images by their digest. import_site reads it. "
        "Other forms: Markdown, ninjs 3 for partners, the public site as files."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", help="a new folder")
        parser.add_argument(
            "--public",
            action="store_true",
            help="only what readers can see, and no name of the desk",
        )
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--markdown", action="store_true", help="each page as Markdown")
        form.add_argument("--ninjs", action="store_true", help="public pages as ninjs 3.0")
        form.add_argument("--html", action="store_true", help="the public site as files")

    def handle(self, *args: object, folder: str, **options: object) -> None:
        write: Callable[[Path, bool], str] = self._lines
        write = self._markdown if options["markdown"] else write
        write = self._ninjs if options["ninjs"] else write
        write = self._html if options["html"] else write
        try:
            with ended_in_order():
                told = write(Path(folder), bool(options["public"]))
        except OSError as error:
            raise CommandError(f"Nothing was exported: {error}") from error
        self.stdout.write(f"Exported {told} to {folder}.")

    def _lines(self, folder: Path, public: bool) -> str:
        with snapshot():
            site = PublicLines() if public else SiteLines()
            count = write_folder(folder, site.all(), site.names)
        self._missing(site.names)
        for name in site.unsound if isinstance(site, SiteLines) else ():
            self.stderr.write(f"The text of {name} is not the one that was frozen.")
        return f"{count:,} lines"

    def _markdown(self, folder: Path, public: bool) -> str:
        with snapshot():
            return f"{write_markdown(folder, public=public):,} pages in Markdown"

    def _ninjs(self, folder: Path, public: bool) -> str:
        with snapshot():
            return f"{write_ninjs(folder):,} items of ninjs"

    def _html(self, folder: Path, public: bool) -> str:
        site = StaticSite(folder)
        count = site.write()
        for told in site.failed:
            self.stderr.write(told)
        return f"{count:,} files"

    def _missing(self, names: Outward) -> None:
        for name in sorted(names.missing):
            self.stderr.write(f"The image {name} is not in the storage: pages go without it.")

"""How well is a page of news read? Run it as `python -m benchmarks.sources [FOLDER]`; it needs no database.

Without a folder it reads `benchmarks/news_pages`: the open half, which the reader was made with, the half
that was held back, and pages that were written later; the bars belong to all but the first. The outlet is
the one that a new desk finds: by the register, else as the page calls itself.

A folder holds pages and a `gold.tsv` with the columns file, at (the address that the page came from),
headline, date, reporters (";" between), outlet, agency, paywall (yes or no), address; a column that is not
there is not asked. `--show` prints what was read wrongly.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measures.bars import Bar, report
from entities.outlet_register import registered_as, registered_at
from newsdesk.intake.lines import Unreadable
from newsdesk.intake.news.agencies import agency
from newsdesk.intake.news.found import NewsPage
from newsdesk.intake.news.page import read
from newsdesk.requests.addresses import host_of
from newsdesk.text.names_and_words import words

PAGES = Path(__file__).parent / "news_pages"
FOLDERS = ("open", "held_back", "fresh", "fresh_second")
BARS = {"headline": 0.9, "date": 0.95, "reporters": 0.85, "outlet": 0.97}
ALSO = ("agency", "paywall", "address")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read of one page in one column, and what stands there."""

    file: str
    column: str
    read: str
    gold: str

    @property
    def right(self) -> bool:
        return _same(self.column, self.read, self.gold)


def answers(folder: Path) -> Iterator[Answer]:
    """Read the pages of a folder; yield what was read in each column that its gold has."""
    with (folder / "gold.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        page = _page(folder / row["file"], row.get("at") or row.get("address") or "")
        outlet = outlet_of(page)
        found = {
            "headline": page.headline.text,
            "date": page.day.text,
            "reporters": ";".join(page.names),
            "outlet": outlet,
            "agency": "" if registered_as(page.agency.text) == outlet else page.agency.text,
            "paywall": page.paywall.text or "no",
            "address": page.address.text,
        }
        for column, said in found.items():
            if row.get(column) is not None:
                yield Answer(row["file"], column, said, row[column])


def outlet_of(page: NewsPage) -> str:
    """Return the outlet as a new desk finds it: by the register, else as the page calls itself."""
    host = host_of(page.address.text)
    known = registered_at(host) or (registered_as(page.outlet.text) if not host else "")
    return known or page.outlet.text


def _page(path: Path, address: str) -> NewsPage:
    try:
        return read(path.read_bytes(), address)
    except Unreadable as error:
        print(f"{path.name}: {error}")
        return NewsPage()


def _same(column: str, read: str, gold: str) -> bool:
    if column in ("headline", "outlet"):
        return words(read) == words(gold)
    if column == "reporters":
        return {tuple(words(each)) for each in read.split(";")} == {
            tuple(words(each)) for each in gold.split(";")
        }
    if column == "agency":
        return (agency(read) or read) == (agency(gold) or gold)
    return read == gold


def shares(found: Sequence[Answer]) -> dict[str, tuple[int, int]]:
    """Return for each column how many were read rightly, and how many there are."""
    columns = dict.fromkeys(answer.column for answer in found)
    return {
        column: (
            sum(answer.right for answer in found if answer.column == column),
            sum(answer.column == column for answer in found),
        )
        for column in columns
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="pages with a gold.tsv")
    parser.add_argument("--show", action="store_true", help="print what was read wrongly")
    options = parser.parse_args(arguments)
    folders = [options.folder] if options.folder else [PAGES / name for name in FOLDERS]
    unseen: list[Answer] = []
    for folder in folders:
        found = list(answers(folder))
        told = ", ".join(
            f"{column} {right}/{all_}" for column, (right, all_) in shares(found).items()
        )
        print(f"{folder.name}: {told}")
        for wrong in (answer for answer in found if options.show and not answer.right):
            print(f"  {wrong.file}, {wrong.column}: {wrong.read!r}, not {wrong.gold!r}")
        unseen += found if len(folders) == 1 or folder.name != "open" else []
    counted = shares(unseen)
    bars = [
        Bar.at_least(f"news pages not seen: {column}", right / all_, BARS[column], unit="of pages")
        for column, (right, all_) in counted.items()
        if column in BARS and all_
    ]
    return report(bars)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

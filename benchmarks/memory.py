"""Does a worker grow? The memory of one process after 2,000 mixed requests, and after 10,000.

    python -m benchmarks.memory                                     SQLite
    python -m tests.postgres python -m benchmarks.memory            PostgreSQL, a throw-away server

The requests are those of readers, of caches that ask whether something has changed, and of strangers who try
what is not there, in an order that chance fixed. Ends with 1 where the process has grown by more than the bar
allows.
"""

import gc
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measures.bars import Bar, report
from benchmarks.rendering import asked, demo_desk

FIRST, LAST = 2_000, 10_000
GROWTH = 3  # per cent
LISTS = (
    "/ /stories/ /questions/ /topics/ /archive/ /corrections/ /about/ /feeds/stories.xml "
    "/feeds/stories.json /sitemap.xml /sitemaps/news.xml /robots.txt /ask/ /report/ /topics/?kind=person"
).split()
WORDS = "rocket glacier harbour rate vaccine coral moon ferry bridge zzyzx the".split()


def requests() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield paths with headers, without end."""
    from newsdesk.catalogue.models import Page

    chance = random.Random(12)
    pages = list(Page.objects.visible().order_by("path").values_list("path", flat=True))
    while True:
        number = chance.randrange(10**9)
        choice = chance.random()
        if choice < 0.6:
            yield chance.choice(pages), {}
        elif choice < 0.75:
            yield chance.choice(LISTS), {}
        elif choice < 0.8:
            yield f"{chance.choice(pages)}?utm_source={number}", {}
        elif choice < 0.85:
            yield f"/search/?q={chance.choice(WORDS)}+{number % 50}", {}
        elif choice < 0.9:
            yield f"/search/suggest/?q={chance.choice(WORDS)[:3]}", {}
        elif choice < 0.95:
            yield f"{chance.choice(('/stories/', '/topics/', '/tags/', '/'))}{number}/", {}
        else:
            yield chance.choice(pages), {"HTTP_IF_NONE_MATCH": f'"{number:032x}"'}


def memory() -> float:
    """Return the megabytes that this process has in memory, what nothing holds given back."""
    gc.collect()
    resident = int(Path("/proc/self/statm").read_text().split()[1])
    return resident * os.sysconf("SC_PAGESIZE") / 2**20


def measure() -> list[Bar]:
    """Print how large the process is on the way; return the bar of its growth."""
    from django.db import connection

    taken = {}
    with demo_desk(kept=64) as application:
        every = FIRST // 2
        for count, (path, headers) in enumerate(requests(), start=1):
            status, _, _ = asked(application, path, **headers)
            assert status < 500, (path, status)
            if count % every == 0:
                taken[count] = memory()
                print(f"  {count:6,} requests {taken[count]:8.1f} MB", flush=True)
            if count == LAST:
                break
        database = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    grown = (taken[LAST] / taken[FIRST] - 1) * 100
    name = f"growth of a worker from {FIRST:,} to {LAST:,} requests"
    return [Bar.at_most(name, grown, GROWTH, unit="%", database=database)]


def main() -> int:
    return report(measure())


if __name__ == "__main__":
    sys.exit(main())

"""How long the front page of the desk takes to answer, on a small desk and on a large one.

    python -m benchmarks.front_page [STORIES]                              SQLite
    python -m tests.postgres python -m benchmarks.front_page [STORIES]     PostgreSQL, a throw-away server

Among 1,000 stories and among 100,000, or so many as are asked for: the desk of `measures/library.py`, with
work in hand, corrections that nobody has read, pairs of questions that nobody has judged, forecasts that
are over. The page has to answer in under 200 ms.
"""

import statistics
import sys
import time

from benchmarks.measures import library
from benchmarks.measures.bars import Bar, report

SMALL, LARGE = 1_000, 100_000
TIMES = 15
BAR = 200  # milliseconds


def measure() -> tuple[float, float, int]:
    """Return median and slowest time of the front page in milliseconds, and its queries."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(User.objects.get(username="chief"))
    client.get("/admin/")
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        assert client.get("/admin/").status_code == 200
        times.append((time.perf_counter() - begun) * 1_000)
    with CaptureQueriesContext(connection) as captured:
        client.get("/admin/")
    return statistics.median(times), max(times), len(captured)


def bars(stories: int) -> list[Bar]:
    from django.db import connection

    from benchmarks.measures import bulk

    database = connection.display_name
    print(f"Front page of the desk on {database}, {TIMES} times each")
    found = []
    for number in (SMALL, stories):
        name = library.copied(number)
        median, slowest, queries = measure()
        print(
            f"  {number:>7,} stories: {median:.0f} ms, slowest {slowest:.0f} ms, {queries} queries"
        )
        what = f"front page of the desk, {number:,} stories"
        found.append(Bar.at_most(what, median, BAR, unit="ms", database=database))
        bulk.drop(name)
    return found


def main() -> int:
    """Measure, print, and return 1 where a bar was missed."""
    with library.site():
        return report(bars(library.asked_for(LARGE)))


if __name__ == "__main__":
    sys.exit(main())

"""How long the front page of the desk takes to answer, on a small desk and on a large one.

    python -m benchmarks.front_page [STORIES]                              SQLite
    python -m tests.postgres python -m benchmarks.front_page [STORIES]     PostgreSQL, a throw-away server

Among 1,000 stories and among 100,000, or so many as are asked for: the desk of `measures/library.py`, with
work in hand, corrections that nobody has read, pairs of questions that nobody has judged, forecasts that
are over. The page may take 200 ms of the processors, of this program and of the database server; what it
waits while others use them is told, and does not count.
"""

import statistics
import sys
import time

from benchmarks.growth import Processor
from benchmarks.measures import library
from benchmarks.measures.bars import Bar, report

SMALL, LARGE = 1_000, 100_000
TIMES = 15
BAR = 200  # milliseconds


def measure() -> tuple[float, float, int]:
    """Return what the front page takes, of the processors and by the clock, the median in milliseconds; and
    its queries.
    """
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(User.objects.get(username="chief"))
    client.get("/admin/")
    processor, costs, times = Processor(), [], []
    for _ in range(TIMES):
        begun, spent = time.perf_counter(), processor.now()
        assert client.get("/admin/").status_code == 200
        costs.append(processor.now() - spent)
        times.append((time.perf_counter() - begun) * 1_000)
    with CaptureQueriesContext(connection) as captured:
        client.get("/admin/")
    return statistics.median(costs), statistics.median(times), len(captured)


def bars(stories: int) -> list[Bar]:
    from django.db import connection

    from benchmarks.measures import bulk

    database = connection.display_name
    print(f"Front page of the desk on {database}, {TIMES} times each")
    found = []
    for number in (SMALL, stories):
        name = library.copied(number)
        cost, clock, queries = measure()
        told = f"{cost:.0f} ms of processors, {clock:.0f} by the clock, {queries} queries"
        print(f"  {number:>7,} stories: {told}")
        what = f"front page of the desk, {number:,} stories"
        found.append(Bar.at_most(what, cost, BAR, unit="ms of CPU", database=database))
        bulk.drop(name)
    return found


def main() -> int:
    """Measure, print, and return 1 where a bar was missed."""
    with library.site():
        return report(bars(library.asked_for(LARGE)))


if __name__ == "__main__":
    sys.exit(main())

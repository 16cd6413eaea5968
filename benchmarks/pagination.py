"""Does a list slow down with depth? The first page and a deep one of each list, measured in one run.

    python -m benchmarks.pagination [STORIES]                                SQLite
    python -m tests.postgres python -m benchmarks.pagination [STORIES]       PostgreSQL, a throw-away server

A site of 100,000 stories, or of so many as are asked for. "By link" is how readers get there, from page to
page; "by number" is an address that somebody kept. The deep page by link may take twice as long as the first
one, and 20 ms more.
"""

import statistics
import sys
import time
from collections.abc import Iterator

from benchmarks.measures import library
from benchmarks.measures.bars import Bar, report

NUMBER = 100_000
TIMES = 9
SLOWER, GRACE = 2, 20  # Times, and milliseconds.
# As many texts hold it as there are pages of results to look at.
WORD = 60
FROM_LAST = 20  # So many pages before the last of a list.


def deep(stories: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield each list by name with three addresses: its first page, and a deep one by link and by number."""
    from urllib.parse import urlencode

    from entities.views import INDEX_SIZE
    from newsdesk.catalogue.archive import published, span
    from newsdesk.catalogue.lists import PageList, mentioning
    from newsdesk.presentation.listings import DEEPEST, PAGE_SIZE
    from newsdesk.presentation.pagination import BY_TITLE, LATEST, Order, Place

    def linked(listed: PageList, order: Order, number: int, size: int) -> str:
        """Return the query by which the page before leads to page `number`."""
        last = order.sorted(listed)[(number - 1) * size - 1]
        place = Place(True, getattr(last, order.field), last.uid)
        return urlencode({"page": number, "from": order.written(place)})

    site = library.Library(stories)
    tag = site.tag(0).replace(" ", "-")
    letters = max(site.number["entity"] // INDEX_SIZE - 1, 2)
    word = site.vocabulary[WORD]
    for name, path, listed in (
        ("all stories", "/stories/", PageList.of_kind("story")),
        ("archive", "/archive/", published(*span())),
        ("tag of all stories", f"/tags/{tag}/", mentioning(f"tag:{tag}")),
    ):
        last = max(listed.pages.count() // PAGE_SIZE - FROM_LAST, 2)
        link = linked(listed, LATEST, last, PAGE_SIZE)
        yield f"{name}, page {last}", path, f"{path}?{link}", f"{path}?page={last}"
    link = linked(PageList.of_kind("entity"), BY_TITLE, letters, INDEX_SIZE)
    yield f"topics, page {letters}", "/topics/", f"/topics/?{link}", f"/topics/?page={letters}"
    found = f"/search/?q={word}"
    yield f"search, page {DEEPEST}", found, *[f"{found}&page={DEEPEST}"] * 2


def median(path: str) -> float:
    """Return how many milliseconds a page takes, the first visit left out."""
    from django.conf import settings
    from django.test import Client

    client, times = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]), []
    for _ in range(TIMES + 1):
        begun = time.perf_counter()
        assert client.get(path).status_code == 200, path
        times.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(times[1:])


def bars(stories: int) -> list[Bar]:
    """Measure, print the three times of each list, and return what depth does to it."""
    from django.db import connection

    from benchmarks.measures import bulk

    name, found = library.copied(stories), []
    database = connection.display_name
    print(f"Lists on {database}, median of {TIMES}, ms")
    print(f"  {'':32}{'page 1':>8}{'by link':>10}{'by number':>12}")
    for what, *paths in deep(stories):
        near, far, counted = map(median, paths)
        print(f"  {what:32}{near:8.1f}{far:10.1f}{counted:12.1f}")
        times = max(far - GRACE, 0) / near
        found.append(Bar.at_most(what, times, SLOWER, unit="x page 1", database=database))
    bulk.drop(name)
    return found


def main() -> int:
    """Measure, print, and return 1 where a bar was missed."""
    with library.site():
        return report(bars(library.asked_for(NUMBER)))


if __name__ == "__main__":
    sys.exit(main())

"""Does a list slow down with depth? The first page and a deep one of each list, measured in one run.

    python -m benchmarks.pagination                                     SQLite
    python -m tests.postgres python -m benchmarks.pagination            PostgreSQL, a throw-away server

A desk with 20,000 stories and 20,000 topics, 5,000 stories of which hold the word that is searched for.
"By link" is how readers get there, from page to page; "by number" is an address that somebody kept. Ends
with 1 where the deep page by link takes more than twice as long as the first one, and 20 ms more.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

folder = tempfile.TemporaryDirectory()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
# The wrapper's server, or a database of its own: nothing is written into the desk's.
os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder.name) / 'paging.sqlite3'}")
os.environ["NEWSDESK_VAR"] = folder.name

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.measures.bars import Bar, report  # noqa: E402
from entities.views import INDEX_SIZE  # noqa: E402
from newsdesk.catalogue.models import Page, PageQuerySet  # noqa: E402
from newsdesk.catalogue.search import index  # noqa: E402
from newsdesk.presentation.listings import DEEPEST, PAGE_SIZE  # noqa: E402
from newsdesk.presentation.pagination import BY_TITLE, LATEST, Order, Place  # noqa: E402

NUMBER = 20_000
FOUND = 5_000
TIMES = 9
SLOWER, GRACE = 2, 20  # Times, and milliseconds.


def page(kind: str, n: int) -> Page:
    """Return page number `n` of a kind, published `n` minutes ago."""
    at = timezone.now() - timedelta(minutes=n + 1)
    word = "Ferry" if kind == "story" and n < FOUND else "Train"
    title = f"{word} number {n:05}"
    return Page(
        kind=kind,
        key=f"{kind}:{n}",
        uid=f"{n:016x}",
        path=f"/{'stories' if kind == 'story' else 'topics'}/number-{n}/",
        title=title,
        sort_title=title.lower(),
        summary=f"{word} {n} sailed at noon and came back. " * 4,
        text=f"{word} {n} sailed. " + "Nobody fell into the water. " * 100,
        card={"kind": "Place"} if kind == "entity" else {},
        edition=n + 1,
        number=1,
        published_at=at,
        updated_at=at,
        visible_from=at,
    )


@transaction.atomic
def build() -> None:
    for kind in ("story", "entity"):
        Page.objects.bulk_create((page(kind, n) for n in range(NUMBER)), batch_size=2_000)
    found = list(Page.objects.of_kind("story").filter(title__startswith="Ferry"))
    for start in range(0, FOUND, 500):
        index(found[start : start + 500])


def linked(pages: PageQuerySet, order: Order, number: int, size: int) -> str:
    """Return the query by which the page before leads to page `number`."""
    last = order.sorted(pages)[(number - 1) * size - 1]
    place = Place(True, getattr(last, order.field), last.uid)
    return urlencode({"page": number, "from": order.written(place)})


def median(path: str) -> float:
    """Return how many milliseconds a page takes, the first visit left out."""
    client, times = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]), []
    for _ in range(TIMES + 1):
        begun = time.perf_counter()
        assert client.get(path).status_code == 200, path
        times.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(times[1:])


def measure(name: str, first: str, deep: str, by_number: str) -> Bar:
    """Print the three times of a list and return its bar."""
    near, far, counted = median(first), median(deep), median(by_number)
    print(f"  {name:32}{near:8.1f}{far:10.1f}{counted:12.1f}")
    allowed = max(near * SLOWER, near + GRACE)
    return Bar.at_most(name, far, allowed, unit="ms", database=connection.display_name)


def main() -> int:
    call_command("migrate", verbosity=0)
    build()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    visible = Page.objects.visible()
    stories, topics = visible.of_kind("story"), visible.of_kind("entity")
    last, letters = NUMBER // PAGE_SIZE, NUMBER // INDEX_SIZE
    print(f"Lists on {connection.vendor}, median of {TIMES}, ms")
    print(f"  {'':32}{'page 1':>8}{'by link':>10}{'by number':>12}")
    bars = [
        measure(
            f"all stories, page {last}",
            "/stories/",
            f"/stories/?{linked(stories, LATEST, last, PAGE_SIZE)}",
            f"/stories/?page={last}",
        ),
        measure(
            f"archive, page {last}",
            "/archive/",
            f"/archive/?{linked(visible.of_kind('story', 'faq'), LATEST, last, PAGE_SIZE)}",
            f"/archive/?page={last}",
        ),
        measure(
            f"topics A-Z, page {letters}",
            "/topics/",
            f"/topics/?{linked(topics, BY_TITLE, letters, INDEX_SIZE)}",
            f"/topics/?page={letters}",
        ),
        measure(
            f"search, page {DEEPEST} of {DEEPEST}",
            "/search/?q=ferry",
            f"/search/?q=ferry&page={DEEPEST}",
            "/search/?q=ferry&page=999",
        ),
    ]
    return report(bars)


if __name__ == "__main__":
    sys.exit(main())

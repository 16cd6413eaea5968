"""Does a page slow down as the site grows? Every list, at 1,000 and at 100,000 stories, in one run.

    python -m benchmarks.growth [--million]                                SQLite
    python -m tests.postgres python -m benchmarks.growth [--million]       PostgreSQL, a throw-away server
    python -m benchmarks.growth 5000                                       so many stories instead of 100,000

A page may take at most twice the time of the small site at 100,000 stories, three times at 1,000,000;
publishing, withdrawing and merging one and a half times. No query may bring more than 5,000 rows. Time is
that of the processors, of this program and of the database server, so that what else runs on the machine
counts for little. Sitemaps are measured by their addresses, of which the small site has fewer.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measures import library
from benchmarks.measures.bars import Bar, report

SMALL, LARGE, HUGE = 1_000, 100_000, 1_000_000
ROUNDS, TIMES = 3, 4
PAGE, PAGE_HUGE = 2.0, 3.0
DEED, DEEDS = 1.5, 5
DONE = ("publishing", "merging questions", "merging topics", "withdrawing")
ROWS = 5_000
# What a page may take beside: less than this nobody measures, or waits for.
GRACE = 2.0  # ms
# What lists more on a larger site, is measured by a thousand of its addresses.
BY_ADDRESS = ("sitemap file", "sitemap of news")


class Processor:
    """The processor time of this program and of what serves its database, in milliseconds."""

    def __init__(self) -> None:
        from django.db import connection

        self.server: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Else work is done where it is not counted.
                cursor.execute("SET max_parallel_workers_per_gather = 0")
                cursor.execute("SELECT pg_backend_pid()")
                self.server = Path(f"/proc/{cursor.fetchone()[0]}/stat")

    def now(self) -> float:
        own = time.process_time() * 1_000
        if self.server is None:
            return own
        user, system = self.server.read_text().rpartition(")")[2].split()[11:13]
        return own + (int(user) + int(system)) * 1_000 / os.sysconf("SC_CLK_TCK")

    def cost(self, work: Callable[[], object]) -> float:
        """Return what `work` takes, the median of some rounds; the server's clock ticks coarsely."""
        work()
        rounds = []
        for _ in range(ROUNDS):
            begun = self.now()
            for _ in range(TIMES):
                work()
            rounds.append((self.now() - begun) / TIMES)
        return statistics.median(rounds)

    def once(self, works: list[Callable[[], object]]) -> float:
        """Return what one of `works` takes, each done once and the first not measured: the median."""
        taken = []
        for work in works:
            begun = self.now()
            work()
            taken.append(self.now() - begun)
        return statistics.median(taken[1:])


class Fetched:
    """Counts the rows that each query brings."""

    def __init__(self) -> None:
        self.most = 0

    def watch(self) -> None:
        """Count on the connection from now on."""
        from django.db import connection
        from django.db.backends.utils import CursorWrapper

        fetched = self

        class Counting(CursorWrapper):
            rows = 0

            def __getattr__(self, name: str) -> Any:
                found = super().__getattr__(name)
                if name not in ("fetchone", "fetchmany", "fetchall"):
                    return found

                def fetch(*args: Any) -> Any:
                    rows = found(*args)
                    self.rows += len(rows or ()) if name != "fetchone" else rows is not None
                    fetched.most = max(fetched.most, self.rows)
                    return rows

                return fetch

            def execute(self, *args: Any) -> Any:
                self.rows = 0
                return super().execute(*args)

        connection.make_cursor = lambda cursor: Counting(cursor, connection)  # type: ignore[method-assign]


def public_addresses(stories: int) -> Iterator[tuple[str, str]]:
    """Yield every public list by name, with its address in the library."""
    from newsdesk.catalogue.models import Page, Reference
    from newsdesk.catalogue.tags import PREFIX

    visible = Page.objects.visible()
    topic = visible.get(key="entity:1").path
    rare = visible.get(key=f"entity:{stories // 20}").path
    shown = Reference.objects.filter(page__kind="story", shown__startswith=PREFIX)
    tag = shown.order_by("pk").values_list("shown", flat=True)[0].removeprefix(PREFIX)
    year = visible.latest()[0].published_at.year
    yield "home", "/"
    yield "stories", "/stories/"
    yield "stories, page 20", "/stories/?page=20"
    yield "questions", "/questions/"
    yield "questions about a topic", f"/questions/?topic={topic.split('/')[2]}"
    yield "questions with a tag", "/questions/?tag=" + _second_tag()
    yield "topics", "/topics/"
    yield "topics of a kind", "/topics/?kind=organisation"
    yield "topic of three stories in ten", topic
    yield "seldom named topic", rare
    yield "tag of all stories", f"/tags/{tag}/"
    yield "author", "/people/ada-arden/"
    yield "outlets", "/outlets/"
    yield "outlet of three stories in ten", "/outlets/the-paper-0/"
    yield "outlet, page 8", "/outlets/the-paper-0/?page=8"
    yield "feed of an outlet", "/feeds/outlets/the-paper-0.atom"
    yield "archive", "/archive/"
    yield "archive of a year", f"/archive/{year}/"
    yield "archive of a month", f"/archive/{year}/06/"
    yield "corrections", "/corrections/"
    yield "sitemap", "/sitemap.xml"
    yield "sitemap file", "/sitemaps/1.xml"
    yield "sitemap of news", "/sitemaps/news.xml"
    yield "feed", "/feeds/stories.xml"
    yield "feed of a topic", f"/feeds{topic.rstrip('/')}.atom"
    yield "feed of a tag", f"/feeds/tags/{tag}.json"
    yield "feed of corrections", "/feeds/corrections.xml"
    yield "story", visible.of_kind("story").latest()[5].path
    yield "question", visible.of_kind("faq").latest()[5].path
    yield "suggestions", "/search/suggest/?q=" + visible.get(key="entity:9").title[:4].lower()


def _second_tag() -> str:
    from newsdesk.catalogue.models import Reference

    named = Reference.objects.of_kind("faq").filter(shown__startswith="tag:")
    return str(named.latest().values_list("shown", flat=True)[0].removeprefix("tag:"))


def desk_addresses() -> Iterator[tuple[str, str]]:
    """Yield the lists of the desk by name, with their addresses."""
    yield "desk: front page", "/admin/"
    yield "desk: stories", "/admin/stories/story/"
    yield "desk: stories, page 5", "/admin/stories/story/?p=5"
    yield "desk: stories with a word", "/admin/stories/story/?q=ba"
    yield "desk: stories with a rare word", "/admin/stories/story/?q=977"
    yield "desk: questions", "/admin/faqs/faq/"
    yield "desk: topics", "/admin/entities/entity/"
    yield "desk: tags", "/admin/taggit/tag/"
    yield "desk: search", "/admin/find/?q=977"


def deeds(number: int) -> Iterator[tuple[str, list[Callable[[], object]]]]:
    """Yield what the desk does, each so many times, with pages that are alike on every site."""
    from django.contrib.auth.models import User

    from benchmarks.publishing import FEW, Desk
    from entities.merging import topics
    from entities.models.draft import Entity
    from faqs import merging
    from faqs.models.draft import Faq
    from stories.workflow import STORY

    class Here(Desk):
        def __init__(self) -> None:
            self.chief = User.objects.get(username="chief")
            self.made = 0

    desk = Here()
    chief = desk.chief
    drafts = [desk.drafts(*FEW) for _ in range(number)]
    told = [desk.told(story) for story in drafts]
    yield (
        "publishing",
        [
            partial(STORY.publish, story, actor=chief, **each)
            for story, each in zip(drafts, told, strict=True)
        ],
    )
    rare = Entity.objects.filter(merged_into=None, kind="organisation", name__regex=r" \d+$")
    faqs = Faq.objects.filter(merged_into=None, discarded=False).order_by("pk")
    pairs = [faqs.filter(pk__gt=200 + 20 * n)[:2] for n in range(number)]
    yield "merging questions", [partial(merging.merge, *pair, actor=chief) for pair in pairs]
    middle = rare.order_by("pk")[rare.count() // 2 :]
    two = [middle[2 * n : 2 * n + 2] for n in range(number)]
    yield "merging topics", [partial(topics.merge, *pair, actor=chief) for pair in two]
    yield (
        "withdrawing",
        [partial(STORY.withdraw, story, actor=chief, note="It was wrong.") for story in drafts],
    )


def costs(stories: int) -> tuple[dict[str, float], dict[str, int]]:
    """Return what each page and each deed costs in a library of that size, and the most rows of a query."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    from benchmarks.measures import bulk

    name = library.copied(stories)
    processor, fetched = Processor(), Fetched()
    fetched.watch()
    reader, chief = (Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]) for _ in range(2))
    chief.force_login(User.objects.get(username="chief"))
    found, rows = {}, {}
    places = [(reader, *each) for each in public_addresses(stories)]
    places += [(chief, *each) for each in desk_addresses()]
    for client, what, path in places:

        def ask(client: Any = client, path: str = path) -> Any:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            return answer

        fetched.most = 0
        found[what] = processor.cost(ask)
        if what in BY_ADDRESS:
            found[what] *= 1_000 / ask().content.count(b"<url>")
        rows[what] = fetched.most
        if "-v" in sys.argv:
            print(f"{stories:>9,} {found[what]:8.1f} ms {rows[what]:6} rows  {what}", flush=True)
    for what, works in deeds(1 + DEEDS):
        fetched.most = 0
        found[what], rows[what] = processor.once(works), fetched.most
        if "-v" in sys.argv:
            print(f"{stories:>9,} {found[what]:8.1f} ms {rows[what]:6} rows  {what}", flush=True)
    bulk.drop(name)
    return found, rows


def bars(sizes: tuple[int, ...]) -> list[Bar]:
    """Measure, and return how each page grows from the smallest size."""
    from django.db import connection

    database = connection.display_name
    (small, _), *others = (costs(size) for size in sizes)
    found = []
    for size, (large, rows) in zip(sizes[1:], others, strict=True):
        for what, cost in large.items():
            times = cost / max(small[what], GRACE)
            found.append(
                Bar.at_most(
                    f"{what}, {size:,} stories",
                    times,
                    DEED if what in DONE else PAGE_HUGE if size == HUGE else PAGE,
                    unit="x small site",
                    database=database,
                )
            )
        most = max(rows, key=lambda what: rows[what])
        found.append(
            Bar.at_most(
                f"rows of a query ({most})", rows[most], ROWS, unit="rows", database=database
            )
        )
    return found


def main() -> int:
    """Measure, print, and return 1 where a bar was missed."""
    sizes = (SMALL, library.asked_for(LARGE), *((HUGE,) if "--million" in sys.argv else ()))
    with library.site():
        return report(bars(sizes))


if __name__ == "__main__":
    sys.exit(main())

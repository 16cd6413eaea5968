"""Does a page slow down as the site grows? Every list, at 1,000 and at 100,000 stories, in one run.

    python -m benchmarks.growth [--million]                                SQLite
    python -m tests.postgres python -m benchmarks.growth [--million]       PostgreSQL, a throw-away server
    python -m benchmarks.growth 5000                                       so many stories instead of 100,000

A page may take at most twice the time of the small site at 100,000 stories, three times at 1,000,000;
publishing, withdrawing and merging one and a half times. No query may bring more than 5,000 rows.

Time is that of the processors, of this program and of the database server. Each site has a process of its
own, and they are asked in turn, page by page and round by round, so that what else runs on the machine
weighs on all of them; of a page the quickest round counts, since whatever comes between only adds.
Sitemaps are measured by their addresses, of which the small site has fewer.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measures import library
from benchmarks.measures.bars import Bar, report

SMALL, LARGE, HUGE = 1_000, 100_000, 1_000_000
# The fastest of so many rounds counts, each of so many requests.
ROUNDS, TIMES = 5, 2
PAGE, PAGE_HUGE = 2.0, 3.0
DEED, DEEDS = 1.5, 5
DONE = ("publishing", "merging questions", "merging topics", "withdrawing")
ROWS = 5_000
# What a page may take beside: less than this nobody measures, or waits for.
GRACE = 2.0  # ms
# What lists more on a larger site, is measured by a thousand of its addresses.
BY_ADDRESS = "/sitemaps/"


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
                # In nanoseconds; the times of `stat` are told in hundredths of a second.
                self.server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def now(self) -> float:
        own = time.process_time() * 1_000
        if self.server is None:
            return own
        return own + int(self.server.read_text().split()[0]) / 1_000_000


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


def desk_addresses(stories: int) -> Iterator[tuple[str, str]]:
    """Yield the lists of the desk by name, with their addresses.

    Each shows as many rows on every site: a full page, or the one story that has a number of its own in its
    title. Of a word that three stories in a thousand have a small site would show three, a large one fifty.
    """
    common, rare = "that", str(stories - 23)
    yield "desk: front page", "/admin/"
    yield "desk: stories", "/admin/stories/story/"
    yield "desk: stories, page 5", "/admin/stories/story/?p=5"
    yield "desk: stories with two letters", "/admin/stories/story/?q=ba"
    yield "desk: stories with a common word", f"/admin/stories/story/?q={common}"
    yield "desk: stories with a rare word", f"/admin/stories/story/?q={rare}"
    yield "desk: questions", "/admin/faqs/faq/"
    yield "desk: topics", "/admin/entities/entity/"
    yield "desk: tags", "/admin/taggit/tag/"
    yield "desk: search", f"/admin/find/?q={common}"
    yield "desk: search for a rare word", f"/admin/find/?q={rare}"


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


class Measured(NamedTuple):
    """What a page or a deed took, in milliseconds, and the most rows that one of its queries brought."""

    cost: float
    rows: int


def works(stories: int) -> Iterator[tuple[str, list[Callable[[], float]]]]:
    """Yield what is measured, by name, with what is done in each round; the first does not count.

    Each returns by what its cost is to be divided.
    """
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    reader, chief = (Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]) for _ in range(2))
    chief.force_login(User.objects.get(username="chief"))
    places = [(reader, *each) for each in public_addresses(stories)]
    places += [(chief, *each) for each in desk_addresses(stories)]
    for client, what, path in places:
        yield what, [partial(_ask, client, path)] * (1 + ROUNDS)
    for what, some in deeds(1 + DEEDS):
        yield what, [partial(_do, deed) for deed in some]


def _do(deed: Callable[[], object]) -> float:
    deed()
    return 1


def _ask(client: Any, path: str) -> float:
    for _ in range(TIMES):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
    if path.startswith(BY_ADDRESS):
        return TIMES * float(answer.content.count(b"<url>")) / 1_000
    return TIMES


def serve(stories: int) -> None:
    """Be the process of one site: do what is asked for line by line, and tell what it took."""
    from benchmarks.measures import bulk

    name = library.copied(stories)
    processor, fetched = Processor(), Fetched()
    fetched.watch()
    for what, rounds in works(stories):
        for work in rounds:
            input()
            fetched.most = 0
            begun = processor.now()
            parts = work()
            cost = (processor.now() - begun) / parts
            print(json.dumps([what, cost, fetched.most]), flush=True)
    input()
    bulk.drop(name)
    print(json.dumps([]), flush=True)


class Site:
    """A library in a process of its own."""

    def __init__(self, stories: int) -> None:
        self.stories = stories
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.growth", f"--site={stories}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def next(self) -> tuple[str, Measured] | None:
        """Return what was done next, and what it took; None after the last."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        return (told[0], Measured(*told[1:])) if told else None

    def end(self) -> None:
        self._process.communicate()


def measured(sites: Sequence[Site]) -> dict[str, list[Measured]]:
    """Return what each page and each deed takes on each of `sites`, which are asked in turn."""
    found = {}
    for what, rounds in groupby(_in_turn(sites), key=itemgetter(0)):
        _, *counted = (taken for _, taken in rounds)
        # No two deeds are alike.
        typical = statistics.median if what in DONE else min
        found[what] = [
            Measured(typical(one.cost for one in of_site), max(one.rows for one in of_site))
            for of_site in zip(*counted, strict=True)
        ]
        if "-v" in sys.argv:
            line = "".join(f"{one.cost:10.1f} ms {one.rows:6} rows" for one in found[what])
            print(f"{line}  {what}", flush=True)
    return found


def _in_turn(sites: Sequence[Site]) -> Iterator[tuple[str, list[Measured]]]:
    """Let all do what comes next, one after the other; yield what that was and what it took each."""
    while all(told := [site.next() for site in sites]):
        done = [each for each in told if each]
        yield done[0][0], [taken for _, taken in done]


def bars(sizes: tuple[int, ...], database: str) -> Iterator[Bar]:
    """Measure, and yield how each page grows from the smallest size."""
    sites = [Site(size) for size in sizes]
    found = measured(sites)
    for site in sites:
        site.end()
    for n, size in enumerate(sizes[1:], start=1):
        for what, costs in found.items():
            bound = DEED if what in DONE else PAGE_HUGE if size == HUGE else PAGE
            yield Bar.at_most(
                f"{what}, {size:,} stories",
                costs[n].cost / max(costs[0].cost, GRACE),
                bound,
                unit="x small site",
                database=database,
            )
        most = max(found, key=lambda what: found[what][n].rows)
        name = f"rows of a query ({most})"
        yield Bar.at_most(name, found[most][n].rows, ROWS, unit="rows", database=database)


def main() -> int:
    """Measure, print, and return 1 where a bar was missed."""
    sizes = (SMALL, library.asked_for(LARGE), *((HUGE,) if "--million" in sys.argv else ()))
    with library.site():
        from django.db import connection

        site = next((each for each in sys.argv if each.startswith("--site=")), "")
        if site:
            serve(int(site.partition("=")[2]))
            return 0
        return report(list(bars(sizes, connection.display_name)))


if __name__ == "__main__":
    sys.exit(main())

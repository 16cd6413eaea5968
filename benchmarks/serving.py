"""What does an answer cost that is kept, found again or made? Beside a bare Django view in the same run.

Run it as `python -m benchmarks.serving`, or on PostgreSQL as `python -m tests.postgres python -m
benchmarks.serving`. It lays out a desk, starts gunicorn for each thing to measure (one worker on the first
core, this client on the last), and compares within each round, since a busy machine slows all of them.
Processor time is that of the worker and of the database. Ends with 1 where a bar is missed. Linux only.
"""

import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks.measures.bars import Bar, report
from benchmarks.measures.servers import Load, Server, serving

ROUNDS = 5
STORY, TOPIC = "/stories/benchmark/", "/topics/harbour-1/"
ELSEWHERE = "/topics/quay-society/"
PAGES = {
    "story": STORY,
    "topic": TOPIC,
    "question": "/questions/ferry-1/",
    "home": "/",
    "list": "/stories/",
}
GZIP = ("Accept-Encoding: gzip, deflate, br",)
OURS, BARE = "newsdesk.wsgi:application", "benchmarks.measures.bare:application"


def main() -> int:
    if importlib.util.find_spec("gunicorn") is None or not hasattr(os, "sched_setaffinity"):
        print("Left out: it takes gunicorn (requirements-production.txt) and Linux.")
        return 0
    first, last = _cores()
    os.sched_setaffinity(0, {last})
    url = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder:
        if url.startswith("postgres"):
            return report(list(measure("PostgreSQL", url, folder, first)))
        return report(list(measure("SQLite", f"sqlite:///{folder}/db.sqlite3", folder, first)))


def _cores() -> list[int]:
    cores = sorted(os.sched_getaffinity(0))
    return [cores[0], cores[-1]]


def measure(database: str, url: str, folder: str, core: int) -> Iterator[Bar]:
    """Yield the bars of one database, served from `core`."""
    Path(folder, "static").mkdir()
    environment = {"DATABASE_URL": url, "NEWSDESK_VAR": folder, "NEWSDESK_DEBUG": "0"}
    _child("build", environment)
    server = _database_server(url)
    with ExitStack() as stack:

        def start(module: str, **more: str) -> Server:
            context = serving(module, environment | more, core=core, database=server)
            return stack.enter_context(context)

        bare, django = start(BARE), start(BARE, NEWSDESK_BARE="django")
        ours, plain = start(OURS), start(OURS, NEWSDESK_RESPONSE_CACHE_MB="0")
        wagtail = None
        if importlib.util.find_spec("wagtailcache"):
            wagtail = start(BARE, NEWSDESK_BARE="wagtail")
        yield from _bars(database, bare, django, wagtail, ours, plain, _Elsewhere(environment))


def _database_server(url: str) -> int:
    """Return the process of a throw-away PostgreSQL server, whose children serve; 0 where there is none."""
    folder = url.partition("@/")[2].rpartition("/")[0]
    told = Path(folder, "data/postmaster.pid")
    return int(told.read_text().split()[0]) if folder and told.exists() else 0


def _bars(
    database: str,
    bare: Server,
    django: Server,
    wagtail: Server | None,
    ours: Server,
    plain: Server,
    publish: "_Elsewhere",
) -> Iterator[Bar]:
    tag = ours.headers(STORY, GZIP)["etag"]
    unchanged = (*GZIP, f"If-None-Match: {tag}")
    found: dict[str, list[Load]] = {}

    def note(name: str, load: Load) -> None:
        found.setdefault(name, []).append(load)

    for turn in range(ROUNDS + 1):
        said = note if turn else (lambda name, load: None)  # The first round warms everything up.
        said("bare view", bare.ask(STORY, 400, GZIP))
        said("bare view behind Django's cache", django.ask(STORY, 1_200, GZIP))
        if wagtail:
            said("bare view behind wagtail-cache", wagtail.ask(STORY, 800, GZIP))
        said("hit", ours.ask(STORY, 1_200, GZIP))
        said("304", ours.ask(STORY, 1_200, unchanged, expect=304))
        said("first rendering of a story", plain.ask(STORY, 24))
        said("first rendering of a topic", plain.ask(TOPIC, 24))
        said("bare view, one at a time", _apart(bare, STORY, publish))
        for name, path in PAGES.items():
            said(f"{name} found again", _apart(ours, path, publish))
    publish.close()
    print(f"\n{database}{'':30} requests a second, processor ms: worker, database")
    for name, loads in found.items():
        worker, behind = (
            statistics.median(getattr(load, kind) * 1000 / load.requests for load in loads)
            for kind in ("worker", "database")
        )
        rate = statistics.median(load.rate for load in loads)
        print(f"  {name:36}{rate:10,.0f}{worker:10.2f}{behind:8.2f}")

    def ratio(name: str, other: str, what: Callable[[Load], float]) -> float:
        pairs = zip(found[name], found[other], strict=True)
        return statistics.median(what(one) / what(two) for one, two in pairs)

    def rate(load: Load) -> float:
        return load.rate

    def cpu(load: Load) -> float:
        return load.cpu

    least, most = Bar.at_least, Bar.at_most
    bare_name = "bare view"
    yield least(
        "hit, gzip asked: requests",
        ratio("hit", bare_name, rate),
        2,
        unit="x bare",
        database=database,
    )
    yield most(
        "hit, gzip asked: processor",
        ratio("hit", bare_name, cpu),
        0.5,
        unit="x bare",
        database=database,
    )
    if wagtail:
        figure = ratio("hit", "bare view behind wagtail-cache", rate)
        yield least(
            "hit, gzip asked: requests", figure, 0.8, unit="x wagtail-cache", database=database
        )
    yield most("304: processor", ratio("304", bare_name, cpu), 2, unit="x bare", database=database)
    for name in PAGES:
        figure = ratio(f"{name} found again", "bare view, one at a time", rate)
        yield least(
            f"unchanged {name} after a publish elsewhere",
            figure,
            0.5,
            unit="x bare",
            database=database,
        )
    for name, bound in (("story", 7), ("topic", 12)):
        figure = ratio(f"first rendering of a {name}", bare_name, cpu)
        yield most(
            f"first rendering of a {name}: processor",
            figure,
            bound,
            unit="x bare",
            database=database,
        )


def _apart(server: Server, path: str, publish: "_Elsewhere") -> Load:
    """Ask 40 times, and let something else be published before each."""
    loads = []
    for _ in range(40):
        publish()
        loads.append(server.ask(path, 1, GZIP))
    return Load(
        len(loads),
        sum(load.seconds for load in loads),
        sum(load.worker for load in loads),
        sum(load.database for load in loads),
    )


class _Elsewhere:
    """Changes a page that the measured ones do not show, in a connection of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        import environ

        database = environ.Env.db_url_config(environment["DATABASE_URL"])
        self.done = 0
        if database["ENGINE"].endswith("sqlite3"):
            import sqlite3

            self.connection = sqlite3.connect(database["NAME"], isolation_level=None)
        else:
            import psycopg

            self.connection = psycopg.connect(
                host=database["HOST"],
                user=database["USER"],
                dbname=database["NAME"],
                autocommit=True,
            )

    def __call__(self) -> None:
        self.done += 1
        self.connection.execute(
            f"UPDATE catalogue_page SET also = '{self.done}' WHERE path = '{ELSEWHERE}'"  # noqa: S608
        )

    def close(self) -> None:
        self.connection.close()


def _child(what: str, environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "benchmarks.serving", what],
        env=os.environ | environment,
        check=True,
    )


def build() -> None:
    """Lay out a desk in the database of the environment."""
    import logging

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    import django
    from django.test.utils import setup_test_environment

    from benchmarks import pages

    django.setup()
    setup_test_environment(debug=False)
    logging.disable(logging.INFO)
    from django.contrib.auth.models import User

    from entities.documents import EntityDocument
    from entities.workflow import ENTITY
    from tests import release
    from tests.programs.desk import make_tables

    make_tables()
    pages.build(8)
    chief = User.objects.get(username="chief")
    topic = EntityDocument(
        kind="organisation", name="Quay Society", slug="quay-society", description="A society."
    )
    release.publish(ENTITY.create(topic, actor=chief, confirmed=True), actor=chief)


if __name__ == "__main__":
    if sys.argv[1:] == ["build"]:
        build()
    else:
        sys.exit(main())

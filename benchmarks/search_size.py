"""Is search as fast on a large site? From 1,000 to 100,000 stories, against the statements of before.

    python benchmarks/search_size.py                                    both databases, where installed
    python benchmarks/search_size.py 20000                              so many stories instead of 100,000

A common word, a middling one, two words, a mistyped one and a suggestion, as the search page asks for them,
without the page, beside the statements of before (`measures/search_before.py`). Milliseconds of processors,
ours and the database's, which other programs do not slow; by the clock where its process cannot be seen.
Bars: at most a twentieth of before, and at most three times the small site; suggestions at most twice. Ends
with 1 where one is missed. The site is that of `measures/library.py`, with whole articles: ranking before had
to unpack them.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.measures.bars import Bar, report  # noqa: E402
from benchmarks.measures.library import asked_for  # noqa: E402

SMALL, LARGE = 1_000, 100_000
WORDS = 450  # of a story
TIMES, TIMES_BEFORE = 9, 2
TWENTIETH, GROWTH, SUGGESTED = 1 / 20, 3.0, 2.0
NO_SERVER = 69  # What tests.postgres ends with where there is none.
WORD_RANKS = {"common": 25, "middling": 400}


def queries(vocabulary: list[str]) -> dict[str, str]:
    """Return what is searched for: words by how common they are, the second half as often as the first."""
    common, middling = (vocabulary[rank] for rank in WORD_RANKS.values())
    typed = next(word for word in vocabulary[30:] if len(word) > 6)
    return {
        "common": common,
        "middling": middling,
        "double": f"{vocabulary[26]} {middling}",
        "mistyped": typed[:2] + typed[3] + typed[2] + typed[4:],
        "suggestion": vocabulary[700][:3],
    }


def measured(stories: int) -> dict[str, dict[str, float]]:
    """Return the milliseconds of each query, now and before, on a site of so many stories."""
    from django.db import connection

    from benchmarks.measures import bulk, library, search_before
    from newsdesk.catalogue import search
    from newsdesk.catalogue.models import Page

    library.copied(stories, words=WORDS)
    search_before.prepare()
    bulk.analyse()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # The processor is read of one process.
            cursor.execute("SET max_parallel_workers_per_gather = 0")
    print(f"  {stories} stories, {Page.objects.count()} pages", flush=True)
    found = {}
    for name, typed in queries(library.Library(stories, words=WORDS).vocabulary).items():
        ways = {
            "now": partial(search.search, typed, {}),
            "before": partial(search_before.search, typed),
        }
        if name == "suggestion":
            ways = {
                "now": partial(search.suggest, typed, limit=6),
                "before": partial(search_before.suggest, typed),
            }
        times = {"now": least(ways["now"], TIMES), "before": least(ways["before"], TIMES_BEFORE)}
        times["now"] = min(times["now"], least(ways["now"], TIMES))
        print(
            f"    {name} {typed!r}: {times['now']:.1f} ms, before {times['before']:.1f}", flush=True
        )
        found[name] = times
    return found


def least(work: Callable[[], object], times: int) -> float:
    """Return the least milliseconds of the processor that it takes, the first time left out."""
    work()
    taken, spent = [], clock()
    for _ in range(times):
        begun = spent()
        work()
        taken.append((spent() - begun) * 1_000)
    return min(taken)


def clock() -> Callable[[], float]:
    """Return what tells how many seconds of the processor we and our database connection have had."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    if not server.exists():
        return time.perf_counter
    return lambda: time.process_time() + int(server.read_text().split()[0]) / 1e9


def here(sizes: tuple[int, int], answer: Path) -> None:
    """Measure in the database of this process, and write what was found."""
    # Nothing is encoded: what a model takes does not grow with the site.
    os.environ["NEWSDESK_DUPLICATES_MODEL"] = "none"
    from benchmarks.measures import library

    with library.site():
        for size in sizes:  # All are filled before the first is measured.
            library.kept(size, words=WORDS)
        answer.write_text(json.dumps([measured(size) for size in sizes]))


def in_database(name: str, large: int) -> list[dict[str, dict[str, float]]] | None:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, __file__, "--here", str(large), f"{folder}/found.json"]
        if name == "PostgreSQL":
            command = [sys.executable, "-m", "tests.postgres", *command]
        print(name, flush=True)
        code = subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
        if code == NO_SERVER:
            print("  not installed, left out")
            return None
        assert code == 0, name
        answer: list[dict[str, dict[str, float]]] = json.loads(
            Path(f"{folder}/found.json").read_text()
        )
        return answer


def bars(large: int = LARGE) -> Iterator[Bar]:
    for name in ("PostgreSQL", "SQLite"):
        if not (found := in_database(name, large)):
            continue
        few, many = found
        for query, times in many.items():
            growth = SUGGESTED if query == "suggestion" else GROWTH
            yield Bar.at_most(
                f"search: {query}, of before",
                times["now"] / times["before"],
                TWENTIETH,
                unit=f"({times['now']:.0f} of {times['before']:.0f} ms)",
                database=name,
            )
            yield Bar.at_most(
                f"search: {query}, growth",
                times["now"] / few[query]["now"],
                growth,
                unit=f"({few[query]['now']:.1f} ms)",
                database=name,
            )


def main() -> int:
    large = asked_for(LARGE)
    if "--here" in sys.argv:
        here((SMALL, large), Path(sys.argv[-1]))
        return 0
    return report(list(bars(large)))


if __name__ == "__main__":
    sys.exit(main())

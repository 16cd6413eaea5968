"""All benchmarks and one table of their bars: `python -m benchmarks`, as `make bench` says.

    python -m benchmarks                  all of them, those of PostgreSQL where it is installed
    python -m benchmarks pages gate       these alone
    python -m benchmarks --readme         writes the table into README too
    python -m benchmarks --stories 3000   a rehearsal: large sites have 3,000 stories instead of 100,000

Each is a program of its own, and prints more than its bars. Ends with 1 where a bar is missed, a program
ended with an error, or one that has bars told none.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from benchmarks.measures.bars import KEPT, missed, reported, table
from benchmarks.measures.prepared import Environment, Filling, database_of_its_own, databases
from tests import postgres

ROOT = Path(__file__).resolve().parents[1]
SMALL, LARGE = 1_000, 100_000  # Stories of a small site, and of a large one.
README = ROOT / "README.md"
BEGIN, END = "<!-- bars: python -m benchmarks --readme -->", "<!-- end of bars -->"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A program of this folder. `on_postgres` where it is run there as well as on SQLite; `on_both` where it
    goes to both itself.

    `beside` where it counts and weighs, or compares processor times, so that something else may go on while
    the libraries are filled; not where it weighs what processes share, which is less of each the more of them
    there are. `sized` where it works on a large site, of so many stories as it is told, beside one other;
    `by_clock` where nothing else may go on.
    """

    name: str
    arguments: tuple[str, ...] = ()
    on_postgres: bool = False
    on_both: bool = False
    sized: bool = False
    by_clock: bool = False
    beside: bool = False
    has_bars: bool = True

    @property
    def beside_one(self) -> bool:
        return self.sized and not self.by_clock


BENCHMARKS = (
    Benchmark("duplicates", ("--bars",), beside=True),
    Benchmark("gate"),
    Benchmark("pages", beside=True),
    Benchmark("rendering", on_postgres=True),
    Benchmark("memory", beside=True),
    Benchmark("web_memory"),
    Benchmark("publishing", on_postgres=True, beside=True),
    Benchmark("growth", on_postgres=True, sized=True),
    Benchmark("pagination", on_postgres=True, sized=True, by_clock=True),
    Benchmark("front_page", on_postgres=True, sized=True),
    Benchmark("desk_form", beside=True),
    Benchmark("search_size", on_both=True, sized=True),
    Benchmark("backup", on_postgres=True, beside=True),
    Benchmark("serving", on_postgres=True),
    Benchmark("search_quality", beside=True),  # Both databases in one run, to compare them.
    Benchmark("diffing", beside=True, has_bars=False),
    Benchmark("images", beside=True, has_bars=False),
    Benchmark("importing", ("60",), beside=True, has_bars=False),
    Benchmark("sources", beside=True),
    Benchmark("attribution", beside=True),
)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*", help="the benchmarks to run, by default all")
    parser.add_argument("--readme", action="store_true", help="write the table into README")
    parser.add_argument("--stories", type=int, default=LARGE, help="how many a large site has")
    options = parser.parse_args(arguments)
    known = {each.name: each for each in BENCHMARKS}
    if strangers := set(options.names) - known.keys():
        parser.error(f"there is no benchmark {', '.join(sorted(strangers))}")
    chosen = [known[name] for name in options.names or known]
    failed: list[str] = []
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        databases(Path(folder)) as found,
    ):
        if "PostgreSQL" not in found:
            print(f"Without PostgreSQL: {postgres.missing()}")
        runs = [
            Run(
                each,
                found,
                options.stories,
                database,
                Path(folder, f"bars-{each.name}-{database}"),
            )
            for each in chosen
            for database in (found if each.on_postgres else ["SQLite"])
        ]
        with filling(found, options.stories, wanted=any(each.sized for each in chosen)) as wait:
            failed += side_by_side(run for run in runs if run.benchmark.beside)
            failed += wait()
            failed += side_by_side(run for run in runs if run.benchmark.beside_one)
            for run in runs:
                if not (run.benchmark.beside or run.benchmark.beside_one):
                    failed += run.alone()
        bars = [bar for run in runs for bar in reported(run.kept)]
    told = table(bars)
    minutes = (time.monotonic() - started) / 60
    print(f"\n== all bars, {minutes:.1f} minutes\n{told}")
    for sentence in failed:
        print(sentence)
    if options.readme:
        write(told)
    return int(missed(bars) or bool(failed))


@contextmanager
def filling(
    found: Mapping[str, Environment], stories: int, *, wanted: bool
) -> Iterator[Callable[[], list[str]]]:
    """Fill the libraries that large sites are copied from. Gives what waits for that, and tells what went
    wrong with it, the first time.
    """
    begun = Filling(found.values() if wanted else (), (SMALL, stories))
    started, told = time.monotonic(), not wanted

    def wait() -> list[str]:
        nonlocal told
        if told:
            return []
        told, well = True, begun.is_done_well()
        took = time.monotonic() - started
        print(f"\n== libraries of {SMALL:,} and {stories:,} stories ({took:.0f} s)", flush=True)
        return [] if well else ["Not all libraries were filled."]

    try:
        yield wait
    finally:
        begun.stop()


def side_by_side(runs: Iterable["Run"]) -> list[str]:
    """Go through runs, as many at once as there are cores; return what is wrong with them."""
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        return list(chain.from_iterable(pool.map(Run.beside_others, runs)))


@dataclass(frozen=True, slots=True)
class Run:
    """One benchmark of a run, on one of the databases `found`. Its bars come into the file `kept`."""

    benchmark: Benchmark
    found: Mapping[str, Environment]
    stories: int
    database: str
    kept: Path

    def alone(self) -> list[str]:
        """Run it, and let it print as it goes; return what is wrong with it, but for bars that it missed."""
        print(self._title, flush=True)
        started = time.monotonic()
        ended = subprocess.run(self._command, cwd=ROOT, env=self._environment(), check=False)
        print(f"({time.monotonic() - started:.0f} s)", flush=True)
        return self._wrong(ended.returncode)

    def beside_others(self) -> list[str]:
        """Run it, and print all that it printed at the end; return what `alone` does."""
        started = time.monotonic()
        ended = subprocess.run(
            self._command,
            cwd=ROOT,
            env=self._environment(),
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        took = time.monotonic() - started
        print(f"{self._title}\n{ended.stdout.rstrip()}\n({took:.0f} s)", flush=True)
        return self._wrong(ended.returncode)

    @property
    def _title(self) -> str:
        return f"\n== {self.benchmark.name}, {'both' if self.benchmark.on_both else self.database}"

    @property
    def _command(self) -> list[str]:
        command = [sys.executable, "-m", f"benchmarks.{self.benchmark.name}"]
        command += self.benchmark.arguments
        return [*command, str(self.stories)] if self.benchmark.sized else command

    def _wrong(self, status: int) -> list[str]:
        name, told = self.benchmark.name, reported(self.kept)
        if self.benchmark.has_bars and not told:
            return [f"{name} told no bar and ended with {status}."]
        return [f"{name} ended with {status}."] if status and not missed(told) else []

    def _environment(self) -> Environment:
        environment = {**os.environ, **self._of_database(), KEPT: str(self.kept)}
        if not environment["DATABASE_URL"]:
            del environment["DATABASE_URL"]
        return environment

    def _of_database(self) -> Environment:
        """Return what tells a program of its database: on a server one of its own, empty."""
        told = dict(self.found[self.database])
        if self.benchmark.on_both and "PostgreSQL" in self.found:
            server = self.found["PostgreSQL"]["DATABASE_URL"]
            return told | {
                "NEWSDESK_SERVER": database_of_its_own(server, f"bench_{self.benchmark.name}")
            }
        if told["DATABASE_URL"]:
            url = database_of_its_own(told["DATABASE_URL"], f"bench_{self.benchmark.name}")
            return told | {"DATABASE_URL": url}
        return told


def write(told: str) -> None:
    """Put the table between its two marks in README. Raises ValueError where these are missing."""
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    if not rest or END not in rest:
        raise ValueError(f"README has no lines {BEGIN} and {END}.")
    README.write_text(f"{head}{BEGIN}\n```\n{told}\n```\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(postgres.in_order(lambda: main(sys.argv[1:])))

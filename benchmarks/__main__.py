"""All benchmarks and one table of their bars: `python -m benchmarks`, as `make bench` says.

    python -m benchmarks                  all of them, those of PostgreSQL where it is installed
    python -m benchmarks pages gate       these alone
    python -m benchmarks --readme         writes the table into README too

Each is a program of its own, and prints more than its bars. Ends with 1 where a bar is missed, a program
ended with an error, or one that has bars told none.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measures.bars import KEPT, missed, reported, table
from tests import postgres

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BEGIN, END = "<!-- bars: python -m benchmarks --readme -->", "<!-- end of bars -->"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A program of this folder. `on_postgres` where it is run there as well as on SQLite."""

    name: str
    arguments: tuple[str, ...] = ()
    on_postgres: bool = False
    has_bars: bool = True


BENCHMARKS = (
    Benchmark("gate"),
    Benchmark("pages"),
    Benchmark("rendering", on_postgres=True),
    Benchmark("memory"),
    Benchmark("web_memory"),
    Benchmark("publishing", on_postgres=True),
    Benchmark("growth", on_postgres=True),
    Benchmark("pagination", on_postgres=True),
    Benchmark("front_page", on_postgres=True),
    Benchmark("backup", on_postgres=True),
    Benchmark("serving", on_postgres=True),
    Benchmark("search_quality"),  # Both databases in one run, to compare them.
    Benchmark("diffing", has_bars=False),
    Benchmark("images", has_bars=False),
    Benchmark("importing", ("200",), has_bars=False),
    Benchmark("duplicates", ("--quick",), has_bars=False),
)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*", help="the benchmarks to run, by default all")
    parser.add_argument("--readme", action="store_true", help="write the table into README")
    options = parser.parse_args(arguments)
    known = {each.name: each for each in BENCHMARKS}
    if strangers := set(options.names) - known.keys():
        parser.error(f"there is no benchmark {', '.join(sorted(strangers))}")
    without = postgres.missing()
    if without:
        print(f"Without PostgreSQL: {without}")
    failed = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder, "bars")
        for name in options.names or known:
            each = known[name]
            failed += run(each, kept, on_postgres=False)
            if each.on_postgres and not without:
                failed += run(each, kept, on_postgres=True)
        bars = reported(kept)
    told = table(bars)
    minutes = (time.monotonic() - started) / 60
    print(f"\n== all bars, {minutes:.1f} minutes\n{told}")
    for sentence in failed:
        print(sentence)
    if options.readme:
        write(told)
    return int(missed(bars) or bool(failed))


def run(benchmark: Benchmark, kept: Path, *, on_postgres: bool) -> list[str]:
    """Run a benchmark; return what is wrong with it, but for bars that it missed."""
    print(f"\n== {benchmark.name}, {'PostgreSQL' if on_postgres else 'SQLite'}", flush=True)
    before = len(reported(kept))
    command = [sys.executable, "-m", f"benchmarks.{benchmark.name}", *benchmark.arguments]
    if on_postgres:
        command = [sys.executable, "-m", "tests.postgres", *command]
    environment = os.environ | {KEPT: str(kept)}
    if not on_postgres:
        environment.pop("DATABASE_URL", None)
    started = time.monotonic()
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    print(f"({time.monotonic() - started:.0f} s)", flush=True)
    told = reported(kept)[before:]
    if benchmark.has_bars and not told:
        return [f"{benchmark.name} told no bar and ended with {status}."]
    if status and not missed(told):
        return [f"{benchmark.name} ended with {status}."]
    return []


def write(told: str) -> None:
    """Put the table between its two marks in README. Raises ValueError where these are missing."""
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    if not rest or END not in rest:
        raise ValueError(f"README has no lines {BEGIN} and {END}.")
    README.write_text(f"{head}{BEGIN}\n```\n{told}\n```\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

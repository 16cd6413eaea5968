"""`python -m tests.mutants`: change the code line by line, and list the changes that no test notices.

See docs/proofs.md.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.mutants import outcomes
from tests.mutants.coverage_map import CoverageMap, source_of
from tests.mutants.equivalent import EQUIVALENT
from tests.mutants.judge import JOB, OPTIONS
from tests.mutants.operators import Mutant, mutants_of
from tests.mutants.outcomes import Outcome

# What a reader's and an editor's safety rests on.
MODULES = [
    "newsdesk/workflow/guards.py",
    "newsdesk/workflow/review.py",
    "newsdesk/workflow/transitions.py",
    "newsdesk/workflow/publish.py",
    "newsdesk/workflow/publish_many.py",
    "newsdesk/workflow/authorship.py",
    "newsdesk/workflow/correct.py",
    "newsdesk/workflow/restore.py",
    "newsdesk/pages/rich_text.py",
    "newsdesk/catalogue/write.py",
    "newsdesk/merging/engine.py",
    "newsdesk/merging/taken.py",
    "newsdesk/merging/live.py",
    "newsdesk/merging/guards.py",
    "newsdesk/merging/chains.py",
    "newsdesk/merging/pointers.py",
]


def main() -> int:
    asked = _arguments()
    folder = Path(asked.folder)
    folder.mkdir(parents=True, exist_ok=True)
    results = folder / "results.jsonl"
    modules = asked.only or MODULES
    if asked.report:
        print(_report(modules, results))
        return 0
    map_ = _map(folder / "map.json", modules, asked.tests, asked.remap)
    if map_.failing:
        print(f"Not counted, since they fail without a mutant: {', '.join(map_.failing)}")
    mutants = _chosen(asked, modules, results)
    print(f"{len(mutants)} mutants", flush=True)
    workers = [
        _worker(folder, number, mutants[number :: asked.processes], map_, asked)
        for number in range(asked.processes)
        if mutants[number :: asked.processes]
    ]
    failed = max((worker.wait() for worker in workers), default=0)
    print(_report(modules, results))
    return failed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="FILE", help="modules to change")
    parser.add_argument("--since", metavar="COMMIT", help="only lines changed since then")
    parser.add_argument("--tests", nargs="+", default=["tests"], help="which tests may notice")
    parser.add_argument(
        "--remap",
        nargs="+",
        metavar="TESTS",
        help="see anew what these tests run, and try them first",
    )
    parser.add_argument("--survivors", action="store_true", help="try again what has survived")
    parser.add_argument("--again", action="store_true", help="try everything again")
    parser.add_argument("--limit", type=float, default=60, help="seconds of tests for a mutant")
    parser.add_argument(
        "--patience", type=float, default=20, help="seconds that a test may take longer"
    )
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--folder", default="var/mutants", help="map, results and databases")
    parser.add_argument("--report", action="store_true", help="only say what is known")
    return parser.parse_args()


def _map(file: Path, modules: list[str], tests: list[str], remap: list[str] | None) -> CoverageMap:
    """Return the map of which tests run what; look for what is not known yet."""
    known = CoverageMap.read(file).up_to_date()
    unknown = [module for module in modules if module not in known.sources]
    if unknown:
        print("Looking which tests run which lines ...", flush=True)
        known = known.merged(_measured(file, unknown, tests))
    if remap:
        known = known.merged(_measured(file, [*known.sources], remap))
    known.write(file)
    return known


def _measured(file: Path, modules: list[str], tests: list[str]) -> CoverageMap:
    new = file.with_suffix(".new.json")
    environment = {"NEWSDESK_MUTANTS_MAP": str(new), "NEWSDESK_MUTANTS_MODULES": " ".join(modules)}
    command = [sys.executable, "-m", "pytest", "-p", "tests.mutants.trace", *OPTIONS, *tests]
    subprocess.run(command, env=_environment() | environment, check=False)
    data = json.loads(new.read_text())
    new.unlink()
    sources = {module: source_of(module) for module in modules}
    return CoverageMap(data["tests"], data["failing"], data["lines"], sources)


def _chosen(asked: argparse.Namespace, modules: list[str], results: Path) -> list[Mutant]:
    known = {} if asked.again else outcomes.read(results)
    if asked.survivors:
        known = {k: each for k, each in known.items() if each.status not in outcomes.GONE_THROUGH}
    found = [
        mutant
        for module in modules
        for mutant in mutants_of(module)
        if mutant.key not in known and not _is_equivalent(mutant)
    ]
    if asked.since:
        changed = {module: _changed_lines(module, asked.since) for module in modules}
        found = [
            m for m in found if changed[m.module].intersection(range(m.lines[0], m.lines[1] + 1))
        ]
    # Those that share a process first.
    return sorted(found, key=lambda mutant: mutant.at_import)


def _changed_lines(module: str, since: str) -> set[int]:
    diff = subprocess.run(
        ["git", "diff", "--unified=0", since, "--", module],
        capture_output=True,
        text=True,
        check=True,
    )
    lines: set[int] = set()
    for start, count in re.findall(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", diff.stdout, re.MULTILINE):
        lines.update(range(int(start), int(start) + int(count or 1)))
    return lines


def _worker(
    folder: Path,
    number: int,
    mutants: Sequence[Mutant],
    map_: CoverageMap,
    asked: argparse.Namespace,
) -> subprocess.Popen[bytes]:
    job = folder / f"job-{number}.json"
    job.write_text(
        json.dumps(
            {
                "folder": str(folder),
                "map": str(folder / "map.json"),
                "results": str(folder / "results.jsonl"),
                "keys": [mutant.key for mutant in mutants],
                "modules": sorted({mutant.module for mutant in mutants}),
                "limit": asked.limit,
                "patience": asked.patience,
                "first": map_.of_files(asked.remap or ()),
            }
        )
    )
    files = sorted({test.split("::")[0] for m in mutants for test in map_.covering(m)})
    command = [sys.executable, "-m", "pytest", "-p", "tests.mutants.judge", *OPTIONS, *files]
    return subprocess.Popen(command, env=_environment() | {JOB: str(job)})


def _environment() -> dict[str, str]:
    """The children take copies of a database that is one file."""
    return os.environ | {"DATABASE_URL": "sqlite:///test.sqlite3"}


def _report(modules: list[str], results: Path) -> str:
    current = {m.key: m for module in modules for m in mutants_of(module)}
    known = outcomes.read(results)
    rows = [
        Outcome(m.key, outcomes.EQUIVALENT, str(m))
        if _is_equivalent(m)
        else outcomes.placed(known[key], str(m))
        for key, m in current.items()
        if key in known or _is_equivalent(m)
    ]
    untried = len(current) - len(rows)
    return outcomes.report(rows) + (f"\nNot tried: {untried}" if untried else "")


def _is_equivalent(mutant: Mutant) -> bool:
    return mutant.name in EQUIVALENT.get(mutant.module, {})


if __name__ == "__main__":
    sys.exit(main())

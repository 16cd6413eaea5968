"""Runs the tests against one mutant after the other: a plugin for pytest.

Everything is imported and the database laid down once. For each mutant the process forks; the child
swaps the code, takes a copy of the database, and runs the tests that run those lines until one fails.
What only a fresh import could show, such as a field of a dataclass, gets a process of its own; so does a
default, a constant of the module or an `atomic` left out that survives in a child.

A test is believed when it fails only once it has passed without a mutant, after the same tests, in such a
child.
"""

import gc
import json
import math
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import pytest
from _pytest.runner import runtestprotocol
from django.db import connection, connections

from tests.mutants import outcomes
from tests.mutants.coverage_map import CoverageMap
from tests.mutants.operators import Mutant, mutants_of
from tests.mutants.outcomes import KILLED, NO_TEST, SURVIVED, TIMED_OUT, Outcome
from tests.mutants.swap import CannotSwap, swap

JOB = "NEWSDESK_MUTANTS_JOB"
# Killed for being slow is only what is far slower than without a mutant, on a busy machine too.
TIMES_SLOWER = 10
NOT_SWAPPED, BROKEN = 3, 4


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    job = json.loads(Path(os.environ[JOB]).read_text())
    judge = Judge(session, job)
    gc.freeze()  # No child looks through, and so copies, what was there before it.
    for mutant in judge.mutants:
        outcome = judge.outcome(mutant)
        outcomes.append(Path(job["results"]), outcome)
        print(f"{outcome.status:10} {mutant} {outcome.by and f'by {outcome.by}'}", flush=True)
    return True


class Judge:
    """Knows the tests, what each covers, and which of them killed what lately."""

    def __init__(self, session: pytest.Session, job: dict[str, Any]) -> None:
        self.job = job
        self.map = CoverageMap.read(Path(job["map"]))
        # A test that runs half of the code looks at little of it.
        self.breadth = Counter(
            test for lines in self.map.lines.values() for tests in lines.values() for test in tests
        )
        self.items = {item.nodeid: item for item in session.items}
        known = {mutant.key: mutant for name in job["modules"] for mutant in mutants_of(name)}
        self.mutants = [known[key] for key in job["keys"]]
        self.killers: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.trusted: set[str] = set()
        self.distrusted: set[str] = set()
        self.database = self._laid_down()

    def _laid_down(self) -> Path | None:
        """Set up what lives as long as the session, by running a test; return a copy of the database.

        There is none where no test asks for one.
        """
        asked = [i for i in self.items.values() if i.get_closest_marker("django_db")]
        first = asked[0] if asked else next(iter(self.items.values()))
        runtestprotocol(first, nextitem=_elsewhere(first), log=False)
        if not asked:
            return None
        connections.close_all()
        copy = Path(self.job["folder"]) / f"laid-down-{os.getpid()}.sqlite3"
        shutil.copy(connection.settings_dict["NAME"], copy)
        return copy

    def outcome(self, mutant: Mutant) -> Outcome:
        covering = self.map.covering(mutant)
        tests = self._chosen(mutant, covering)
        told: dict[str, Any] = {"key": mutant.key, "mutant": str(mutant), "covering": len(covering)}
        if not tests:
            return Outcome(status=NO_TEST, **told)
        status, by = self._tried(mutant, tests)
        while status == KILLED and by and not self._believed(by, tests):
            tests = [test for test in tests if test != by]
            status, by = self._tried(mutant, tests)
        if status == KILLED and by:
            self.killers[mutant.module, mutant.function].insert(0, by)
        return Outcome(status=status, by=by, run=len(tests), **told)

    def _chosen(self, mutant: Mutant, covering: Sequence[str]) -> list[str]:
        """Return the tests to run, up to the limit: lately successful ones, those that go where few go near
        the mutant, such as into the branch behind a condition, then short ones of few lines.

        Before them, whatever they take, come those that were looked at anew.
        """
        known = [test for test in covering if test in self.items and test not in self.distrusted]
        lately = self.killers[mutant.module, mutant.function]
        rank = {test: n for n, test in reversed(list(enumerate(lately)))}
        cost = {test: self.map.seconds[test] * self.breadth[test] for test in known}
        company = self.map.company(mutant)
        first = set(self.job["first"])
        known.sort(
            key=lambda test: (
                test not in first,
                rank.get(test, len(rank)),
                company[test].bit_length(),
                cost[test],
            )
        )
        chosen: list[str] = []
        total = 0.0
        for test in known:
            total += self.map.seconds[test] * (test not in first)
            if chosen and total > self.job["limit"]:
                break
            chosen.append(test)
        return chosen

    def _tried(self, mutant: Mutant | None, tests: Sequence[str]) -> tuple[str, str]:
        status, by = self._in_a_child(mutant, tests)
        half = mutant is not None and mutant.at_import and status == SURVIVED
        if mutant is not None and (half or status == str(NOT_SWAPPED)):
            return self._in_a_process(mutant, tests)
        return status, by

    def _believed(self, test: str, tests: Sequence[str]) -> bool:
        if test not in self.trusted and test in tests:
            before = tests[: tests.index(test) + 1]
            status, by = self._in_a_child(None, before)
            if status == SURVIVED:
                self.trusted.add(test)
            elif by in ("", test):
                self.distrusted.add(test)
        return test not in self.distrusted

    def _in_a_child(self, mutant: Mutant | None, tests: Sequence[str]) -> tuple[str, str]:
        """Run `tests` in a fork until one fails; return what became of the mutant, and by which test."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._run(mutant, tests, lambda test: os.write(writing, test.encode()))
        os.close(writing)
        with os.fdopen(reading) as told:
            by = told.read()
        _, status = os.waitpid(child, 0)
        with suppress(ProcessLookupError):  # What the child has started and left behind.
            os.killpg(child, signal.SIGKILL)
        if os.WIFSIGNALED(status):
            timed_out = os.WTERMSIG(status) == signal.SIGALRM
            return (TIMED_OUT, "") if timed_out else (KILLED, "")
        code = os.waitstatus_to_exitcode(status)
        if code == BROKEN and mutant is not None and mutant.at_import:
            code = NOT_SWAPPED  # It breaks the import itself, which a process of its own will see.
        elif code == BROKEN:
            raise RuntimeError(f"It could not be put in the place of the code: {mutant}")
        return {0: SURVIVED, NOT_SWAPPED: str(NOT_SWAPPED)}.get(code, KILLED), by

    def _run(
        self, mutant: Mutant | None, tests: Sequence[str], tell: Callable[[str], Any]
    ) -> NoReturn:
        os.setpgid(0, 0)
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        code = BROKEN
        try:
            if self.database:
                use_copy(self.database)
            if mutant is not None:
                swap(mutant)
            code = 1
            for item in (self.items[test] for test in tests):
                seconds = self.job["patience"] + TIMES_SLOWER * self.map.seconds[item.nodeid]
                signal.alarm(math.ceil(seconds))
                reports = runtestprotocol(item, nextitem=_elsewhere(item), log=False)
                if any(report.failed for report in reports):
                    tell(item.nodeid)
                    break
            else:
                code = 0
        except CannotSwap:
            code = NOT_SWAPPED
        finally:
            os._exit(code)

    def _in_a_process(self, mutant: Mutant, tests: Sequence[str]) -> tuple[str, str]:
        folder = Path(self.job["folder"])
        told = folder / f"fresh-{os.getpid()}.json"
        order = {"tests": list(tests), "module": mutant.module, "key": mutant.key, "failed": ""}
        order["database"] = str(self.database or "")
        told.write_text(json.dumps(order))
        files = dict.fromkeys(test.split("::")[0] for test in tests)
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.mutants.fresh",
            *OPTIONS,
            "-x",
            *files,
        ]
        seconds = sum(self.map.seconds[test] for test in tests)
        try:
            done = subprocess.run(
                command,
                env=os.environ | {"NEWSDESK_MUTANTS_FRESH": str(told)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=60 + 3 * self.job["patience"] + TIMES_SLOWER * seconds,
            )
        except subprocess.TimeoutExpired:
            return TIMED_OUT, ""
        return (KILLED if done.returncode else SURVIVED), json.loads(told.read_text())["failed"]


OPTIONS = ("-q", "-s", "-p", "no:cacheprovider", "-m", "not browser", "--hypothesis-seed=0")


def use_copy(laid_down: Path) -> None:
    """Let this process have a database of its own, as it was before the first test."""
    connections.close_all()
    mine = laid_down.with_suffix(".child.sqlite3")
    for suffix in ("", "-wal", "-shm"):
        Path(f"{mine}{suffix}").unlink(missing_ok=True)
    shutil.copy(laid_down, mine)
    connection.settings_dict["NAME"] = str(mine)


class Elsewhere:
    """Stands for a next test that shares nothing with this one but the session."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[Any]:
        return [self.session]


def _elsewhere(item: pytest.Item) -> Any:
    return Elsewhere(item.session)

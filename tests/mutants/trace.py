"""Which tests run which line of the modules: a plugin for pytest, used in a run without any mutant.

`pytest -p tests.mutants.trace`; NEWSDESK_MUTANTS_MAP names the file to write and
NEWSDESK_MUTANTS_MODULES the files to look at, apart by spaces.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

MODULES = os.environ["NEWSDESK_MUTANTS_MODULES"].split()
TARGET = Path(os.environ["NEWSDESK_MUTANTS_MAP"])

tracer = coverage.Coverage(
    data_file=None, config_file=False, include=[str(Path(name).resolve()) for name in MODULES]
)
seconds: dict[str, float] = defaultdict(float)
outcomes: dict[str, set[str]] = defaultdict(set)


def pytest_configure() -> None:
    tracer.start()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    tracer.switch_context(item.nodeid)
    result = yield
    tracer.switch_context("")
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    seconds[report.nodeid] += report.duration
    outcomes[report.nodeid].add(report.outcome)


def pytest_sessionfinish() -> None:
    """Write the map. A test that failed or was skipped is not in it: it can tell nothing."""
    tracer.stop()
    sound = {test for test, found in outcomes.items() if found == {"passed"}}
    data = tracer.get_data()
    lines = {}
    for name in MODULES:
        contexts = data.contexts_by_lineno(str(Path(name).resolve()))
        lines[name] = {
            line: sorted(sound.intersection(tests)) for line, tests in sorted(contexts.items())
        }
    tests = {test: round(seconds[test], 3) for test in sorted(sound)}
    failing = sorted(test for test, found in outcomes.items() if "failed" in found)
    TARGET.write_text(json.dumps({"tests": tests, "failing": failing, "lines": lines}, indent=0))

"""Which tests run a mutant, read from what `trace` has written."""

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.operators import Mutant

Lines = dict[str, dict[str, list[str]]]
# How many lines away something still belongs to a mutant.
NEAR = 3


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """`seconds` a test takes, by its name; `lines` the tests of each line, by module and line.

    `failing` are tests that fail without any mutant; they are in nothing else. `sources` are the texts of
    the modules whose lines these are.
    """

    seconds: dict[str, float]
    failing: list[str]
    lines: Lines
    sources: dict[str, str]

    @classmethod
    def read(cls, file: Path) -> "CoverageMap":
        if not file.exists():
            return cls({}, [], {}, {})
        return cls(**json.loads(file.read_text()))

    def write(self, file: Path) -> None:
        data = {name: getattr(self, name) for name in self.__slots__}
        file.write_text(json.dumps(data, indent=0))

    def covering(self, mutant: Mutant) -> list[str]:
        """Return the tests that run a line of the mutant, all of the module's for what is in no function, or
        in one whose answers are kept.
        """
        first, last = mutant.lines
        return sorted(
            {
                test
                for line, tests in self.lines.get(mutant.module, {}).items()
                if not mutant.function or mutant.cached or first <= int(line) <= last
                for test in tests
            }
        )

    def company(self, mutant: Mutant) -> dict[str, int]:
        """Return how many tests each test goes with along the loneliest line near the mutant."""
        first, last = mutant.lines
        near = {
            line: tests
            for line, tests in self.lines.get(mutant.module, {}).items()
            if first - NEAR <= int(line) <= last + NEAR
        }
        found = dict.fromkeys(self.seconds, len(self.seconds))
        for tests in near.values():
            for test in tests:
                found[test] = min(found[test], len(tests))
        return found

    def up_to_date(self) -> "CoverageMap":
        """Return the map of the modules as they are now, without running anything.

        A line that has moved keeps its tests; one that is new or changed gets those of the lines that stood
        there and of the two beside it.
        """
        now = {module: source_of(module) for module in self.sources}
        lines = {m: _moved(self.lines[m], self.sources[m], now[m]) for m in self.sources}
        return CoverageMap(self.seconds, self.failing, lines, now)

    def of_files(self, files: Iterable[str]) -> list[str]:
        """Return the tests of `files`, which may be folders or single tests too."""
        return sorted(test for test in self.seconds if test.startswith(tuple(files)))

    def merged(self, newer: "CoverageMap") -> "CoverageMap":
        """Return both, where `newer` is right about the tests that it has."""
        again = {*newer.seconds, *newer.failing}
        lines: Lines = {}
        for module in {*self.lines, *newer.lines}:
            old, new = self.lines.get(module, {}), newer.lines.get(module, {})
            lines[module] = {
                line: sorted({*old.get(line, [])} - again | {*new.get(line, [])})
                for line in {*old, *new}
            }
        seconds = {test: each for test, each in self.seconds.items() if test not in again}
        failing = sorted({*self.failing} - again | {*newer.failing})
        return CoverageMap(seconds | newer.seconds, failing, lines, self.sources | newer.sources)


def source_of(module: str) -> str:
    return Path(module).read_text()


def _moved(tests: dict[str, list[str]], before: str, after: str) -> dict[str, list[str]]:
    if before == after:
        return tests
    moved: dict[str, list[str]] = {}
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        for n in range(new_start, new_end):
            old = [start + n - new_start] if what == "equal" else range(start - 1, end + 1)
            moved[str(n + 1)] = sorted(
                {test for line in old for test in tests.get(str(line + 1), [])}
            )
    return moved

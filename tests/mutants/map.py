"""Which tests run a mutant, read from what `coverage_map` has written."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from .operators import Mutant

Lines = dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """`seconds` a test takes, by its name; `lines` the tests of each line, by module and line.

    `failing` are tests that fail without any mutant; they are in nothing else. `sources` tell which text
    of a module the lines are those of.
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
        """Return the tests that run a line of the mutant, all of the module's for what is in no function."""
        first, last = mutant.lines
        return sorted(
            {
                test
                for line, tests in self.lines.get(mutant.module, {}).items()
                if not mutant.function or first <= int(line) <= last
                for test in tests
            }
        )

    def fits(self, module: str) -> bool:
        return self.sources.get(module) == source_mark(module)

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


def source_mark(module: str) -> str:
    return hashlib.sha256(Path(module).read_bytes()).hexdigest()[:16]

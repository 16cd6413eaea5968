"""What became of each mutant, in a file with one line of JSON each: a run that was stopped goes on."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

KILLED, TIMED_OUT, SURVIVED, NO_TEST = "killed", "timed out", "survived", "no test runs it"
# Not tried: see `equivalent`.
EQUIVALENT = "equivalent"
GONE_THROUGH = (SURVIVED, NO_TEST)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`by` is the test that failed, `run` how many of the `covering` tests were run."""

    key: str
    status: str
    mutant: str
    by: str = ""
    run: int = 0
    covering: int = 0


def append(file: Path, outcome: Outcome) -> None:
    with file.open("a") as out:
        out.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")


def read(file: Path) -> dict[str, Outcome]:
    """Return the last outcome of each mutant by its key."""
    if not file.exists():
        return {}
    rows = [Outcome(**json.loads(line)) for line in file.read_text().splitlines()]
    return {row.key: row for row in rows}


def placed(outcome: Outcome, mutant: str) -> Outcome:
    """Return the outcome with the line on which its mutant stands now."""
    return replace(outcome, mutant=mutant)


def report(outcomes: Iterable[Outcome]) -> str:
    """Return a count by module and a line for each survivor."""
    rows = sorted(outcomes, key=lambda row: _place(row.mutant))
    modules = sorted({row.mutant.split(":")[0] for row in rows})
    width = max(map(len, modules), default=0)
    lines = [f"{'':{width}}  mutants  killed  timed out  equivalent  survived  no test runs it"]
    for module in [*modules, ""]:
        mine = [row.status for row in rows if row.mutant.split(":")[0] == module or not module]
        count = mine.count
        lines.append(
            f"{module or 'all':{width}}  {len(mine):7}  {count(KILLED):6}  {count(TIMED_OUT):9}"
            f"  {count(EQUIVALENT):10}  {count(SURVIVED):8}  {count(NO_TEST):15}"
        )
    for row in rows:
        if row.status in GONE_THROUGH:
            tests = f"[{row.run} of {row.covering} tests]"
            lines.append(
                f"{row.status} {tests if row.covering else ''} {row.mutant}".replace("  ", " ")
            )
    return "\n".join(lines)


def _place(mutant: str) -> tuple[str, int]:
    module, _, rest = mutant.partition(":")
    return module, int(rest.split(" ")[0].split(":")[0])

"""The report of a run: what became of each file, for people and for programs."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

CREATED = "created"
UPDATED = "updated"
SKIPPED = "skipped"
CHECKED = "checked"  # a dry run: read and understood, nothing written
REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file. `target` is the draft's key, `message` one sentence.

    `notes` and `counts` are for the report; `detail` is any further data, for programs only.
    """

    source: str
    result: str
    message: str
    target: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    notes: Sequence[Mapping[str, object]] = ()
    detail: Mapping[str, object] = field(default_factory=dict)

    def as_data(self) -> dict[str, object]:
        """Return the outcome as what JSON can hold."""
        return {
            "file": self.source,
            "result": self.result,
            "target": self.target,
            "message": self.message,
            "counts": self.counts,
            "notes": list(self.notes),
            **self.detail,
        }


@dataclass(slots=True)
class Report:
    """What became of all the files of a run."""

    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, int]:
        """Return how many files had each result, in the order of their first appearance."""
        return dict(Counter(outcome.result for outcome in self.outcomes))

    @property
    def refused(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.result == REFUSED]

    def as_data(self) -> dict[str, object]:
        return {
            "files": [outcome.as_data() for outcome in self.outcomes],
            "totals": self.totals,
        }

    def lines(self, *, levels: Iterable[str]) -> Iterator[str]:
        """Yield the report for people: each file with its notes of these levels, and the totals.

        Refused files are only counted: what is wrong with them is for the error output.
        """
        shown = set(levels)
        for outcome in self.outcomes:
            if outcome.result == REFUSED:
                continue
            yield f"{outcome.source}: {outcome.message}"
            for note in outcome.notes:
                if note["level"] in shown:
                    where = f"line {note['line']}" if note["line"] else "page"
                    yield f"  {where:>9}  {note['level']}: {note['message']}"
        if len(self.outcomes) > 1:
            totals = ", ".join(f"{count:,} {result}" for result, count in self.totals.items())
            yield f"{len(self.outcomes):,} files: {totals}."


def run(
    sources: Sequence[str],
    take: Callable[[str], Sequence[Outcome]],
    *,
    refusals: tuple[type[Exception], ...],
    terminal: TextIO | None = None,
) -> Report:
    """Take in one source after the other, each of one page or more; a refused one does not stop the rest.

    `refusals` are the exceptions whose text is the reason, in one sentence. Progress is drawn on
    `terminal` where that is one.
    """
    report = Report()
    progress = Progress(terminal, len(sources))
    for number, source in enumerate(sources, start=1):
        progress.show(number, source)
        try:
            report.outcomes += take(source)
        except refusals as refusal:
            outcome = Outcome(source=source, result=REFUSED, message=str(refusal))
            report.outcomes.append(outcome)
    progress.clear()
    return report


class Progress:
    """A bar on a terminal; nothing where the stream is none, or there is only one step."""

    _WIDTH = 30

    def __init__(self, stream: TextIO | None, total: int) -> None:
        self._stream = stream if stream is not None and stream.isatty() and total > 1 else None
        self._total = total

    def show(self, done: int, name: str) -> None:
        """Draw the bar for step `done` of all."""
        if self._stream is not None:
            filled = self._WIDTH * done // self._total
            bar = "#" * filled + "." * (self._WIDTH - filled)
            self._stream.write(f"\r\x1b[K[{bar}] {done:,}/{self._total:,} {name[-40:]}")
            self._stream.flush()

    def clear(self) -> None:
        if self._stream is not None:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

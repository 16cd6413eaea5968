"""One import from its beginning to its end: what becomes of each row, and how far it has come."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from newsdesk.exchange.import_lines import LineImport
from newsdesk.exchange.models import ImportRow, ImportRun
from newsdesk.exchange.row_result import RowTold
from newsdesk.exchange.site_file import SiteFile, is_site
from newsdesk.exchange.tables import table_of
from newsdesk.exchange.texts import Texts
from newsdesk.intake import sites
from newsdesk.intake.lines import Unreadable
from newsdesk.workflow.arrival import RIGHT
from newsdesk.workflow.transitions import Refused, require

_PIECE = 1 << 20
# How often progress and rows are stored, in seconds and in rows.
_EVERY, _AT_MOST = 1.0, 100

# Is told how many rows are done, and of how many, 0 where that is not known.
Progress = Callable[[int, int], None]


class Source(Protocol):
    """A file that is taken in row by row."""

    def total(self) -> int: ...
    def rows(self) -> Iterator[RowTold]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to take in: `as_it_was` shows readers what they saw elsewhere, `dry` writes nothing.

    `kind` says what a table is of, where its columns do not.
    """

    as_it_was: bool = False
    dry: bool = False
    kind: str = ""

    def as_data(self) -> dict[str, object]:
        return {"as_it_was": self.as_it_was, "dry": self.dry, "kind": self.kind}


def begin(name: str, path: Path, options: Options, *, actor: User) -> ImportRun:
    """Write down that a file is to be taken in. Raises PermissionDenied."""
    require(actor, RIGHT)
    return ImportRun.objects.create(
        name=name[-255:], digest=digest_of(path), options=options.as_data(), actor=actor
    )


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, or of the lines of a folder."""
    found = hashlib.sha256()
    with (path / "site.jsonl" if path.is_dir() else path).open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def perform(run: ImportRun, path: Path, progress: Progress = lambda done, total: None) -> ImportRun:
    """Do a run and keep its report. What is wrong with the file stands in the run and is not raised.

    Whoever stops it finds the rows that were done in the report; the same run again goes on behind them.
    """
    options = Options(**{**run.options})
    run.rows.all().delete()
    run.state, run.began_at, run.done, run.told = run.State.RUNNING, timezone.now(), 0, []
    run.save()
    report = _Report(run, progress)
    with _ended(run, report):
        if is_site(path):
            _bring(run, path, options, report)
        else:
            source = _source(path, options, run.actor)
            run.total = source.total() or None
            run.save(update_fields=["total"])
            for told in source.rows():
                report.add(told)
    return run


@contextmanager
def _ended(run: ImportRun, report: "_Report") -> Iterator[None]:
    """Keep how the block ended, with all rows that it told of."""
    state, told = run.State.STOPPED, []
    try:
        yield
        state = run.State.DONE
    except (Unreadable, Refused, PermissionDenied, OSError) as error:
        state, told = run.State.FAILED, [str(error)]
    finally:
        report.flush()
        run.state, run.ended_at = state, timezone.now()
        run.told = [*run.told, *told]
        run.save()


def _source(path: Path, options: Options, actor: User) -> Source:
    if sites.kind_of(path):
        return Texts(path, actor=actor, dry=options.dry, as_it_was=options.as_it_was)
    return table_of(path, options.kind)(path, actor=actor, dry=options.dry)


def _bring(run: ImportRun, path: Path, options: Options, report: "_Report") -> None:
    file = SiteFile(path)
    run.total = sum(1 for _ in file.lines())
    run.save(update_fields=["total"])
    bringing = LineImport(
        file, actor=run.actor, as_it_was=options.as_it_was, progress=report.reached
    )
    try:
        rows = bringing.run(dry=options.dry)
    except KeyboardInterrupt:
        run.told.append("All of an export comes along, or nothing: nothing was taken in.")
        raise
    for told in rows:
        report.add(told)
    if bringing.people:
        made = ", ".join(bringing.people)
        run.told.append(f"Accounts that let nobody in were made, for the history: {made}.")


class _Report:
    """Keeps the rows of a run, some at a time, and how far it has come."""

    def __init__(self, run: ImportRun, progress: Progress) -> None:
        self._run, self._progress = run, progress
        self._rows: list[ImportRow] = []
        self._kept_at = time.monotonic()

    def add(self, told: RowTold) -> None:
        self._rows.append(
            ImportRow(
                run=self._run,
                number=told.number,
                name=told.name.replace("\x00", ""),
                result=told.result,
                message=told.message.replace("\x00", ""),
                target=told.target,
            )
        )
        self.reached(told.number)

    def reached(self, number: int) -> None:
        self._run.done = number
        self._progress(number, self._run.total or 0)
        if transaction.get_connection().in_atomic_block:
            return  # What is kept now would be taken back with the rest.
        due = time.monotonic() - self._kept_at > _EVERY
        if due or len(self._rows) >= _AT_MOST:
            self.flush()

    def flush(self) -> None:
        ImportRow.objects.bulk_create(self._rows)
        self._rows.clear()
        ImportRun.objects.filter(pk=self._run.pk).update(done=self._run.done)
        self._kept_at = time.monotonic()


def totals(run: ImportRun) -> dict[str, int]:
    """Return how many rows had each result, in the order of the rows. One query."""
    return dict(Counter(run.rows.values_list("result", flat=True)))


def summary(run: ImportRun) -> str:
    """Return a run in a sentence."""
    counted = ", ".join(f"{count:,} {result}" for result, count in totals(run).items())
    of = f" of {run.total:,}" if run.total and run.total != run.done else ""
    rows = f"{run.done:,}{of} rows: {counted or 'nothing'}."
    if run.state == run.State.STOPPED and run.told:
        return f"Stopped. {' '.join(run.told)}"
    if run.state == run.State.STOPPED:
        return f"Stopped. {rows} What is done stays; the same import again goes on behind it."
    if run.state == run.State.FAILED:
        return f"Not taken in. {' '.join(run.told)}"
    if run.options.get("dry"):
        return f"Nothing was written. {rows}"
    changed = totals(run).keys() & {"created", "updated"}
    return rows if changed else f"{rows} Nothing was changed."

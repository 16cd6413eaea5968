"""All tests on PostgreSQL, and beside them on SQLite what depends on the database.

`python -m tests.both WORKERS ARGS`: ARGS are pytest's, for both runs. The run on SQLite needs a third of the
other's time. It is one process more, so that every core has something to do to the end; what it says is told
by the other run, before its closing line (tests/conftest.py). Without PostgreSQL everything runs on SQLite.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from tests import postgres

T = TypeVar("T")

PYTEST = [sys.executable, "-m", "pytest"]
SQLITE = {"DATABASE_URL": "sqlite:///test.sqlite3"}
NOTHING_SELECTED = 5  # With arguments one of the two runs may well have nothing to do.


def half(values: Iterable[T]) -> list[T]:
    """Return every other of the values, the rest for the other database; all where one is tried alone."""
    places = {"whole": slice(0, None, 2), "beside": slice(1, None, 2)}
    return [*values][places.get(os.environ.get("NEWSDESK_RUN", ""), slice(None))]


class Beside:
    """The run on SQLite, while the whole goes on; `folder` holds what it says and, at its end, its status."""

    def __init__(self, folder: Path, args: Sequence[str]) -> None:
        self.folder = folder
        with (folder / "said").open("wb") as said:
            self.process = subprocess.Popen(
                [*PYTEST, "-m", "both_databases", *args],
                stdout=said,
                stderr=said,
                env=os.environ | SQLITE | {"NEWSDESK_RUN": "beside"},
            )
        self.end = threading.Thread(target=self._note_end)
        self.end.start()

    def _note_end(self) -> None:
        (self.folder / "status").write_text(str(self.process.wait()))

    def stop(self) -> None:
        """End it as Ctrl-C does, if it runs still; where nobody is at a terminal it may not hear that."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.end.join(20)
        if self.process.poll() is None:
            self.process.kill()
        self.end.join()


def told(folder: Path) -> tuple[int, str]:
    """Return the status of the run on SQLite and all that it said, once it has ended."""
    while not (folder / "status").exists() or not (status := (folder / "status").read_text()):
        time.sleep(0.2)
    return int(status), (folder / "said").read_text(errors="replace")


def run(workers: str, args: Sequence[str]) -> int:
    """Run both; return the status of the one that failed."""
    spread = ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
    if postgres.missing():
        command = [*PYTEST, *spread, "--durations", "10", *args]
        return subprocess.call(command, env=os.environ | SQLITE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        beside = Beside(folder, args)
        try:
            os.environ |= {"NEWSDESK_RUN": "whole", "NEWSDESK_BESIDE": name}
            status = postgres.run([*PYTEST, *spread, "--durations", "10", *args])
            sqlite, _ = told(folder)
        finally:
            beside.stop()
    return status or (0 if args and sqlite == NOTHING_SELECTED else sqlite)


def main() -> int:
    """Entry point of `python -m tests.both WORKERS ARGS`."""
    return postgres.in_order(lambda: run(sys.argv[1], sys.argv[2:]))


if __name__ == "__main__":
    sys.exit(main())

"""One program in a folder of its own, from its start to its end."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests import postgres

LONGEST = 120  # Seconds for a start or an end, on a busy machine.


class NotStarted(Exception):
    """A program is installed and does not come up."""


def bare_environment() -> dict[str, str]:
    """Return what any program is told, and nothing of what the tests' own environment says of a desk."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {"PYTHONWARNINGS": "ignore"}


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Process:
    """A program; use it as a context manager, or `start` and `end` it.

    A subclass gives `command`, and `is_up`, which tells whether it answers yet. The folder outlives a
    `stop` or `kill`, so that `start` goes on with what was there.
    """

    unprivileged = True

    def __init__(self) -> None:
        name = f"newsdesk-{type(self).__name__.lower()}-"
        self.folder = Path(tempfile.mkdtemp(prefix=name, dir=postgres.memory()))
        self.user = postgres.unprivileged_user() if self.unprivileged else None
        self._own(self.folder)
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def is_up(self) -> bool:
        raise NotImplementedError

    def environment(self) -> dict[str, str] | None:
        """Return what the program finds in its environment; None for that of the tests."""
        return None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()

    def start(self) -> None:
        """Start it and wait until it answers. Raises NotStarted."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.working_folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.run_as(),
            )
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.is_up():
                return
            time.sleep(0.05)
        raise NotStarted(f"{type(self).__name__}: {self.log}")

    @property
    def working_folder(self) -> Path:
        return self.folder

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def stop(self) -> None:
        """Ask it to end, and wait for that."""
        self._signal_and_wait(self.ends_by)

    ends_by = signal.SIGTERM

    def kill(self) -> None:
        """End it at once, with all that it has started."""
        every = self._all()
        for each in every:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        self._signal_and_wait(signal.SIGKILL)
        deadline = time.monotonic() + LONGEST
        while any(map(_lives, every)) and time.monotonic() < deadline:
            time.sleep(0.02)

    def pause(self) -> None:
        """Hold it still, with all that it has started: it answers nothing and closes nothing."""
        self._signal_all(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal_all(signal.SIGCONT)

    def end(self) -> None:
        """Stop it and remove its folder."""
        try:
            if self.process and self.process.poll() is None:
                self.go_on()
                self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def run_as(self) -> dict[str, Any]:
        return postgres.run_as(self.user)

    def _own(self, path: Path) -> None:
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _signal_all(self, number: signal.Signals) -> None:
        for each in self._all():
            with suppress(ProcessLookupError):
                os.kill(each, number)

    def _signal_and_wait(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            self.process.wait(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _all(self) -> list[int]:
        return list(_with_children(self.process.pid)) if self.process else []


def _with_children(process: int) -> Iterator[int]:
    """Yield a process and all that come from it. Linux tells of them in /proc."""
    yield process
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # "12 (a name) S 11 ...": the name may hold brackets, the parent comes second after it.
            after = stat.read_text().rpartition(")")[2].split()
            parents.setdefault(int(after[1]), []).append(int(stat.parent.name))
    waiting = list(parents.get(process, ()))
    while waiting:
        yield (child := waiting.pop())
        waiting += parents.get(child, ())


def children(process: int) -> list[int]:
    """Return the processes that the first thread of a process has started."""
    told = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(each) for each in told.split()]


def _lives(process: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True

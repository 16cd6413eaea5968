"""Servers to measure: one gunicorn worker on a core of its own, and a client that reads what it sends."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 4
# So many answers are read with care; those after them have a body of the same length.
FIRST = 2 * CONNECTIONS


@dataclass(frozen=True, slots=True)
class Load:
    """What some requests took: seconds, and processor seconds of the worker and of the database."""

    requests: int
    seconds: float
    worker: float
    database: float

    @property
    def rate(self) -> float:
        return self.requests / self.seconds

    @property
    def cpu(self) -> float:
        """Milliseconds of processor a request."""
        return (self.worker + self.database) * 1000 / self.requests


class Server:
    """A running server; `database` is the process whose children serve it, 0 for none."""

    def __init__(self, port: int, process: int, database: int) -> None:
        self.port, self.process, self.database = port, process, database
        self._open: list[socket.socket] = []

    def ask(self, path: str, count: int, headers: Sequence[str] = (), *, expect: int = 200) -> Load:
        """Send `count` requests, some at a time."""
        lines = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *headers, "", "")
        sent = "\r\n".join(lines).encode()
        lanes = self._connections(min(CONNECTIONS, count))
        began, worker, database = time.perf_counter(), *self._taken()
        waiting, left, length, read = [], count, 0, 0
        for lane in lanes:
            lane.sendall(sent)
            waiting.append(lane)
            left -= 1
        while waiting:
            lane = waiting.pop(0)
            if read < FIRST:
                status, _, length = _answer(lane)
            else:
                status = _same(lane, length)
            read += 1
            assert status == expect, (path, status)
            if left:
                lane.sendall(sent)
                waiting.append(lane)
                left -= 1
        seconds = time.perf_counter() - began
        after = self._taken()
        return Load(count, seconds, after[0] - worker, after[1] - database)

    def headers(self, path: str, headers: Sequence[str] = ()) -> dict[str, str]:
        """Return the headers of an answer, by names in small letters."""
        lines = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *headers, "", "")
        (lane,) = self._connections(1)
        lane.sendall("\r\n".join(lines).encode())
        return _answer(lane)[1]

    def _connections(self, number: int) -> list[socket.socket]:
        while len(self._open) < number:
            self._open.append(socket.create_connection(("127.0.0.1", self.port), timeout=30))
        return self._open[:number]

    def close(self) -> None:
        for lane in self._open:
            lane.close()

    def _taken(self) -> tuple[float, float]:
        backends = sum(_processor(child) for child in _children(self.database))
        return sum(_processor(child) for child in _children(self.process)), backends


@contextmanager
def serving(
    module: str, environment: dict[str, str], *, core: int, database: int = 0
) -> Iterator[Server]:
    """Run a WSGI module in one worker, pinned to `core`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", module, "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "1", "--workers", "1"]
    command += ["--keep-alive", "60", "--log-level", "error"]
    process = subprocess.Popen(
        command,
        env=os.environ | environment,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    server = Server(port, process.pid, database)
    try:
        _wait(port, process)
        yield server
    finally:
        server.close()
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("The server did not start.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("The server does not answer.")


def _answer(lane: socket.socket) -> tuple[int, dict[str, str], int]:
    """Read one whole answer; return its status, its headers and how many bytes its body has."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(lane)
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    status = int(first.split()[1])
    length = 0 if status == 304 else int(headers["content-length"])
    left = length - len(body)
    while left > 0:
        left -= len(_some(lane))
    return status, headers, length


def _same(lane: socket.socket, length: int) -> int:
    """Read an answer whose body has a known length, with as little work as can be; return its status.

    Its headers may be of another length: what caches send tells their age.
    """
    data = _some(lane)
    while (end := data.find(b"\r\n\r\n")) < 0:
        data += _some(lane)
    status = int(data[9:12])
    left = length - (len(data) - end - 4)
    while left > 0:
        left -= len(_some(lane))
    assert left == 0, "The answers of one address differ in length."
    return status


def _some(lane: socket.socket) -> bytes:
    data = lane.recv(65_536)
    if not data:
        raise ConnectionError("The server has hung up.")
    return data


def _children(process: int) -> list[int]:
    """Return the processes that `process` has started; none for 0."""
    if not process:
        return []
    told = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(each) for each in told.split()]


def _processor(process: int) -> float:
    """Return how many seconds of processor the threads of a process have taken, to the nanosecond."""
    taken = 0
    for thread in Path(f"/proc/{process}/task").glob("*/schedstat"):
        try:
            taken += int(thread.read_text().split()[0])
        except OSError:
            continue
    return taken / 1e9

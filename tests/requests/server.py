"""The site as production runs it, in a process of its own: what it answers, and what it logs."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.accounts.test_settings import KEY
from tests.house.rules import ROOT

# The standard library's server does for one request at a time; its own log is not ours.
SERVE = """
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from newsdesk.wsgi import application

class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True

class Quiet(WSGIRequestHandler):
    def log_message(self, *args): pass

server = make_server("127.0.0.1", 0, application, Threads, Quiet)
print(server.server_port, flush=True)
server.serve_forever()
"""
PRODUCTION = {
    "NEWSDESK_SITE_URL": "https://news.example",
    "NEWSDESK_HASHED_STATIC": "0",
    "NEWSDESK_HOSTS": "news.example",
    "NEWSDESK_SECRET_KEY": KEY,
    "NEWSDESK_BEHIND_PROXY": "1",
    "PYTHONWARNINGS": "ignore",
}
# No server listens there.
LOST = "postgres://nobody@127.0.0.1:9/nothing"


@dataclass
class Site:
    """A running site; `lines` is what it has logged, once it has stopped."""

    port: int
    lines: list[str] = field(default_factory=list)

    def get(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Any:
        """Return the answer, its body read into `text`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {
            "Host": "news.example",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.7",
        }
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, sent)
        answer: Any = connection.getresponse()
        answer.text = answer.read().decode(errors="replace")
        connection.close()
        return answer


def environment(folder: Path, **settings: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "DATABASE_URL") if name in os.environ}
    return kept | PRODUCTION | {"NEWSDESK_VAR": str(folder)} | settings


@contextmanager
def site(folder: Path, **settings: str) -> Iterator[Site]:
    """Run the site with these settings; its log can be read after the block."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        cwd=ROOT,
        env=environment(folder, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    first = process.stdout.readline()
    if not first:
        raise AssertionError(process.communicate()[1])
    running = Site(int(first))
    try:
        yield running
    finally:
        process.terminate()
        running.lines += process.communicate()[1].splitlines()

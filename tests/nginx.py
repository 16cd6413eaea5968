"""A real nginx in front of a test's server, with the very lines that docs/caching.md gives."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from tests import programs
from tests.programs.process import NotStarted, free_port, listens

DOCUMENTED = Path(__file__).parent.parent / "docs/caching.md"
_BLOCK = re.compile(r"```nginx\n# Inside http:\n(.*?)# Inside server:\n(.*?)```", re.DOTALL)
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def program() -> str | None:
    """The path of an installed nginx."""
    return programs.program("nginx")


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def site() -> Iterator[str]:
    """Yield "host:port" of the site. Not `live_server`: that one gives out pictures by itself."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def nginx(upstream: str) -> Iterator[str]:
    """Yield "host:port" of an nginx in front of `upstream`, "host:port" too; stop it at the end.

    It listens on the loopback interface only, writes into a temporary folder only, and is never root.
    `X-Cache` tells whether it answered by itself.
    """
    path = program()
    assert path, "There is no nginx."
    folder = Path(tempfile.mkdtemp(prefix="newsdesk-nginx-"))
    try:
        port = free_port()
        (folder / "nginx.conf").write_text(_configuration(folder, port, upstream))
        owner = _unprivileged(folder)
        command = [path, "-p", str(folder), "-e", f"{folder}/log", "-c", f"{folder}/nginx.conf"]
        server = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, **owner)
        try:
            _wait_until_ready(server, port, folder)
            yield f"127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configuration(folder: Path, port: int, upstream: str) -> str:
    found = _BLOCK.search(DOCUMENTED.read_text())
    assert found, "docs/caching.md has no lines for nginx any more."
    outer = found[1].replace("/var/cache/nginx/newsdesk", f"{folder}/cache")
    inner = found[2].replace("127.0.0.1:8000", upstream)
    assert str(folder) in outer
    assert upstream in inner
    temporary = "\n".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    return f"""
daemon off; worker_processes 1; pid {folder}/pid;
events {{ worker_connections 64; }}
http {{
access_log off;
{temporary}
{outer}
server {{
listen 127.0.0.1:{port};
add_header X-Cache $upstream_cache_status always;
{inner}
}}
}}
"""


def _unprivileged(folder: Path) -> dict:
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("nobody")
    for path in (folder, *folder.iterdir()):
        os.chown(path, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait_until_ready(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        if listens(port):
            return
        time.sleep(0.05)
    log = folder / "log"
    raise NotStarted(log.read_text() if log.exists() else "nginx did not start.")

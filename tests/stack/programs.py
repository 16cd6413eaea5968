"""The programs of the stack, started as deploy/ says, in a folder of their own and on free ports."""

import http.client
import json
import os
import pwd
import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import nginx
from tests.accounts.test_settings import KEY
from tests.deploy.test_files import self_signed
from tests.house.rules import ROOT
from tests.programs.cluster import Cluster, Replica
from tests.programs.desk import Desk
from tests.programs.moto import Moto
from tests.programs.pgbouncer import PgBouncer
from tests.programs.process import (
    LONGEST,
    NotStarted,
    Process,
    bare_environment,
    children,
    free_port,
    listens,
)
from tests.programs.redis import Redis

# What a cache may keep: long, so that what goes sooner was purged.
SECONDS = 600
HOST = "news.example"


# systemd hands a socket on as the first file after the three that every process has.
HAND_ON = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.argv[2], sys.argv[2:])
"""


def wait_until(said: Any, what: str, *, longest: float = LONGEST) -> Any:
    """Return what `said` returns as soon as that is true. Raises NotStarted."""
    deadline = time.monotonic() + longest
    while time.monotonic() < deadline:
        if found := said():
            return found
        time.sleep(0.05)
    raise NotStarted(what)


def unverified() -> ssl.SSLContext:
    """Return what takes a certificate that nobody has signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        [value] = self.all(name)
        return value

    def all(self, name: str) -> list[str]:
        return [value for each, value in self.headers if each.lower() == name.lower()]


@dataclass
class Stack:
    """The running stack. `web` and `worker` can be ended and started again."""

    folder: Path
    environment: dict[str, str]
    ports: list[int]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    held: socket.socket | None = None
    # What it stands on, by name: "primary", "pool" before it, "replica", "redis", "moto".
    under: dict[str, Process] = field(default_factory=dict)
    mails: list[tuple[list[str], Any]] = field(default_factory=list)

    @property
    def web_port(self) -> int:
        return self.ports[0]

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def lines(self, name: str) -> list[dict[str, Any]]:
        """Return the lines of a log, each of which is JSON."""
        return [json.loads(line) for line in self.log(name).splitlines()]

    def start(self, name: str, command: list[str], *, cwd: Path = ROOT, **more: Any) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=cwd,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **more,
            )

    def start_web(self) -> None:
        """Start gunicorn on a socket that is held here, as newsdesk-web.socket does."""
        if self.held is None:
            self.held = socket.socket()
            self.held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.held.bind(("127.0.0.1", self.web_port))
            self.held.listen(512)
        held = self.held.fileno()
        command = [sys.executable, "-c", HAND_ON, str(held), sys.executable, "-m", "gunicorn"]
        self.start(
            "web", [*command, "-c", "deploy/gunicorn.conf.py", "newsdesk.wsgi"], pass_fds=[held]
        )
        process = self.running["web"]
        wait_until(lambda: children(process.pid) or process.poll() is not None, "no web process")
        if process.poll() is not None:
            raise NotStarted(self.log("web"))

    def start_worker(self) -> None:
        command = [sys.executable, "manage.py", "run_worker", "--verbosity", "0"]
        self.start("worker", [*command, "--interval", "0.1"])

    def start_nginx(self) -> None:
        program = nginx.program()
        assert program
        conf = self.folder / "nginx.conf"
        conf.write_text(self._nginx_conf(), encoding="utf-8")
        owner: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("nobody")
            owner = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            for path in (self.folder, *self.folder.glob("nginx*"), *self.folder.glob("*.pem")):
                os.chown(path, user.pw_uid, user.pw_gid)
        command = [program, "-p", str(self.folder), "-e", str(self.folder / "nginx-errors.log")]
        self.start("nginx", [*command, "-c", str(conf)], cwd=self.folder, **owner)
        self._wait("nginx", self.ports[2])

    def _nginx_conf(self) -> str:
        """Return the shipped site on free ports and in this folder, and nothing else changed."""
        text = (ROOT / "deploy/nginx/newsdesk.conf").read_text(encoding="utf-8")
        web, plain, secure, refresh = self.ports
        certificates = "/etc/letsencrypt/live/news.example"
        for there, here in (
            (f"{certificates}/fullchain.pem", f"{self.folder}/certificate.pem"),
            (f"{certificates}/privkey.pem", f"{self.folder}/key.pem"),
            ("/var/cache/nginx/newsdesk", f"{self.folder}/nginx-cache"),
            ("/var/log/nginx/newsdesk.log", f"{self.folder}/access.log"),
            ("server 127.0.0.1:8000;", f"server 127.0.0.1:{web};"),
            ("listen 80;", f"listen 127.0.0.1:{plain};"),
            ("listen 443 ssl http2;", f"listen 127.0.0.1:{secure} ssl http2;"),
            ("listen 127.0.0.1:8090;", f"listen 127.0.0.1:{refresh};"),
        ):
            assert there in text, there
            text = text.replace(there, here)
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
        temporary = "\n".join(
            f"{name}_temp_path {self.folder}/nginx-{name};" for name in nginx.TEMPORARY
        )
        return (
            f"daemon off; worker_processes 1; pid {self.folder}/nginx.pid;\n"
            f"events {{ worker_connections 256; }}\n"
            f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}\n{text}\n}}\n"
        )

    def _wait(self, name: str, port: int) -> None:
        process = self.running[name]
        wait_until(lambda: listens(port) or process.poll() is not None, f"{name} is silent")
        if process.poll() is not None:
            raise NotStarted(f"{name}: {self.log(name)}")

    def manage(self, *command: str, **settings: str) -> str:
        """Run a command of the desk; return what it wrote. Raises CalledProcessError."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment | settings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, **headers)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Ask nginx as a browser does."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.ports[2], timeout=LONGEST, context=unverified()
        )
        return _answer(connection, method, path, body, {"Host": HOST} | _named(headers))

    def ask_web(self, path: str, **headers: str) -> Answer:
        """Ask gunicorn itself, as somebody on the machine does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.web_port, timeout=LONGEST)
        return _answer(connection, "GET", path, None, {"Host": HOST} | _named(headers))

    def seen(self, path: str) -> list[dict[str, Any]]:
        """Return nginx's lines of a path."""
        return [line for line in self.lines("access") if line["path"] == path]

    def cache_of(self, path: str, **headers: str) -> tuple[int, str]:
        """Ask nginx; return the status and what its cache did. It writes that when the answer has gone."""
        before = len(self.seen(path))
        answer = self.get(path, **headers)
        wait_until(lambda: len(self.seen(path)) > before, f"no line of {path}")
        return answer.status, self.seen(path)[-1]["cache"]

    def wait_until_kept(self, path: str, status: int, **headers: str) -> None:
        """Ask until nginx's cache has the answer. nginx writes file and line after the answer has gone, so
        that who asks at once may find neither. Raises NotStarted.
        """
        found = (status, "HIT")
        wait_until(lambda: self.cache_of(path, **headers) == found, f"{path} is not kept")

    def end(self) -> None:
        for process in reversed(self.running.values()):
            if process.poll() is None:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(20)
                if process.poll() is None:
                    process.kill()
                    process.wait()
        if self.held:
            self.held.close()


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _answer(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes | None,
    headers: dict[str, str],
) -> Answer:
    try:
        with suppress(BrokenPipeError, ConnectionResetError):
            # Who is refused before all is sent reads the answer nevertheless.
            connection.request(method, path, body, headers)
        response = connection.getresponse()
        return Answer(response.status, response.getheaders(), response.read())
    finally:
        connection.close()


def settings(folder: Path, ports: list[int], **there: str) -> dict[str, str]:
    """Return deploy/newsdesk.env.example with what its reader fills in, and this folder and these ports."""
    told = {}
    for line in (ROOT / "deploy/newsdesk.env.example").read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not name.startswith("#"):
            told[name] = value.strip('"')
    here = there | {
        "NEWSDESK_SECRET_KEY": KEY,
        "NEWSDESK_VAR": str(folder / "var"),
        "NEWSDESK_BIND": f"127.0.0.1:{ports[0]}",
        "NEWSDESK_SHARED_CACHE_SECONDS": str(SECONDS),
        "NEWSDESK_PURGE_URLS": told["NEWSDESK_PURGE_URLS"].replace("8090", str(ports[3])),
        # The desk's own people sign in by a cookie here.
        "NEWSDESK_SECOND_FACTOR": "optional",
        # The sites that its stories name are of nobody.
        "NEWSDESK_LINK_CHECKS": "0",
        # The sentence encoder is measured by benchmarks.web_memory.
        "NEWSDESK_DUPLICATES_MODEL": str(folder / "none.onnx"),
    }
    return bare_environment() | told | here


@contextmanager
def stack(folder: Path) -> Iterator[tuple[Stack, Desk]]:
    """Yield a running stack that was set up as docs/deployment.md says, and the process of its desk."""
    with ExitStack() as under:
        primary = under.enter_context(Cluster())
        pool = under.enter_context(PgBouncer(primary))
        redis, moto = under.enter_context(Redis()), under.enter_context(Moto())
        post, mails = _post()
        under.callback(post.stop)
        ports = free_ports(4)
        self_signed(folder / "key.pem", folder / "certificate.pem")
        url = {
            "DATABASE_URL": pool.url(),
            "NEWSDESK_POOLED": "1",
            "CACHE_URL": redis.url,
            "NEWSDESK_STORAGE_URL": moto.url,
            "NEWSDESK_EMAIL_URL": f"smtp://127.0.0.1:{post.port}",
        }
        running = Stack(folder, settings(folder, ports, **url), ports, mails=mails)
        under.callback(running.end)
        # Past the pool, as its one long transaction would hold a connection of it.
        running.manage("migrate", "--verbosity", "0", DATABASE_URL=primary.url())
        # For a restore, which wants tables with nothing in them.
        primary.ask("CREATE DATABASE empty TEMPLATE postgres", name="template1")
        setup = running.manage("setup_desk", "--chief", "grace", "--email", "grace@news.example")
        (folder / "setup.log").write_text(setup)
        replica = under.enter_context(Replica(primary))
        running.environment["NEWSDESK_REPLICA_URL"] = replica.url()
        running.under = {
            "primary": primary, "pool": pool, "replica": replica, "redis": redis, "moto": moto,
        }  # fmt: skip
        running.start_web()
        running.start_worker()
        running.start_nginx()
        yield running, under.enter_context(Desk(**running.environment))


def _post() -> tuple[Any, list[tuple[list[str], Any]]]:
    """Start a mail server; return it, and the list of what it takes."""
    from aiosmtpd.controller import Controller

    from tests.mail.server import Catcher

    catcher = Catcher()
    controller = Controller(catcher, hostname="127.0.0.1", port=free_port())
    controller.start()
    return controller, catcher.mails

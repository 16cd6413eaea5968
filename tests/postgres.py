"""A PostgreSQL server for one test run: `python -m tests.postgres COMMAND ...`.

The command runs with DATABASE_URL naming the server. A DATABASE_URL that names a PostgreSQL server
already is used as it is; otherwise a throw-away cluster is made in a temporary folder, listens on a
unix socket inside that folder only, and is gone afterwards, also after Ctrl-C or a failure.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

LEFT_OUT = 69  # EX_UNAVAILABLE: no server here, nothing was run.

# Debian keeps the server programs out of PATH; so do Red Hat's and Homebrew's packages.
INSTALL_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)

INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

# The cluster lives for minutes: a crash may lose it, so nothing has to reach the disk.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "log_min_messages": "fatal",
    "max_connections": "250",  # A test may let a hundred people save at once.
    # A test's rows are gone with its transaction. Whoever counts them in between finds none, and from then
    # on every join is planned for tables without rows: single statements took forty seconds.
    "autovacuum": "off",
    "jit": "off",  # Pays where a statement takes seconds.
}


# Where Linux keeps files in memory, and how much of it the clusters of a run may need, in bytes.
MEMORY = "/dev/shm"
ROOM = 6 * 2**30


class ServerFailed(Exception):
    """The server programs are installed but no server came up."""


def required() -> bool:
    """Whether NEWSDESK_TEST_REQUIRE makes leaving PostgreSQL out a failure."""
    return "postgres" in os.environ.get("NEWSDESK_TEST_REQUIRE", "").split(",")


def named_server() -> str | None:
    """The DATABASE_URL of the environment, if it names a PostgreSQL server; without any NEWSDESK_SERVER."""
    url = os.environ.get("DATABASE_URL") or os.environ.get("NEWSDESK_SERVER", "")
    return url if url.startswith(("postgres://", "postgresql://", "pgsql://")) else None


def server_programs() -> Path | None:
    """The folder that holds initdb and postgres, the newest release first."""
    if (on_path := shutil.which("initdb")) and shutil.which("postgres"):
        return Path(on_path).parent
    found = [
        folder
        for pattern in INSTALL_FOLDERS
        for folder in Path("/").glob(pattern.lstrip("/"))
        if (folder / "initdb").exists() and (folder / "postgres").exists()
    ]
    return max(found, key=_release, default=None)


def _release(folder: Path) -> float:
    digits = "".join(c for c in folder.parent.name if c.isdigit() or c == ".")
    return float(digits or 0)


def missing() -> str | None:
    """Why the tests cannot run on PostgreSQL here, or None when they can."""
    if named_server() or server_programs():
        return None
    return "no server binaries found"


@contextmanager
def throwaway_cluster(programs: Path) -> Iterator[str]:
    """Yield the DATABASE_URL of a new cluster; stop and remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="newsdesk-pg-", dir=memory()))
    try:
        user = unprivileged_user()
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = folder / "data"
        initialise(programs, data, user)
        server = _start(programs, data, folder, user)
        try:
            wait_until_ready(server, folder / "data")
            # django-environ reads a path that starts with a second slash as socket folder + name.
            yield f"postgres://newsdesk@/{folder}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown": drops open sessions.
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def memory() -> str | None:
    """Return the folder of files in memory, where it has room for the clusters of a run; else None.

    Each test that is not undone with its transaction empties tables, which makes files anew.
    """
    try:
        return MEMORY if shutil.disk_usage(MEMORY).free >= ROOM else None
    except OSError:
        return None


def unprivileged_user() -> pwd.struct_passwd | None:
    """Whom to run the server as: PostgreSQL refuses root, anyone else runs it as themselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerFailed("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


def initialise(programs: Path, data: Path, user: pwd.struct_passwd | None) -> None:
    command = [
        str(programs / "initdb"),
        f"--pgdata={data}",
        "--username=newsdesk",
        "--auth=trust",
        "--encoding=UTF8",
        "--no-sync",
    ]
    # C.UTF-8 folds the case of non-ASCII letters the same way everywhere; not every system has it.
    for locale in ("C.UTF-8", "C"):
        shutil.rmtree(data, ignore_errors=True)
        made = subprocess.run(
            [*command, f"--locale={locale}"],
            cwd=data.parent,
            capture_output=True,
            text=True,
            **run_as(user),
        )
        if made.returncode == 0:
            return
    raise ServerFailed(f"initdb failed: {made.stderr.strip()}")


def _start(
    programs: Path, data: Path, sockets: Path, user: pwd.struct_passwd | None
) -> subprocess.Popen[bytes]:
    settings = SERVER_SETTINGS | {"unix_socket_directories": str(sockets)}
    command = [str(programs / "postgres"), "-D", str(data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with (sockets / "log").open("wb") as log:
        # Its own session: Ctrl-C in the terminal reaches us and the tests, and we stop it in order.
        return subprocess.Popen(
            command,
            cwd=sockets,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **run_as(user),
        )


def run_as(user: pwd.struct_passwd | None) -> dict:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def wait_until_ready(server: subprocess.Popen[bytes], data: Path) -> None:
    deadline = time.monotonic() + 30
    pid_file = data / "postmaster.pid"
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        # The last line of postmaster.pid turns to "ready" (this is what pg_ctl waits for, too).
        if pid_file.exists() and pid_file.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.05)
    raise ServerFailed(f"the server did not start: {(data.parent / 'log').read_text().strip()}")


def run(command: list[str]) -> int:
    """Run the command on a PostgreSQL server; its exit status, or LEFT_OUT without a server."""
    if url := named_server():
        return _run_command(command, url)
    programs = server_programs()
    if programs is None:
        asked = ", and NEWSDESK_TEST_REQUIRE asks for it" if required() else ""
        print(f"PostgreSQL left out: {missing()}{asked}.", file=sys.stderr)
        return 1 if required() else LEFT_OUT
    with throwaway_cluster(programs) as url:
        return _run_command(command, url)


def _run_command(command: list[str], url: str) -> int:
    child = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
    try:
        return child.wait()
    except (KeyboardInterrupt, SystemExit) as interruption:
        # An impatient second Ctrl-C must not leave the cluster behind.
        for number in INTERRUPTIONS:
            signal.signal(number, signal.SIG_IGN)
        # A terminal's Ctrl-C has reached the tests already; other signals reached only us.
        if isinstance(interruption, SystemExit):
            child.send_signal(signal.SIGINT)
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
        raise


def _interrupted(number: int, frame: object) -> NoReturn:
    # A default SIGTERM or SIGHUP would end this process without its `finally` blocks.
    raise SystemExit(128 + number)


def in_order(deed: Callable[[], int]) -> int:
    """Return the status of `deed`, which runs commands on a server; ended in order, whatever ends it."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupted)
    try:
        return deed()
    except ServerFailed as problem:
        print(f"PostgreSQL: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def main() -> int:
    """Entry point of `python -m tests.postgres`."""
    return in_order(lambda: run(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())

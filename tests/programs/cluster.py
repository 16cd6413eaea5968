"""PostgreSQL: a primary, and a streaming replica of it."""

import signal
import subprocess
import time

import psycopg

from tests import postgres
from tests.programs.process import LONGEST, NotStarted, Process

SETTINGS = postgres.SERVER_SETTINGS | {
    # What a replica needs to be told of at once, and to be left behind without being thrown off.
    "wal_keep_size": "256MB",
    "synchronous_commit": "on",
    "autovacuum": "off",
}


class Cluster(Process):
    """A PostgreSQL server that listens on a socket in its folder. `url` names a database of it."""

    ends_by = signal.SIGINT  # "Fast shutdown": drops open sessions.

    def __init__(self) -> None:
        super().__init__()
        programs = postgres.server_programs()
        assert programs, "There is no PostgreSQL."
        # Some have links on the PATH to a few of them only.
        self.programs = (programs / "postgres").resolve().parent
        self.data = self.folder / "data"
        self.fill()

    def fill(self) -> None:
        postgres.initialise(self.programs, self.data, self.user)

    def command(self) -> list[str]:
        told = SETTINGS | {"unix_socket_directories": str(self.folder)}
        options = [part for name, value in told.items() for part in ("-c", f"{name}={value}")]
        return [str(self.programs / "postgres"), "-D", str(self.data), *options]

    def is_up(self) -> bool:
        pid_file = self.data / "postmaster.pid"
        return pid_file.exists() and pid_file.read_text().rstrip().endswith("ready")

    def start(self) -> None:
        # A killed server leaves its file of locks behind, and the memory it shared is of no process.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        super().start()

    def url(self, name: str = "postgres") -> str:
        return f"postgres://newsdesk@/{self.folder}/{name}"

    def ask(self, sql: str, *, name: str = "postgres") -> list[tuple]:
        """Run SQL of the test's own, and return the rows that it finds."""
        told = f"host={self.folder} dbname={name} user=newsdesk"
        with psycopg.connect(told, autocommit=True) as connection:
            found = connection.execute(sql.encode())
            return found.fetchall() if found.description else []


class Copy(Cluster):
    """A cluster that begins with what another had when it was stopped: quicker than to lay it down anew."""

    def __init__(self, original: Cluster) -> None:
        self.original = original
        super().__init__()

    def fill(self) -> None:
        subprocess.run(["cp", "-a", self.original.data, self.data], check=True)


class Replica(Cluster):
    """A copy of a running primary that follows it."""

    def __init__(self, primary: Cluster) -> None:
        self.primary = primary
        super().__init__()

    def fill(self) -> None:
        copy = [
            str(self.programs / "pg_basebackup"),
            f"--pgdata={self.data}",
            f"--host={self.primary.folder}",
            "--username=newsdesk",
            "--checkpoint=fast",
            "--wal-method=stream",
            "--write-recovery-conf",
            "--no-sync",
        ]
        made = subprocess.run(
            copy, cwd=self.folder, capture_output=True, text=True, **self.run_as()
        )
        if made.returncode:
            raise NotStarted(f"pg_basebackup: {made.stderr}")

    def hold_back(self) -> None:
        """Let it receive what the primary writes, and show none of it."""
        self.ask("SELECT pg_wal_replay_pause()")

    def follow(self) -> None:
        self.ask("SELECT pg_wal_replay_resume()")

    def wait_until_equal(self) -> None:
        """Wait until it shows all that the primary has written until now."""
        deadline = time.monotonic() + LONGEST
        while not self.has_caught_up():
            assert time.monotonic() < deadline, "The replica does not follow."
            time.sleep(0.02)

    def has_caught_up(self) -> bool:
        [(written,)] = self.primary.ask("SELECT pg_current_wal_lsn()")
        [(replayed,)] = self.ask(f"SELECT pg_last_wal_replay_lsn() >= '{written}'")
        return bool(replayed)

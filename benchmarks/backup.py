"""Does a backup stream? Memory and time of `backup` and `restore` on a desk with much text.

    python -m benchmarks.backup                                     SQLite
    python -m tests.postgres python -m benchmarks.backup            PostgreSQL, a throw-away server

A desk with 40,000 notices and 8,000 imported texts, 64 MB of text, which is more than the bar. Each command
runs in a process of its own, and what it takes at its peak above what Django takes is measured. Ends with 1
where that is more than 48 MB.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

folder = tempfile.TemporaryDirectory()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
# The wrapper's server, or a database of its own: nothing is written into the desk's.
os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder.name) / 'desk.sqlite3'}")
os.environ.setdefault("NEWSDESK_VAR", folder.name)

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.measures.bars import Bar, report  # noqa: E402
from newsdesk.backup.archive import Archive  # noqa: E402
from newsdesk.backup.file import whole_file  # noqa: E402
from newsdesk.backup.restore import restore  # noqa: E402
from newsdesk.backup.save import save  # noqa: E402
from newsdesk.importing.models import ImportRecord  # noqa: E402
from newsdesk.notifications.models import Notice  # noqa: E402
from tests.programs.desk import make_tables  # noqa: E402

NOTICES, TEXTS = 40_000, 8_000
MOST = 48  # Megabytes.
SECOND = "newsdesk_second"


@transaction.atomic
def build() -> None:
    user, now = User.objects.create(username="ada"), timezone.now()
    Notice.objects.bulk_create(
        (
            Notice(user=user, key=f"story:{n}", kind="read", text="Read.", made_at=now)
            for n in range(NOTICES)
        ),
        batch_size=2_000,
    )
    for n in range(0, TEXTS, 500):
        ImportRecord.objects.bulk_create(
            ImportRecord(
                reference=f"{number:064}",
                target="",
                source_name="text",
                text=f"{number} Nobody fell into the water. " * 250,
                actor=user,
                at=now,
                parser_version=1,
                digest=f"{number:064}",
            )
            for number in range(n, n + 500)
        )


def peak() -> float:
    """Return the most memory that this process has had so far, in MB."""
    _, _, told = Path("/proc/self/status").read_text().partition("VmHWM:")
    return int(told.split()[0]) / 1024


def measured(deed: Callable[[], object]) -> dict[str, float]:
    connection.ensure_connection()
    before, begun = peak(), time.process_time()
    deed()
    return {"megabytes": peak() - before, "seconds": time.process_time() - begun}


def do(command: str, file: Path) -> dict[str, float]:
    """Be the process that is measured."""

    def told(doing: str) -> None:
        pass

    if command == "tables":
        return measured(make_tables)
    if command == "save":
        with whole_file(file) as stream:
            return measured(lambda: save(stream, told))
    with Archive(file) as archive:
        return measured(lambda: restore(archive, told))


def in_process(command: str, file: Path, **environment: str) -> dict[str, float]:
    arguments = [sys.executable, "-m", "benchmarks.backup", command, str(file)]
    done = subprocess.run(
        arguments, env=os.environ | environment, check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout)


def second_database(file: Path) -> str:
    """Return the URL of another database, with tables and no rows."""
    url = f"sqlite:///{Path(folder.name) / SECOND}.sqlite3"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {SECOND}")
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{SECOND}"
    in_process("tables", file, DATABASE_URL=url)
    return url


def main() -> int:
    make_tables()
    build()
    file = Path(folder.name, "desk.backup")
    found = {
        "backup": in_process("save", file),
        "restore": in_process("restore", file, DATABASE_URL=second_database(file)),
    }
    print(f"{NOTICES + TEXTS:,} rows on {connection.vendor}")
    for name, figures in found.items():
        print(f"  {name:8}{figures['megabytes']:6.0f} MB{figures['seconds']:8.1f} s of CPU")
    return report(
        [
            Bar.at_most(
                f"memory of {name}",
                figures["megabytes"],
                MOST,
                unit="MB",
                database=connection.display_name,
            )
            for name, figures in found.items()
        ]
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(do(sys.argv[1], Path(sys.argv[2]))))
        sys.exit()
    with folder:
        sys.exit(main())

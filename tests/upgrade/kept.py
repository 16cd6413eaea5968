"""The kept desk: a database file for each engine, packed, and what its public addresses say.

`python -m tests.upgrade.kept` makes them anew of the code as it stands: once for a release, before its tag.
`python -m tests.upgrade.kept --said` keeps the databases and notes anew what their pages say, after words of
a template were changed on purpose; look at the difference.
"""

import json
import lzma
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.house.rules import ROOT
from tests.programs.desk import Desk
from tests.programs.process import bare_environment

RELEASE = "1.0.0rc1"
FOLDER = Path(__file__).parent / "kept"
SAID = FOLDER / f"{RELEASE}.json"
FILES = {"sqlite": FOLDER / f"{RELEASE}.sqlite3.xz", "postgresql": FOLDER / f"{RELEASE}.sql.xz"}
DEEDS = "tests.upgrade.deeds"


def settings(folder: Path, url: str) -> dict[str, str]:
    return bare_environment() | {
        "DATABASE_URL": url,
        "NEWSDESK_VAR": str(folder),
        "NEWSDESK_HASHED_STATIC": "0",
        # No encoder: what is like what is found by words alone, on every machine.
        "NEWSDESK_DUPLICATES_MODEL": str(folder / "none.onnx"),
    }


def migrate(environment: dict[str, str]) -> None:
    """Bring the database up, as an upgrade does."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """Yield the URL of an empty database."""
    if engine == "sqlite":
        yield f"sqlite:///{folder}/desk.sqlite3"
        return
    programs = postgres.server_programs()
    assert programs
    with postgres.throwaway_cluster(programs) as url:
        yield url


def restore(engine: str, folder: Path, url: str) -> None:
    """Put the kept desk into an empty database."""
    kept = lzma.decompress(FILES[engine].read_bytes())
    if engine == "sqlite":
        (folder / "desk.sqlite3").write_bytes(kept)
        return
    command = [_program("psql"), "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={_named(url)}"]
    subprocess.run(command, input=kept, stdout=subprocess.DEVNULL, check=True)


def _save(engine: str, folder: Path, url: str) -> None:
    if engine == "sqlite":
        whole = folder / "whole.sqlite3"
        connection = sqlite3.connect(folder / "desk.sqlite3")
        connection.execute("VACUUM INTO ?", [str(whole)])
        connection.close()
        content = whole.read_bytes()
    else:
        command = [_program("pg_dump"), "--no-owner", "--no-privileges", f"--dbname={_named(url)}"]
        content = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    FILES[engine].write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))


def _named(url: str) -> str:
    """Return what libpq takes of "postgres://newsdesk@//folder/postgres"."""
    return f"host={url.partition('@/')[2].rpartition('/')[0]} user=newsdesk dbname=postgres"


def _program(name: str) -> str:
    servers = postgres.server_programs()
    folder = str((servers / "postgres").resolve().parent) if servers else None
    found = shutil.which(name) or shutil.which(name, path=folder)
    assert found, name
    return found


def main(*, anew: bool) -> None:
    """Make the files."""
    said = {}
    for engine in FILES:
        with tempfile.TemporaryDirectory() as name, database(engine, Path(name)) as url:
            environment = settings(Path(name), url)
            if not anew:
                restore(engine, Path(name), url)
            migrate(environment)
            with Desk(**environment) as desk:
                if anew:
                    desk.do(f"{DEEDS}:fill")
                said[engine] = desk.do(f"{DEEDS}:said")
            if anew:
                _save(engine, Path(name), url)
    # Each has parts and marks of its own, drawn by lot.
    SAID.write_text(json.dumps(said, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(anew="--said" not in sys.argv)

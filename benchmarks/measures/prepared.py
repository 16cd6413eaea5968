"""What the benchmarks of one run have in common: a server of PostgreSQL, and libraries of both databases.

A library of 100,000 stories takes minutes to fill. Both are filled once, side by side, before anything is
measured, and each benchmark works on a copy.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests import postgres

Environment = dict[str, str]


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, Environment]]:
    """Give what a program needs in its environment to run on each database that is there."""
    found = {"SQLite": {"NEWSDESK_LIBRARIES": str(folder), "DATABASE_URL": ""}}
    url, programs = postgres.named_server(), postgres.server_programs()
    if url:
        yield found | {"PostgreSQL": {"DATABASE_URL": url}}
    elif programs:
        with postgres.throwaway_cluster(programs) as url:
            yield found | {"PostgreSQL": {"DATABASE_URL": url}}
    else:
        yield found


def database_of_its_own(url: str, name: str) -> str:
    """Make an empty database on the server of `url`, and return its own URL."""
    import environ
    import psycopg

    told = environ.Env.db_url_config(url)
    with psycopg.connect(
        host=told["HOST"] or None,
        port=told["PORT"] or None,
        user=told["USER"],
        password=told["PASSWORD"] or None,
        dbname=told["NAME"],
        autocommit=True,
    ) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{url.rpartition('/')[0]}/{name}"


class Filling:
    """Fills libraries of these sizes, on several databases at once, while something else goes on."""

    def __init__(self, where: Iterable[Mapping[str, str]], sizes: Iterable[int]) -> None:
        command = [sys.executable, "-m", "benchmarks.measures.library", *map(str, sizes)]
        self._running = [subprocess.Popen(command, env=os.environ | each) for each in where]

    def is_done_well(self) -> bool:
        """Wait for the end; tell whether all of it went well."""
        ended = [process.wait() for process in self._running]
        return not any(ended)

    def stop(self) -> None:
        for process in self._running:
            process.terminate()
            process.wait()

"""`python -m tests.kill [ROUNDS]`: each deed killed fifty times in the middle, on both databases; a table."""

import os
import subprocess
import sys

TESTS = [sys.executable, "-m", "pytest", "tests/kill", "-q", "-s", "-p", "no:cacheprovider"]
ONLY_DEEDS = ["-k", "killed_in_the_middle", "--show-capture=no"]


def main() -> int:
    rounds = sys.argv[1] if len(sys.argv) > 1 else "50"
    environment = os.environ | {"NEWSDESK_KILL_ROUNDS": rounds}
    command = [*TESTS, *ONLY_DEEDS]
    on_sqlite = environment | {"DATABASE_URL": "sqlite:///test.sqlite3"}
    # The log of the desk goes to standard error: thousands of lines of what the rounds lay down.
    quiet = subprocess.DEVNULL
    sqlite = subprocess.run(command, env=on_sqlite, stderr=quiet)
    on_postgres = [sys.executable, "-m", "tests.postgres", *command]
    postgres = subprocess.run(on_postgres, env=environment, stderr=quiet)
    return sqlite.returncode or postgres.returncode


if __name__ == "__main__":
    sys.exit(main())

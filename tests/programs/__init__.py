"""The programs that a desk stands on, started for a test: a class for each, and one for the desk itself.

Each listens on the loopback interface or on a socket in its own folder, writes into that folder only, and is
ended by its own process id. All can be killed, started again, and held still (`pause`), as a machine is
that hangs.
"""

import importlib.util
import os
import shutil

import pytest

from tests import postgres


def need(*names: str) -> None:
    """Leave the test out where a program is missing; fail where NEWSDESK_TEST_REQUIRE asks for `engines`."""
    if reason := missing(*names):
        if "engines" in os.environ.get("NEWSDESK_TEST_REQUIRE", "").split(","):
            pytest.fail(f"{reason}, and NEWSDESK_TEST_REQUIRE asks for the engines.")
        pytest.skip(reason)


def missing(*names: str) -> str | None:
    """Return which of these (see NAMES) are not installed, in words; None where all are."""
    lacking = [name for name in names if not _INSTALLED[name]()]
    return f"not installed: {', '.join(lacking)}" if lacking else None


def program(name: str) -> str | None:
    """Return the path of a program; servers are not on the PATH of ordinary users."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/bin")


_INSTALLED = {
    "postgres": postgres.server_programs,
    "pgbouncer": lambda: program("pgbouncer"),
    "redis": lambda: program("redis-server"),
    "moto": lambda: importlib.util.find_spec("moto"),
}
NAMES = tuple(_INSTALLED)

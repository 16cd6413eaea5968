"""One stack for the module; a missing program leaves it out here, and fails where CI asks for it."""

import importlib.util
import sys
import tempfile
from pathlib import Path

import pytest

from tests import nginx
from tests import programs as engines
from tests.conftest import required
from tests.stack import programs


def lacking():
    """Return what the stack needs and is not here."""
    found = []
    if not nginx.program():
        found.append("nginx")
    if reason := engines.missing("postgres", "pgbouncer", "redis", "moto"):
        found.append(reason)
    if not importlib.util.find_spec("aiosmtpd"):
        found.append("aiosmtpd")
    if not sys.platform.startswith("linux"):
        found.append("Linux")
    return found


@pytest.fixture(scope="module")
def both():
    if missing := lacking():
        if "stack" in required():
            pytest.fail(
                f"Not here: {', '.join(missing)}, and NEWSDESK_TEST_REQUIRE asks for the stack."
            )
        pytest.skip(f"not here: {', '.join(missing)}")
    # pytest's own folders are closed to the user that nginx runs as.
    with tempfile.TemporaryDirectory(prefix="newsdesk-stack-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with programs.stack(folder) as running:
            yield running


@pytest.fixture
def stack(both):
    return both[0]


@pytest.fixture
def desk(both):
    return both[1]

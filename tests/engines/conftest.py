"""A primary with a desk on it, its replica, and a web process that has both."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from tests import programs
from tests.programs.cluster import Cluster, Copy, Replica
from tests.programs.desk import Desk

DEEDS = "tests.engines.deeds"


@pytest.fixture(scope="module")
def laid() -> Iterator[Cluster]:
    """A stopped cluster with the tables of a desk."""
    programs.need("postgres")
    with Cluster() as cluster:
        with Desk(DATABASE_URL=cluster.url()) as desk:
            desk.do("tests.programs.desk:make_tables")
        cluster.stop()
        yield cluster


@pytest.fixture
def both(laid: Cluster) -> Iterator[Any]:
    """A primary with a desk on it, its replica, and a web process that has both, for one test to break."""
    with running(laid) as parts:
        yield parts


@pytest.fixture(scope="module")
def kept(laid: Cluster) -> Iterator[Any]:
    """What `both` is, started once."""
    with running(laid) as parts:
        yield parts


@pytest.fixture
def whole(kept: Any) -> Iterator[Any]:
    """What `both` is, for a test that ends nothing; the replica follows again afterwards."""
    yield kept
    kept.replica.follow()
    kept.replica.wait_until_equal()
    kept.web.do(f"{DEEDS}:believe_the_replica")


@contextmanager
def running(laid: Cluster) -> Iterator[Any]:
    """Run a primary, its replica, a desk that knows the one and a web process that knows both."""
    with (
        Copy(laid) as primary,
        Desk(DATABASE_URL=primary.url()) as desk,
        Replica(primary) as replica,
    ):
        settings = {
            "DATABASE_URL": primary.url(),
            "NEWSDESK_REPLICA_URL": replica.url(),
            "NEWSDESK_REPLICA_LAG": "2",
        }
        with Desk(**settings) as web:
            yield Both(primary, replica, desk, web)


class Both(SimpleNamespace):
    def __init__(self, primary: Cluster, replica: Replica, desk: Desk, web: Desk) -> None:
        super().__init__(primary=primary, replica=replica, desk=desk, web=web)

    def tell(self, deed: str, *args: Any, **kwargs: Any) -> Any:
        """Let the desk do something."""
        return self.desk.do(f"{DEEDS}:{deed}", *args, **kwargs)

    def read(self, path: str, **headers: str) -> Any:
        """Return what a reader gets of the web process: status, body, and which databases were asked."""
        status, body, used = self.web.do(f"{DEEDS}:read_noting", path, **headers)
        return SimpleNamespace(status=status, body=body, used=used)

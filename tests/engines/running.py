"""Commands that run on all the engines at once."""

import os
import subprocess
from typing import Any

from tests.programs.cluster import Cluster
from tests.programs.moto import Moto
from tests.programs.pgbouncer import PgBouncer
from tests.programs.redis import Redis


def run_on_engines(command: list[str], **how: Any) -> subprocess.CompletedProcess[Any]:
    """Run a command on engines of its own; they end with it."""
    with Cluster() as cluster, PgBouncer(cluster) as pool, Redis() as cache, Moto() as store:
        told = {
            "DATABASE_URL": pool.url(),
            "NEWSDESK_POOLED": "1",
            "CACHE_URL": cache.url,
            "NEWSDESK_STORAGE_URL": store.url,
            "NEWSDESK_TEST_ENGINES": "1",
        }
        return subprocess.run(command, env=os.environ | told, **how)

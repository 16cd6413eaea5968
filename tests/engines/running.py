"""Commands that run on all the engines at once, and what web machines on some of them are told."""

import os
import subprocess
from typing import Any

from tests.programs.cluster import Cluster
from tests.programs.moto import Moto
from tests.programs.pgbouncer import PgBouncer
from tests.programs.redis import Redis


def web_settings(cluster: Cluster, cache: Redis, store: Moto) -> dict[str, str]:
    """Return what web machines and their desk are told that stand on these."""
    return {
        "DATABASE_URL": cluster.url(),
        "CACHE_URL": cache.url,
        "NEWSDESK_STORAGE_URL": store.url,
        "NEWSDESK_SECRET_KEY": "a key for tests alone " * 4,
        "NEWSDESK_JOBS": "workers",
    }


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

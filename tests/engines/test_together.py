"""The key journeys on all the engines at once: a pool of connections, Redis, a store that speaks S3.

These are tests of the desk, run again. The pool gives each transaction another connection, so that whatever
is left in one (a lock, a setting, a prepared statement, a temporary table, a cursor) is missed.
"""

import re
import subprocess
import sys

from tests import programs
from tests.engines.running import run_on_engines
from tests.house.rules import ROOT

JOURNEYS = (
    "backup/test_save.py",
    "catalogue/test_search.py",
    "duplicate_review/test_crossed_merges.py",
    "editing/test_parallel.py",
    "editing/test_presence.py",
    "jobs/test_worker.py",
    "pictures/test_renditions.py",
    "pictures/test_social_cards.py",
    "pictures/test_store_away.py",
    "responses/test_never_stale.py",
    "stories/test_make_renditions.py",
    "stories/test_publishing.py",
    "submissions/test_limits.py",
)
# They look into a folder of the disk, or into the memory of the default cache.
ELSEWHERE = (
    "backup/test_save.py::test_what_is_missing_is_told",
    "submissions/test_limits.py::test_no_address_is_kept_and_tomorrow_the_same_one_counts_as_another",
)
AT_LEAST = 150


def test_the_key_journeys_pass_on_all_engines_at_once():
    programs.need(*programs.NAMES)
    left_out = [f"--deselect=tests/{name}" for name in ELSEWHERE]
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not browser"]
    done = run_on_engines(
        # A database that the pool still holds cannot be dropped; it goes with the server.
        [*run, "--reuse-db", *left_out, *(f"tests/{name}" for name in JOURNEYS)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=3_000,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed
    assert int(passed[1]) >= AT_LEAST
    assert "skipped" not in done.stdout

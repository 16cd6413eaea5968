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

# Of tests that take long, those that depend on whose connection it is.
SAVED_AT_ONCE = (
    "the_outcome_of_every_saver_is_accounted_for",
    "one_double_click_is_one_edit",
    "one_double_click_on_a_new_page_makes_one_page",
)
TOLD_AT_ONCE = (
    "what_was_undone_is_told_at_once",
    "a_scheduled_start_is_told_though_nothing_runs",
    "what_a_transaction_has_written_is_told_when_it_is_over",
    "what_is_rolled_back_was_never_told",
    "a_savepoint_that_is_rolled_back_hides_nothing_of_the_rest",
    "who_began_first_may_commit_last",
    "a_second_process_asks_the_same_row",
)
JOURNEYS = (
    "backup/test_save.py",
    "catalogue/test_search.py",
    "duplicate_review/test_crossed_merges.py",
    *(f"editing/test_parallel.py::test_{name}" for name in SAVED_AT_ONCE),
    "editing/test_presence.py",
    "jobs/test_worker.py",
    "pictures/test_renditions.py",
    "pictures/test_social_cards.py",
    "pictures/test_store_away.py",
    *(f"responses/test_never_stale.py::test_{name}" for name in TOLD_AT_ONCE),
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

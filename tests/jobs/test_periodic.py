"""Periodic jobs: handed in when due, once however many look, and their outcome kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from newsdesk.jobs.models import PeriodicRun
from newsdesk.jobs.periodic import hand_in_due, periodic_jobs
from tests.jobs.sample import DONE, FAILING

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def names(found):
    return [each.name for each in found]


def test_what_never_ran_is_due_at_once_and_then_every_hour():
    assert names(hand_in_due(NOON)) == ["sample"]
    assert hand_in_due(NOON + HOUR / 2) == []
    assert names(hand_in_due(NOON + HOUR)) == ["sample"]


def test_a_night_that_was_missed_is_made_up_for_once(work):
    hand_in_due(NOON)
    work()
    hand_in_due(NOON + 9 * HOUR)
    assert hand_in_due(NOON + 9 * HOUR) == []
    assert work() == 1


def test_two_that_look_at_the_same_time_hand_in_one(work):
    hand_in_due(NOON)
    # The other has read that it is due and has not moved the time on.
    PeriodicRun.objects.update(due_at=NOON)
    hand_in_due(NOON)
    assert DBTaskResult.objects.count() == 1
    assert work() == 1


def test_how_a_run_went_is_kept(work, time_machine, later):
    time_machine.move_to(NOON, tick=False)
    hand_in_due()
    work()
    run = PeriodicRun.objects.get()
    assert (run.ran_at, run.failed_at, run.failure) == (NOON, None, "")
    FAILING.add("hour")
    later(HOUR)
    hand_in_due()
    work()
    run.refresh_from_db()
    assert (run.ran_at, run.failed_at) == (NOON, NOON + HOUR)
    assert run.failure == "tests.jobs.sample.NoRoom"
    FAILING.clear()
    later(HOUR)
    hand_in_due()
    work()
    run.refresh_from_db()
    assert (run.ran_at, run.failed_at, run.failure) == (NOON + 2 * HOUR, None, "")
    assert DONE == ["hour"] * 3


def test_the_desk_registers_its_own(monkeypatch):
    monkeypatch.undo()
    assert {each.name for each in periodic_jobs()} >= {
        "check_live_pages",
        "make_renditions",
        "forget_reports",
        "prune_drafting",
        "scan_duplicates",
    }

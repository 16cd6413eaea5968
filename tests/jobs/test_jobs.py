"""Jobs: handed in with the transaction, once, tried again with longer pauses, the urgent first."""

import logging
from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from newsdesk.jobs.job import Terms, hand_in, terms_of
from newsdesk.requests import log
from tests.jobs.sample import DONE, FAILING, note, note_at_once

pytestmark = pytest.mark.django_db


def test_a_job_runs_once_in_a_worker_and_not_before(work):
    hand_in(note, "ferry")
    assert DONE == []
    assert work() == 1
    assert DONE == ["ferry"]
    assert work() == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_is_as_lost_as_the_transaction_that_handed_it_in(work):
    with transaction.atomic():
        hand_in(note, "ferry")
        transaction.set_rollback(True)
    assert work() == 0


def test_the_same_job_waits_once_and_again_when_the_first_has_run(work):
    hand_in(note, "ferry")
    hand_in(note, "ferry")
    hand_in(note, "bridge")
    assert work() == 2
    assert DONE == ["ferry", "bridge"]
    hand_in(note, "ferry")
    assert work() == 1


def test_the_urgent_run_first(work):
    hand_in(note, "ferry")
    hand_in(note_at_once, "mail")
    work()
    assert DONE == ["mail", "ferry"]


def test_a_failing_job_is_tried_again_after_longer_and_longer_pauses(work, time_machine, later):
    time_machine.move_to("2026-11-29 12:00 +0000", tick=False)
    FAILING.add("ferry")
    hand_in(note, "ferry")
    assert work() == 1
    later(9)
    assert work() == 0
    later(1)
    assert work() == 1
    later(29)
    assert work() == 0
    FAILING.clear()
    later(1)
    assert work() == 1
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert DONE == ["ferry"] * 3


def test_a_job_is_not_tried_more_often_than_its_terms_allow(work, time_machine, later):
    time_machine.move_to("2026-11-29 12:00 +0000", tick=False)
    FAILING.add("ferry")
    hand_in(note, "ferry")
    for _ in range(5):
        work()
        later(timedelta(days=1))
    assert DONE == ["ferry"] * 3
    row = DBTaskResult.objects.get()
    assert row.status == "FAILED"
    assert "No room for ferry." in row.traceback


def test_a_failing_job_stops_no_other_and_is_in_the_log(work, caplog):
    FAILING.add("ferry")
    hand_in(note, "ferry")
    hand_in(note, "bridge")
    assert work() == 2
    assert DONE == ["ferry", "bridge"]
    told = [each for each in caplog.records if each.name == "newsdesk.jobs"]
    assert [each.levelno for each in told] == [logging.ERROR]
    assert "No room for ferry." in told[0].getMessage()


def test_pauses_grow_threefold_up_to_the_longest():
    terms = Terms("x", pause=timedelta(seconds=30), longest_pause=timedelta(minutes=10))
    told = [terms.pause_after(tried).total_seconds() for tried in (1, 2, 3, 4, 20)]
    assert told == [30, 90, 270, 600, 600]


def test_a_job_whose_code_is_gone_fails_once_and_is_told(work):
    hand_in(note, "ferry")
    DBTaskResult.objects.update(task_path="tests.jobs.sample.gone")
    assert work() == 1
    assert DBTaskResult.objects.get().status == "FAILED"
    assert terms_of("tests.jobs.sample.gone").label == "A job of an earlier release"


def test_without_workers_a_job_runs_after_the_commit_and_its_failure_costs_nothing(
    settings, django_capture_on_commit_callbacks
):
    settings.JOBS_IN_REQUESTS = True
    FAILING.add("ferry")
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        hand_in(note, "ferry")
        assert DONE == []
    assert len(callbacks) == 1
    assert DONE == ["ferry"]
    assert not DBTaskResult.objects.exists()


def test_a_job_is_logged_with_the_number_of_the_request_that_handed_it_in(work, rf, caplog):
    caplog.handler.addFilter(log.AboutRequest())
    FAILING.update({"ferry", "bridge"})
    with log.about(rf.get("/"), number="12345678", origin="192.0.2.7"):
        hand_in(note, "ferry")
    hand_in(note, "ferry")
    hand_in(note, "bridge")
    assert work() == 2
    failed = [record for record in caplog.records if "failed" in record.getMessage()]
    assert [(each.request_id, each.method, each.sender) for each in failed] == [
        ("12345678", "JOB", "-"),
        ("-", "JOB", "-"),
    ]
    assert {each.path for each in failed} == {note.module_path}

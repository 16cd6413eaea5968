"""Jobs on the desk: what chiefs see on the front page and on the page of all jobs, and trying again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsdesk.jobs.job import hand_in
from newsdesk.jobs.models import DEAD_AFTER, PeriodicRun, Worker
from newsdesk.jobs.overview import overview
from newsdesk.jobs.periodic import hand_in_due
from tests.jobs.sample import DONE, FAILING, note
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    """Return a client of a desk chief."""
    client.force_login(person("Desk chief"))
    return client


def failed(work, later):
    """Let a job fail as often as it may."""
    FAILING.add("ferry")
    hand_in(note, "ferry")
    for _ in range(3):
        work()
        later(timedelta(hours=1))
    FAILING.clear()
    return DBTaskResult.objects.failed().get()


def test_all_is_well_where_everything_runs(work):
    Worker.objects.create(name="ada", host="here")
    hand_in_due()
    hand_in(note, "ferry")
    work()
    found = overview()
    assert found.faults == []
    assert [row.late for row in found.periodic] == [False]
    assert (found.waiting, found.running, len(found.workers)) == (0, 0, 1)


def test_waiting_in_vain_is_a_fault_and_says_what_to_start(later):
    hand_in(note, "ferry")
    assert overview().faults == []
    later(timedelta(minutes=11))
    no_worker, waiting = overview().faults
    assert "run_worker" in no_worker
    assert waiting == "1 job has been waiting, the first for 11 minutes."


def test_a_periodic_job_that_has_not_run_is_late(work, later):
    hand_in_due()
    work()
    later(timedelta(hours=1, minutes=29))
    hand_in_due()
    assert [row.late for row in overview().periodic] == [False]
    later(timedelta(minutes=2))
    assert [row.late for row in overview().periodic] == [True]
    assert "Late: Hourly sample." in overview().faults


def test_a_job_handed_in_and_never_run_is_late_too(later):
    PeriodicRun.objects.create(name="sample", due_at=timezone.now())
    later(timedelta(hours=2))
    assert [row.late for row in overview().periodic] == [True]


def test_a_dead_worker_is_none():
    Worker.objects.create(name="ada", host="here", seen_at=timezone.now() - DEAD_AFTER * 2)
    assert overview().workers == []


def test_what_waits_for_another_try_is_no_fault(work):
    FAILING.add("ferry")
    hand_in(note, "ferry")
    work()
    found = overview()
    assert (found.waiting, found.later, found.number_failed) == (0, 1, 0)
    assert found.faults == []


def test_the_front_page_tells_chiefs_of_faults_and_nobody_else(client, chief, work, later):
    assert b"See all jobs" not in chief.get(reverse("admin:index")).content
    failed(work, later)
    page = chief.get(reverse("admin:index")).content.decode()
    assert "1 job failed and will not be tried again by itself." in page
    assert reverse("admin:jobs") in page
    client.force_login(person("Editor"))
    page = client.get(reverse("admin:index")).content.decode()
    assert "will not be tried again" not in page
    assert reverse("admin:jobs") not in page
    assert client.get(reverse("admin:jobs")).status_code == 403


def test_the_page_lists_all_and_lets_a_failed_one_run_again(chief, work, later, caplog):
    hand_in_due()
    row = failed(work, later)
    page = chief.get(reverse("admin:jobs")).content.decode()
    assert "Hourly sample" in page
    assert "NoRoom: No room for ferry." in page
    assert "tried 3 times" in page
    DONE.clear()
    caplog.set_level("INFO", "newsdesk.jobs")
    answer = chief.post(reverse("admin:jobs"), {"job": row.pk}, follow=True)
    assert "Sample: it runs again" in answer.content.decode()
    assert "Tried again by" in caplog.text
    assert work() == 1
    assert DONE == ["ferry"]
    assert "Failed" not in chief.get(reverse("admin:jobs")).content.decode()


@pytest.mark.parametrize("key", ["", "x", "0" * 32, "\0", "12"])
def test_a_job_that_has_not_failed_is_not_tried_again(chief, key):
    answer = chief.post(reverse("admin:jobs"), {"job": key}, follow=True)
    assert answer.status_code == 200
    assert "has not failed" in answer.content.decode()


def test_only_who_may_tries_again(client, work, later):
    row = failed(work, later)
    client.force_login(person("Editor"))
    assert client.post(reverse("admin:jobs"), {"job": row.pk}).status_code == 403
    row.refresh_from_db()
    assert row.status == "FAILED"


def test_queries_do_not_grow_with_jobs(django_assert_max_num_queries, work):
    for n in range(20):
        hand_in(note, f"ferry {n}")
    with django_assert_max_num_queries(6):
        overview()

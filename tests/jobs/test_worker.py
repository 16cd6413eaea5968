"""Workers: they say that they live, and what a dead one left is taken over."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsdesk.jobs import periodic
from newsdesk.jobs.job import hand_in
from newsdesk.jobs.models import DEAD_AFTER, Worker
from newsdesk.jobs.worker import DIED, JobWorker, take_over
from tests.house.rules import ROOT
from tests.jobs.sample import DONE, note

LONG_AGO = DEAD_AFTER * 2


def left_by(name, *, ago=LONG_AGO, tried=()):
    """Hand a job in and leave it as a worker does that ends in the middle of it."""
    hand_in(note, "ferry")
    row = DBTaskResult.objects.get()
    row.worker_ids = list(tried)
    row.claim(name)
    DBTaskResult.objects.update(started_at=timezone.now() - ago)
    return row


def worker(name, *, ago=timedelta()):
    return Worker.objects.create(name=name, host="here", seen_at=timezone.now() - ago)


@pytest.mark.django_db
def test_what_a_dead_worker_left_is_tried_again(work, later):
    left_by("ada")
    worker("ada", ago=LONG_AGO)
    assert take_over() == 1
    assert not Worker.objects.exists()
    row = DBTaskResult.objects.get()
    assert (row.status, row.exception_class_path) == ("READY", DIED)
    assert work() == 0
    later(10)
    assert work("ben") == 1
    row.refresh_from_db()
    assert (row.status, row.worker_ids) == ("SUCCESSFUL", ["ada", "ben"])
    assert DONE == ["ferry"]


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_given_up():
    left_by("cyd", tried=("ada", "ben"))
    assert take_over() == 1
    row = DBTaskResult.objects.get()
    assert (row.status, row.exception_class_path) == ("FAILED", DIED)


@pytest.mark.django_db
def test_what_a_living_worker_runs_is_left_to_it():
    left_by("ada")
    worker("ada")
    assert take_over() == 0
    assert DBTaskResult.objects.get().status == "RUNNING"


@pytest.mark.django_db
def test_a_worker_that_was_not_heard_of_yet_has_a_moment():
    left_by("ada", ago=timedelta(seconds=5))
    assert take_over() == 0


@pytest.mark.django_db
def test_a_job_that_ends_while_it_is_taken_over_stays_done():
    row = left_by("ada")
    row.set_successful(None)
    assert take_over() == 0
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@pytest.mark.django_db(transaction=True)
def test_a_worker_says_that_it_lives_while_it_runs_and_goes(monkeypatch):
    monkeypatch.setattr(periodic, "_registered", {})
    hand_in(note, "ferry")
    seen = []

    class Looking(JobWorker):
        def run_task(self, db_task_result):
            until = time.monotonic() + 10
            while not Worker.objects.alive().filter(name="ada").exists():
                assert time.monotonic() < until
                time.sleep(0.01)
            seen.append(Worker.objects.get().host)
            super().run_task(db_task_result)

    Looking(name="ada", batch=True, interval=0.05).run()
    assert DONE == ["ferry"]
    assert len(seen) == 1
    assert not Worker.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_commands_do_what_waits(capsys):
    call_command("run_periodic")
    assert "Due: sample." in capsys.readouterr().out
    call_command("run_worker", batch=True, verbosity=0)
    assert DONE == ["hour"]


SLEEPER = """
import django, os, time
django.setup()
from newsdesk.jobs import worker
from django_tasks_db.models import DBTaskResult
DBTaskResult.task = property(lambda row: time.sleep(600))
print("ready", flush=True)
worker.JobWorker(name="ada", interval=0.05).run()
"""


def _named(options, name):
    """Return the URL of a database, over the socket or the port that these options say."""
    if options["HOST"].startswith("/"):
        return f"postgres://{options['USER']}@/{options['HOST']}/{name}"
    return f"postgres://{options['USER']}@{options['HOST']}:{options['PORT']}/{name}"


@pytest.mark.django_db(transaction=True)
def test_kill_9_in_the_middle_of_a_job_loses_nothing(work, later):
    hand_in(note, "ferry")
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        url = _named(connection.settings_dict, name)
    else:
        url = f"sqlite:///{name}"
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "newsdesk.settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", SLEEPER], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )
    try:
        until = time.monotonic() + 60
        while not DBTaskResult.objects.running().exists():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    assert take_over() == 0
    later(DEAD_AFTER + timedelta(seconds=1))
    assert take_over() == 1
    later(10)
    assert work("ben") == 1
    assert DONE == ["ferry"]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"

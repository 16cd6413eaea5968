"""Jobs run in a worker here, in this process and without its heart."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsdesk.jobs import periodic
from newsdesk.jobs.worker import JobWorker
from tests.jobs import sample


@pytest.fixture(autouse=True)
def _workers(settings, monkeypatch):
    settings.JOBS_IN_REQUESTS = False
    monkeypatch.setattr(periodic, "_registered", {sample.HOURLY.name: sample.HOURLY})
    sample.DONE.clear()
    sample.FAILING.clear()


@pytest.fixture
def later(time_machine):
    """Return what moves the clock on, by seconds or a timedelta; it stands still in between."""

    def move(by):
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        time_machine.move_to(timezone.now() + timedelta(seconds=seconds), tick=False)

    return move


@pytest.fixture
def work():
    """Return what runs the jobs that are ready now, as a worker of that name does; how many it ran."""

    def run(name="ada"):
        worker = JobWorker(name=name)
        ran = 0
        while row := DBTaskResult.objects.ready().first():
            row.claim(name)
            worker.run_task(row)
            ran += 1
        return ran

    return run

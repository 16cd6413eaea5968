"""Jobs run in a worker here, in this process; `post` is a mail server that catches."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsdesk.jobs.worker import JobWorker
from newsdesk.mail.content import Content, Item, writes
from tests.mail import server
from tests.people import person


@pytest.fixture(autouse=True)
def _workers(settings):
    settings.JOBS_IN_REQUESTS = False
    settings.SITE_NAME = "The Explainer’s Desk"
    settings.SITE_URL = "https://news.example"
    settings.DEFAULT_FROM_EMAIL = "The Explainer’s Desk <desk@news.example>"


@pytest.fixture
def post(settings):
    catcher, controller = server.start(settings)
    yield catcher
    controller.stop()


@pytest.fixture
def later(time_machine):
    """Return what moves the clock on, by seconds or a timedelta; it stands still in between."""

    def move(by):
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        time_machine.move_to(timezone.now() + timedelta(seconds=seconds), tick=False)

    return move


@pytest.fixture
def work():
    """Return what runs the jobs that are ready now; how many it ran."""

    def run():
        worker, ran = JobWorker(name="ada"), 0
        while row := DBTaskResult.objects.ready().first():
            row.claim("ada")
            worker.run_task(row)
            ran += 1
        return ran

    return run


@pytest.fixture
def ada(db):
    user = person("Reporter", "ada")
    user.email = "ada@news.example"
    user.save()
    return user


@writes("sample")
def sample(user, message):
    """A message that shows its data, and is needless where there is none."""
    text = message.data.get("text")
    if not text:
        return None
    return Content(
        subject=f"About {text}",
        paragraphs=(text,),
        items=(Item("A story", "https://news.example/admin/x/"),),
        button=("Open it", "https://news.example/admin/"),
        why="Because you asked.",
        stop=message.data.get("stop", ""),
    )

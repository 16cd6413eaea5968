"""Jobs run in a worker here, in this process; `post` is a mail server that catches."""

import pytest

from newsdesk.mail.content import Content, Item, writes
from tests.jobs.conftest import later, work
from tests.mail import server
from tests.people import person

__all__ = ["later", "work"]


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

"""A desk with a receiver that is told everything, jobs that run in this process, a clock to be moved."""

import pytest

from newsdesk.jobs import periodic
from newsdesk.webhooks import deeds, delivery
from newsdesk.webhooks.clock import tell_waiting
from newsdesk.webhooks.models import ReceiverEvent
from tests.api.conftest import id_of
from tests.jobs.conftest import later, work
from tests.people import person
from tests.webhooks.receiver import HOST, Partner

__all__ = ["id_of", "later", "work"]

ADDRESS = f"https://{HOST}/hook"


@pytest.fixture(autouse=True)
def _workers(settings, monkeypatch):
    settings.JOBS_IN_REQUESTS = False
    settings.SITE_URL = "https://news.example"
    monkeypatch.setattr(periodic, "_registered", {})


@pytest.fixture
def chief(db):
    return person("Desk chief")


@pytest.fixture
def partner(tmp_path, monkeypatch):
    """A receiver that runs; it can be told what to answer, stopped and started again."""
    made = Partner()
    made.start(tmp_path)
    made.folder = tmp_path
    monkeypatch.setattr(delivery, "network", made.network())
    yield made
    made.stop()


@pytest.fixture
def told(partner, chief):
    """The receiver as the desk knows it."""
    return deeds.add(ADDRESS, ReceiverEvent.values, actor=chief)


@pytest.fixture
def tick(work, later):
    """Return what lets so many seconds pass, and does what is due by the clock and the jobs of it."""

    def pass_by(seconds):
        later(seconds)
        tell_waiting.call()
        return work()

    return pass_by

"""Letters as readers send them, without the wait that tells a reader from a program."""

import pytest

from newsdesk.submissions import signed_token
from tests.people import person


@pytest.fixture
def no_wait(monkeypatch):
    monkeypatch.setattr(signed_token, "SHORTEST", 0)


@pytest.fixture
def chief(db):
    return person("Desk chief")


@pytest.fixture
def moderator(db):
    return person("Moderator")

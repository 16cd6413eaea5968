"""Ada, who has a password."""

import logging

import pytest

from tests.accounts.logins import PASSWORD
from tests.people import person


@pytest.fixture
def ada(db):
    user = person("Editor", "ada")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def log(caplog):
    """What is written to the log of accounts."""
    caplog.set_level(logging.INFO, logger="newsdesk.accounts")
    return caplog

"""A desk with a chief, a second one, and a reporter."""

import pytest
from django.test import Client

from tests.accounts.logins import PASSWORD, log_in
from tests.people import person


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def grace(db):
    return with_password(person("Desk chief", "grace"))


@pytest.fixture
def hedy(db):
    return person("Desk chief", "hedy")


@pytest.fixture
def ada(db):
    user = person("Reporter", "ada")
    user.first_name, user.last_name, user.email = "Ada", "Byron", "ada@news.example"
    user.set_password("of-ada-and-long")
    user.save()
    return user


@pytest.fixture
def desk(grace):
    """A client of the desk chief, who has signed in a moment ago."""
    client = Client()
    log_in(client, "grace")
    return client

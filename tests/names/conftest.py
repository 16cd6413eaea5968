"""The people that these tests need."""

import pytest

from tests.people import person


@pytest.fixture
def chief(db):
    return person("Desk chief", "chief")


@pytest.fixture
def editor(db):
    return person("Editor", "edda")


@pytest.fixture
def desk(client, chief):
    """A client of the desk chief."""
    client.force_login(chief)
    return client

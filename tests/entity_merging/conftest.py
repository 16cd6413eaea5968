import pytest

from tests.people import person


@pytest.fixture
def moderator():
    return person("Moderator")


@pytest.fixture
def chief():
    return person("Desk chief")

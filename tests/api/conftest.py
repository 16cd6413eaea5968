"""What tests of the read API share."""

import pytest

from newsdesk.catalogue.models import Page
from tests.people import person


@pytest.fixture
def chief(db):
    return person("Desk chief")


@pytest.fixture
def ask(client):
    """Return what asks an address under /api/v1/ and gives back the JSON of the answer, of that status."""

    def asked(path, status=200, **headers):
        path = path.removeprefix("http://127.0.0.1:8000")
        address = path if path.startswith("/api/") else f"/api/v1/{path}"
        response = client.get(address, headers=headers or None)
        assert response.status_code == status, (address, response.status_code, response.content)
        return response.json()

    return asked


@pytest.fixture
def id_of(db):
    """Return what tells the id of the page at a path."""

    def found(path):
        return Page.objects.filter(path=path).values_list("uid", flat=True).first()

    return found


@pytest.fixture
def made_each_time(settings):
    """Keep no answers: what is asked is what an answer costs that is made."""
    settings.RESPONSE_CACHE_BYTES = 0

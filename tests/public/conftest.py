"""What tests of the public pages share."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from lxml import html

from tests.people import person
from tests.public import desk


@pytest.fixture
def chief(db: None) -> User:
    return person("Desk chief")


@pytest.fixture
def today() -> Iterator[None]:
    """Let it be noon of the day on which the tests were started, also when they go on past midnight."""
    with time_machine.travel(datetime.combine(desk.TODAY, time(12), tzinfo=UTC)):
        yield


@pytest.fixture
def made_each_time(settings: Any) -> None:
    """Keep no answers: what is asked is what a page costs that is made."""
    settings.RESPONSE_CACHE_BYTES = 0


@pytest.fixture
def read(client: Client) -> Callable[[str], Any]:
    """Fetch a page that must be there and return it as a parsed tree."""

    def fetch(path: str) -> Any:
        response = client.get(path)
        assert response.status_code == 200, path
        return html.fromstring(response.content.decode())

    return fetch


@pytest.fixture
def linked_data(read: Callable[[str], Any]) -> Callable[[str], dict[str, Any]]:
    """Return what a page says in schema.org's words, by type."""

    def fetch(path: str) -> dict[str, Any]:
        (script,) = read(path).xpath('//script[@type="application/ld+json"]')
        return {thing["@type"]: thing for thing in json.loads(script.text)["@graph"]}

    return fetch

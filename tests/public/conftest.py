"""What tests of the public pages share."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import html

from tests.people import person


@pytest.fixture
def chief(db: None) -> User:
    return person("Desk chief")


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

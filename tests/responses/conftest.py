"""Readers who ask while somebody else changes the desk, and what an answer would be without a cache."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from django.db import connection
from django.test import Client, override_settings

from newsdesk.site.response_cache import ANSWERS

Result = TypeVar("Result")


@pytest.fixture
def elsewhere(transactional_db: None) -> Callable[[Callable[[], Result]], Result]:
    """Do something with a connection of its own, as another process would, and wait for its end."""

    def do(deed: Callable[[], Result]) -> Result:
        def alone() -> Result:
            try:
                return deed()
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(alone).result(timeout=60)

    return do


def made(path: str, **headers: str) -> Any:
    """Return what the address answers where nothing is kept."""
    with override_settings(RESPONSE_CACHE_BYTES=0):
        return Client(headers=headers or None).get(path)


def given(path: str, **headers: str) -> Any:
    """Return what a reader is answered, and know that it was kept: nothing was made for it."""
    return Client(headers=headers or None).get(path)


def is_kept(path: str) -> bool:
    """Tell whether an answer for `path`, without parameters, is kept."""
    return any(asked.path == path and not asked.parameters for asked in ANSWERS.addresses())

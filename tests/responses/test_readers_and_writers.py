"""Readers ask while others write: no answer is of before what its reader could know, nor of what never was.

Writers change what lists and pages show, some of it undone; readers ask for the same addresses all the
while, each by turns where the others have just filled the cache. Each page says the number of its last
change that was committed, and these only grow.
"""

import random
import re
from collections.abc import Callable
from itertools import count
from threading import Event, Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client

from newsdesk.catalogue.models import Page
from newsdesk.site import response_cache
from tests.people import person
from tests.public import desk
from tests.responses.conftest import made

pytestmark = pytest.mark.django_db(transaction=True)

READERS, ROUNDS = 2, 8
PATHS = ("/stories/", "/archive/", "/feeds/stories.json", "/sitemap.xml")
SAID = re.compile(r"Change ([0-9]+) of (turns|another)")


@pytest.fixture
def chief(transactional_db: None) -> User:
    return person("Desk chief")


@pytest.fixture
def two(chief: User) -> dict[str, int]:
    """Return the primary keys of two stories in the catalogue."""
    found = {}
    for name in ("turns", "another"):
        item = desk.story(chief, f"Ferry {name}")
        found[name] = Page.objects.get(key=item.key).pk
        Page.objects.filter(pk=found[name]).update(title=f"Change 0 of {name}")
    return found


def committed(two: dict[str, int]) -> dict[str, int]:
    """Return the number of the last change of each, past the cache."""
    titles = dict(Page.objects.filter(pk__in=two.values()).values_list("pk", "title"))
    return {name: int(titles[pk].split()[1]) for name, pk in two.items()}


def in_thread(work: Callable[[], None], failures: list[BaseException]) -> Thread:
    def run() -> None:
        try:
            work()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    return Thread(target=run)


def writer(name: str, pk: int, chance: random.Random, over: Event) -> None:
    for number in count(1):
        if over.is_set():
            return
        with transaction.atomic():
            Page.objects.filter(pk=pk).update(title=f"Change {number} of {name}")
            if chance.random() < 0.3:
                Page.objects.filter(pk=pk).update(summary=f"Summary {number}")
        if chance.random() < 0.3:
            with transaction.atomic():
                Page.objects.filter(pk=pk).update(title=f"Change 99999 of {name}")
                transaction.set_rollback(True)
        # Now and then long enough for an answer to be kept and given.
        over.wait(chance.choice((0, 0, 0.005, 0.05, 0.2)))


def reader(two: dict[str, int]) -> None:
    for _ in range(ROUNDS):
        for path in PATHS:
            before = committed(two)
            answer: Any = Client().get(path)
            after = committed(two)
            assert answer.status_code == 200
            told = {name: int(number) for number, name in SAID.findall(answer.content.decode())}
            assert len(told) == 2 or path == "/sitemap.xml"
            for name, number in told.items():
                assert before[name] <= number <= after[name], (path, name)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_reader_is_told_of_before(two, seed, monkeypatch):
    given = []
    stock = response_cache._still

    def still(*args):
        found = stock(*args)
        given.append(found is not None)
        return found

    monkeypatch.setattr(response_cache, "_still", still)
    failures: list[BaseException] = []
    over = Event()
    readers = [in_thread(lambda: reader(two), failures) for _ in range(READERS)]
    writers = [
        in_thread(lambda n=name, pk=pk: writer(n, pk, random.Random(f"{seed}{n}"), over), failures)
        for name, pk in two.items()
    ]
    for thread in (*readers, *writers):
        thread.start()
    for thread in readers:
        thread.join(120)
    over.set()
    for thread in writers:
        thread.join(120)
    assert not failures, failures
    assert any(given), "Nothing was ever kept: this proves nothing."
    for path in PATHS:
        for _ in range(2):
            assert Client().get(path).content == made(path).content, path

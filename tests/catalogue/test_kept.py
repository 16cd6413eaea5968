"""What is worked out of the catalogue once is right at every moment, and tells of nothing that waits."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entities.cited_outlets import cited_outlets, numbers_of
from faqs.workflow import FAQ
from newsdesk.catalogue import kept
from newsdesk.catalogue.kept import forget_all
from newsdesk.catalogue.kept import kept as keep
from tests import pages, release
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_kept():
    forget_all()
    yield
    forget_all()


@pytest.fixture
def chief():
    return person("Desk chief")


def asked(chief, n, **values):
    return pages.faq(chief, f"Why do ferries lean {n}?", tags=("Ships",), **values)


def counted():
    """Return what is made each time, and how often that was."""
    made = []

    def make():
        made.append(1)
        return len(made)

    return make


def test_something_is_made_once_until_readers_see_something_else(chief):
    make = counted()
    assert [keep("x", make), keep("x", make), keep("y", make), keep("x", make)] == [1, 1, 2, 1]
    release.publish(pages.story(chief), actor=chief)
    assert [keep("x", make), keep("x", make), keep("y", make)] == [3, 3, 4]


def test_a_time_that_passes_changes_it_without_a_write(chief):
    make, later = counted(), timezone.now() + timedelta(hours=1)
    release.publish(pages.story(chief), actor=chief)
    FAQ.embargo(item := asked(chief, 1), actor=chief, until=later, note="Embargoed.")
    release.publish(item, actor=chief)
    assert [keep("x", make), keep("x", make)] == [1, 1]
    with time_machine.travel(later + timedelta(seconds=1)):
        assert [keep("x", make), keep("x", make)] == [2, 2]


def test_nothing_is_kept_of_a_transaction_nor_given_to_it(chief):
    make = counted()
    with transaction.atomic():
        release.publish(pages.story(chief), actor=chief)
        assert [keep("x", make), keep("x", make)] == [1, 2]
    assert [keep("x", make), keep("x", make)] == [3, 3]
    with transaction.atomic():
        assert keep("x", make) == 4
    assert keep("x", make) == 3


def test_the_figure_beside_an_outlet_is_counted_anew_when_readers_see_another_story(chief):
    release.publish(pages.story(chief, reports=(pages.REPORT,)), actor=chief)
    cited = cited_outlets()
    assert numbers_of(cited) == {"the-pier-post": 1}
    with CaptureQueriesContext(connection) as captured:
        numbers_of(cited)
    assert not [each for each in captured if "entities_outlet" in each["sql"]]
    release.publish(pages.story(chief, "Another ferry", reports=(pages.REPORT,)), actor=chief)
    assert numbers_of(cited) == {"the-pier-post": 2}


def test_no_more_is_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(kept, "ROOM", 2)
    make = counted()
    assert [keep(name, make) for name in "abacab"] == [1, 2, 1, 3, 1, 4]


def test_what_waits_is_told_by_no_number_and_counts_from_its_minute_on(chief):
    """Lists, choices and the archive are counted once; their numbers follow the clock all the same."""
    reader, later = Client(), timezone.now() + timedelta(hours=1)
    release.publish(asked(chief, 1), actor=chief)
    paths = ("/questions/", "/questions/?tag=ships", "/tags/ships/", "/archive/", "/sitemap.xml")

    def told():
        return [reader.get(path).content for path in paths]

    before = told()
    FAQ.embargo(item := asked(chief, 2), actor=chief, until=later, note="Embargoed.")
    release.publish(item, actor=chief)
    assert told() == before
    with time_machine.travel(later + timedelta(seconds=1)):
        after = told()
        assert "2 pages, the latest first" in after[2].decode()
        assert "2 stories and questions" in after[3].decode()
        assert "Ships (2)" in after[0].decode()
        FAQ.withdraw(item, actor=chief, note="Wrong.")
        now = told()
        assert "1 page, the latest first" in now[2].decode()
        assert "Ships (1)" in now[0].decode()

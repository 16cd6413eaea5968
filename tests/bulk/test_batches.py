"""Many pages at once: in batches, each of them whole, resumed where it stopped; and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsdesk.desk.bulk import batches
from newsdesk.desk.bulk.actions import VerbAction
from newsdesk.desk.bulk.models import BulkDeed
from stories.models.draft import Story
from stories.models.edition import StoryEvent
from tests import pages
from tests.bulk.desk import done, planned, states
from tests.desk.screens import list_address, signed_in, text
from tests.people import person

pytestmark = pytest.mark.django_db


def many(chief, number):
    return Story.objects.bulk_create(
        [
            Story(headline=f"Story {n}", slug=f"story-{n}", created_by=chief, changed_by=chief)
            for n in range(number)
        ]
    )


def test_five_hundred_pages_are_changed_and_given_back_in_batches():
    chief = person("Desk chief")
    client = signed_in(chief)
    url = done(client, "discard", *many(chief, 500))
    if "waiting" in states():  # A slow machine: the request stopped in time.
        while "waiting" in states():
            client.post(url, {"step": "do"})
    assert Story.objects.filter(discarded=True).count() == 500
    assert StoryEvent.objects.filter(verb="discard").count() == 500
    while "done" in states():
        client.post(url, {"step": "undo"})
    assert Story.objects.filter(discarded=False).count() == 500
    assert StoryEvent.objects.count() == 1000


class Killed(BaseException):
    """Like the end of the process: nothing in the code catches it."""


def killing(action, after):
    """Return `action` of VerbAction as it is until it has been called `after` times."""
    calls = 0
    whole = getattr(VerbAction, action)

    def stopping(self, *args, **kwargs):
        nonlocal calls
        calls += 1
        if calls > after:
            raise Killed
        return whole(self, *args, **kwargs)

    return stopping


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_is_whole_up_to_a_batch_and_the_rest_is_done_once(monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 10)
    chief = person("Desk chief")
    client = signed_in(chief)
    url = planned(client, "discard", *many(chief, 30))
    with monkeypatch.context() as patch:
        patch.setattr(VerbAction, "do", killing("do", 14))
        with pytest.raises(Killed):
            client.post(url, {"step": "do"})
    assert Story.objects.filter(discarded=True).count() == states().count("done") == 10
    assert "10 done, 20 not yet done" in text(client.get(url))
    client.post(url, {"step": "do"})
    assert Story.objects.filter(discarded=True).count() == 30
    assert StoryEvent.objects.filter(verb="discard").count() == 30

    with monkeypatch.context() as patch:
        patch.setattr(VerbAction, "undo", killing("undo", 14))
        with pytest.raises(Killed):
            client.post(url, {"step": "undo"})
    assert states().count("undone") == 10
    client.post(url, {"step": "undo"})
    assert StoryEvent.objects.filter(verb="take_back").count() == 30
    assert set(states()) == {"undone"}


def test_a_request_that_has_worked_long_enough_stops_and_can_be_gone_on_with(monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 10)
    monkeypatch.setattr(batches, "SECONDS", 0.0)
    chief = person("Desk chief")
    client = signed_in(chief)
    url = done(client, "discard", *many(chief, 25))
    assert "Go on with the other 15" in text(client.get(url))
    client.post(url, {"step": "do"})
    client.post(url, {"step": "do"})
    assert set(states()) == {"done"}


def test_what_was_not_yet_done_when_it_was_undone_is_never_done(monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 10)
    monkeypatch.setattr(batches, "SECONDS", 0.0)
    chief = person("Desk chief")
    client = signed_in(chief)
    url = done(client, "discard", *many(chief, 25))
    client.post(url, {"step": "undo"})
    client.post(url, {"step": "do"})
    assert sorted(set(states())) == ["left", "undone"]
    assert not Story.objects.filter(discarded=True).exists()


def cost(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("action", ["discard", "owner", "tag"])
def test_preview_and_result_of_two_hundred_cost_as_many_queries_as_of_one(action):
    chief = person("Desk chief")
    client = signed_in(chief)
    value = {"owner": str(chief.pk), "tag": "Boats"}.get(action)
    first, *rest = many(chief, 201)
    small = planned(client, action, first, value=value)
    large = planned(client, action, *rest, value=value)
    assert cost(client, large) == cost(client, small) <= 9
    for url in (small, large):
        client.post(url, {"step": "do"})
    assert cost(client, large) == cost(client, small) <= 9


def test_the_page_of_all_bulk_changes_costs_the_same_for_one_and_for_twenty():
    chief = person("Desk chief")
    client, url = signed_in(chief), list_address(Story, "bulk")
    item = pages.story(chief)
    done(client, "discard", item)
    for_one = cost(client, url)
    for number in range(20):
        done(client, "take_back" if number % 2 == 0 else "discard", item)
    assert cost(client, url) == for_one <= 7


def test_each_page_of_a_batch_costs_a_bounded_number_of_queries():
    chief = person("Desk chief")
    client = signed_in(chief)
    numbers = []
    for start in (1, 21):
        made = [pages.story(chief, f"Tale {start} {n}") for n in range(start)]
        url = planned(client, "tag", *made, value="Boats")
        with CaptureQueriesContext(connection) as captured:
            client.post(url, {"step": "do"})
        numbers.append(len(captured))
    assert (numbers[1] - numbers[0]) / 20 <= 32
    assert BulkDeed.objects.count() == 2

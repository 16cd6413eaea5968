"""Splitting a topic on the desk: one screen, the rights to it, and what it says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entities import splitting
from entities.models.draft import Entity
from entities.models.split import EntitySplit
from newsdesk.pages.status import Standing
from tests.entity_merging import desk
from tests.people import outsider, person

pytestmark = pytest.mark.django_db

SPLIT = "/admin/entities/entity/split/"
SPLITS = "/admin/entities/entity/splits/"


@pytest.fixture
def mercury(moderator):
    return desk.topic(moderator, "Mercury"), desk.topic(moderator, "Mercury metal")


def signed_in(client, user):
    client.force_login(user)
    return client


def between(one, other):
    return f"{SPLIT}?one={one.pk}&other={other.pk}"


def asked(client, address):
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def stories(chief, topic, number=2):
    return [desk.story(chief, f"Story {n}", entities=(topic.key,)) for n in range(number)]


@pytest.mark.parametrize("role", ["Reporter", "Editor", "outsider"])
def test_without_the_right_every_address_is_shut_and_no_button_shows(client, mercury, role):
    owner = mercury[0].created_by
    (item,) = stories(person("Desk chief"), mercury[0], 1)
    record = splitting.split(*mercury, moves={item.key: mercury[1]}, actor=owner)
    signed_in(client, outsider() if role == "outsider" else person(role))
    addresses = (
        SPLIT,
        f"{SPLIT}?one={mercury[0].pk}",
        between(*mercury),
        SPLITS,
        f"{SPLITS}{record.pk}/undo/",
    )
    for where in addresses:
        assert client.get(where).status_code == 403, where
        assert client.post(where, {"reason": "x"}).status_code == 403, where
    page = client.get(f"/admin/entities/entity/{mercury[0].pk}/change/")
    assert SPLIT not in page.content.decode()
    assert SPLITS not in client.get("/admin/entities/entity/").content.decode()
    assert EntitySplit.objects.active().count() == 1


@pytest.mark.parametrize("role", ["Moderator", "Desk chief"])
def test_with_the_right_every_address_opens(client, mercury, role):
    user = mercury[0].created_by if role == "Moderator" else person(role)
    (item,) = stories(person("Desk chief", "the-owner"), mercury[0], 1)
    record = splitting.split(*mercury, moves={item.key: mercury[1]}, actor=user)
    signed_in(client, user)
    page = client.get(f"/admin/entities/entity/{mercury[0].pk}/change/").content.decode()
    assert f"{SPLIT}?one={mercury[0].pk}" in page
    addresses = (
        f"{SPLIT}?one={mercury[0].pk}",
        f"{SPLIT}?one={mercury[0].pk}&new=1",
        between(*mercury),
        SPLITS,
        f"{SPLITS}{record.pk}/undo/",
    )
    for where in addresses:
        assert client.get(where).status_code == 200, where


def test_every_page_is_listed_once_with_where_it_says_so(client, moderator, chief, mercury):
    live = desk.story(chief, "A spill is cleaned", entities=(mercury[0].key,))
    draft = desk.story(chief, "A probe departs", live=False, entities=(mercury[0].key,))
    both = desk.faq(chief, "Is it one?", entities=tuple(each.key for each in mercury))
    page = signed_in(client, moderator).get(between(*mercury)).content.decode()
    for item, address in ((live, "stories_story"), (draft, "stories_story"), (both, "faqs_faq")):
        assert page.count(reverse(f"admin:{address}_change", args=[item.pk])) == 1
    assert "Published version, draft" in page
    assert "Both, as now" in page
    assert draft.public_path not in page


def test_pages_are_assigned_and_given_back_on_the_desk(client, moderator, chief, mercury):
    moves, stays = stories(chief, mercury[0])
    address = between(*mercury)
    data = asked(signed_in(client, moderator), address)
    told = client.post(address, data | {moves.key: "other", "reason": "A metal."}, follow=True)
    record = EntitySplit.objects.get()
    assert f"{SPLITS}{record.pk}/undo/" in told.content.decode()
    assert (record.actor, record.reason) == (moderator, "A metal.")
    assert "/topics/mercury-metal/" in client.get(moves.public_path).content.decode()
    assert "/topics/mercury/" in client.get(stays.public_path).content.decode()
    assert asked(client, address) | {"seen": ""} == {
        moves.key: "other",
        stays.key: "one",
        "reason": "",
        "seen": "",
    }
    listed = client.get(SPLITS).content.decode()
    assert "A metal." in listed
    assert moves.headline in listed
    page = client.post(f"{SPLITS}{record.pk}/undo/", {"reason": "One."}, follow=True)
    assert "Undone" in page.content.decode()
    assert "/topics/mercury/" in client.get(moves.public_path).content.decode()
    assert client.post(f"{SPLITS}{record.pk}/undo/").status_code == 409


def test_a_new_topic_is_made_published_and_given_its_pages_at_once(client, moderator, chief):
    one = desk.topic(moderator, "Mercury")
    moves, _ = stories(chief, one)
    address = f"{SPLIT}?one={one.pk}&new=1"
    data = asked(signed_in(client, moderator), address) | {
        "name": "Mercury (metal)",
        "description": "A metal that flows.",
        "publish": "on",
        moves.key: "other",
    }
    client.post(address, data)
    other = Entity.objects.get(slug="mercury-metal")
    assert (other.kind, other.standing, other.confirmed) == (one.kind, Standing.LIVE, True)
    assert other.public_path in client.get(moves.public_path).content.decode()


def test_when_the_new_topic_cannot_be_published_nothing_is_done(client, moderator, chief):
    one = desk.topic(moderator, "Mercury")
    moves, _ = stories(chief, one)
    address = f"{SPLIT}?one={one.pk}&new=1"
    data = asked(signed_in(client, moderator), address) | {
        "name": "Mercury (metal)",
        "publish": "on",
        moves.key: "other",
        "reason": "Kept words.",
    }
    refused = client.post(address, data)
    assert refused.status_code == 409
    assert "no description" in refused.content.decode()
    assert "Kept words." in refused.content.decode()
    assert not Entity.objects.filter(slug="mercury-metal").exists()


@pytest.mark.parametrize("name", ["Mercury", " "])
def test_a_new_topic_needs_a_name_and_an_address_of_its_own(client, moderator, chief, name):
    one = desk.topic(moderator, "Mercury")
    moves, _ = stories(chief, one)
    address = f"{SPLIT}?one={one.pk}&new=1"
    data = asked(signed_in(client, moderator), address) | {"name": name, moves.key: "other"}
    page = client.post(address, data)
    assert page.status_code == 200
    assert "Nothing was split" in page.content.decode()
    assert Entity.objects.count() == 1


def test_a_list_that_has_grown_meanwhile_is_looked_at_again(client, moderator, chief, mercury):
    (item,) = stories(chief, mercury[0], 1)
    address = between(*mercury)
    data = asked(signed_in(client, moderator), address) | {item.key: "other", "reason": "Mine."}
    late = desk.story(chief, "A late story", entities=(mercury[0].key,))
    answer = client.post(address, data | {late.key: "one"})
    assert answer.status_code == 409
    assert "Mine." in answer.content.decode()
    assert not EntitySplit.objects.exists()


def test_nothing_assigned_is_refused_with_a_sentence(client, moderator, chief, mercury):
    stories(chief, mercury[0])
    address = between(*mercury)
    answer = client.post(address, asked(signed_in(client, moderator), address))
    assert answer.status_code == 409
    assert "Nothing would change" in answer.content.decode()


@pytest.mark.parametrize("query", ["", "one=999", "one=x", "one=1&other=999"])
def test_a_forged_address_names_nothing(client, moderator, query):
    assert signed_in(client, moderator).get(f"{SPLIT}?{query}").status_code == 404


def test_the_screen_costs_the_same_however_many_pages_there_are(client, moderator, chief, mercury):
    signed_in(client, moderator)
    costs = []
    for n in range(4):
        desk.story(chief, f"Story {n}", entities=(mercury[0].key,))
        desk.faq(chief, f"Question {n}?", live=False, entities=(mercury[1].key,))
        with CaptureQueriesContext(connection) as queries:
            client.get(between(*mercury))
        costs.append(len(queries))
    assert len(set(costs)) == 1, costs

"""Merging topics on the desk: who may, what is compared and taken, what changes, and the way back."""

import dataclasses

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entities.merging import topics
from entities.models.draft import Entity
from entities.models.merge import EntityMerge
from newsdesk.catalogue.models import Merged, Page
from tests.entity_merging import desk
from tests.finding import keys
from tests.people import outsider, person

pytestmark = pytest.mark.django_db

MERGE = "/admin/entities/entity/merge/"
MERGES = "/admin/entities/entity/merges/"
COST = 23
AUTOCOMPLETE = "/admin/autocomplete/"


@pytest.fixture
def two(moderator):
    one = desk.topic(moderator, "Harbor Trust", aliases=("HT",), wikidata="Q5")
    return one, desk.topic(moderator, "Harbour Trust", aliases=("Trust",))


def between(one, other):
    return f"{MERGE}?merged={one.pk}&stays={other.pk}"


def asked(client, address):
    """Return what the form of a merge would send if nothing was changed in it."""
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def signed_in(client, user):
    client.force_login(user)
    return client


def test_the_page_of_a_topic_offers_the_merge(client, moderator, two):
    page = signed_in(client, moderator).get(f"/admin/entities/entity/{two[0].pk}/change/")
    assert f"{MERGE}?merged={two[0].pk}" in page.content.decode()


@pytest.mark.parametrize("role", ["Reporter", "Editor", "nobody", "reader"])
def test_without_the_right_there_is_no_button_and_every_address_is_refused(client, two, role):
    record = topics.merge(*two, actor=person("Desk chief"))
    addresses = [between(*two), MERGE, MERGES, f"{MERGES}{record.pk}/undo/"]
    if role == "reader":
        assert {client.get(where).status_code for where in addresses} == {302}
        return
    signed_in(client, outsider() if role == "nobody" else person(role))
    for where in addresses:
        assert client.get(where).status_code == 403, where
        assert client.post(where).status_code == 403, where
    if role != "nobody":
        for where in ("", f"{two[1].pk}/change/", f"{two[0].pk}/history/"):
            page = client.get(f"/admin/entities/entity/{where}")
            assert MERGE not in page.content.decode()
    record.refresh_from_db()
    assert record.is_active


@pytest.mark.parametrize("role", ["Moderator", "Desk chief"])
def test_with_the_right_every_address_opens(client, two, role):
    user = person(role) if role != "Moderator" else two[0].created_by
    record = topics.merge(*two, actor=user)
    third = desk.topic(user, "Port Trust")
    signed_in(client, user)
    for where in (MERGE, between(third, two[1]), MERGES, f"{MERGES}{record.pk}/undo/"):
        assert client.get(where).status_code == 200, where


def test_both_are_shown_side_by_side_with_where_they_are_used(client, moderator, chief, two):
    live = desk.story(chief, "The ferry turns", entities=(two[0].key,))
    draft = desk.story(chief, "The tide turns", live=False, entities=(two[0].key,))
    asking = desk.faq(chief, "Why do ferries lean?", entities=(two[0].key,))
    page = signed_in(client, moderator).get(between(*two)).content.decode()
    for words in ("Harbor Trust", "Harbour Trust", "HT", "Q5", "/topics/harbor-trust/"):
        assert words in page
    for item, address in ((live, "stories_story"), (draft, "stories_story"), (asking, "faqs_faq")):
        assert reverse(f"admin:{address}_change", args=[item.pk]) in page
    assert live.public_path in page
    assert draft.public_path not in page


def test_what_was_chosen_is_taken_and_told(client, moderator, two):
    address = between(*two)
    data = asked(signed_in(client, moderator), address) | {
        "wikidata": "merged",
        "description": "both",
        "name": "new",
        "name_new": "The Harbour Trust",
        "reason": "One and the same.",
    }
    page = client.post(address, data, follow=True).content.decode()
    record = EntityMerge.objects.get()
    assert f"{MERGES}{record.pk}/undo/" in page
    assert "waits in its draft until it is published" in page
    now, draft = desk.live(two[1]), desk.said(two[1])
    assert (now["name"], now["wikidata"]) == ("Harbour Trust", "Q5")
    assert (draft["name"], draft["wikidata"]) == ("The Harbour Trust", "Q5")
    assert now["aliases"] == ["Trust", "HT"]
    assert draft["aliases"] == ["Trust", "Harbour Trust", "HT"]
    assert draft["description"].count("one of the things") == 2
    assert (record.actor, record.reason) == (moderator, "One and the same.")
    listed = client.get(MERGES).content.decode()
    assert "One and the same." in listed
    assert str(moderator) in listed


def test_what_is_left_out_stays_out(client, moderator, two):
    address = between(*two)
    data = asked(signed_in(client, moderator), address) | {"aliases": ["merged:HT"]}
    client.post(address, data)
    assert desk.said(two[1])["aliases"] == ["HT"]


def test_an_empty_new_name_is_asked_for_again(client, moderator, two):
    address = between(*two)
    data = asked(signed_in(client, moderator), address) | {"name": "new", "name_new": " "}
    assert "Write it" in client.post(address, data).content.decode()
    assert not EntityMerge.objects.exists()


def test_a_merge_of_what_was_changed_meanwhile_is_looked_at_again(client, moderator, two):
    address = between(*two)
    data = asked(signed_in(client, moderator), address)
    changed = dataclasses.replace(desk.document_of(two[1]), name="Other")
    desk.ENTITY.revise(two[1], changed, actor=moderator)
    assert client.post(address, data).status_code == 409
    assert not EntityMerge.objects.exists()


def test_different_kinds_are_refused_with_a_sentence(client, moderator, two):
    other = desk.topic(moderator, "Harbour Person", kind="person")
    address = between(two[0], other)
    page = signed_in(client, moderator).get(address)
    assert "of kind Person" in page.content.decode()
    assert "Merge into “" not in page.content.decode()
    refused = client.post(address, asked(client, address))
    assert refused.status_code == 409
    assert "of kind Person" in refused.content.decode()


def test_merge_and_undo_on_the_desk_change_nothing(client, moderator, chief, two):
    item = desk.story(chief, "The ferry turns", entities=(two[0].key,))
    before = [desk.said(each) for each in two], [desk.live(each) for each in two]
    seen = list(Page.objects.visible().order_by("key").values_list("key", "path", "title", "card"))
    address = between(*two)
    client.force_login(moderator)
    client.post(address, asked(client, address) | {"wikidata": "merged"})
    assert client.get("/topics/harbor-trust/")["Location"] == "/topics/harbour-trust/"
    assert "/topics/harbour-trust/" in client.get(item.public_path).content.decode()
    record = EntityMerge.objects.get()
    page = client.post(f"{MERGES}{record.pk}/undo/", {"reason": "They are two."}, follow=True)
    assert "stand for themselves again" in page.content.decode()
    assert "They are two." in page.content.decode()
    assert ([desk.said(each) for each in two], [desk.live(each) for each in two]) == before
    now = list(Page.objects.visible().order_by("key").values_list("key", "path", "title", "card"))
    assert now == seen
    assert keys("HT") == [two[0].key]
    assert not Merged.objects.exists()
    assert client.post(f"{MERGES}{record.pk}/undo/").status_code == 409


def test_tombstones_are_listed_only_where_they_are_asked_for(client, moderator, two):
    topics.merge(*two, actor=moderator)
    signed_in(client, moderator)
    where = "/admin/entities/entity/"
    assert "Harbor Trust" not in client.get(where).content.decode()
    assert "Harbor Trust" not in client.get(f"{where}?standing=live").content.decode()
    assert "Harbor Trust" in client.get(f"{where}?standing=merged").content.decode()
    assert "Harbour Trust" in client.get(f"{where}?q=harbor").content.decode()


def offered(client, term, **more):
    query = {
        "app_label": "entities",
        "model_name": "entitymerge",
        "field_name": "survivor",
        "term": term,
        **more,
    }
    return [row["text"] for row in client.get(AUTOCOMPLETE, query).json()["results"]]


def test_autocomplete_finds_the_survivor_by_the_names_that_were_merged_away(client, moderator, two):
    third = desk.topic(moderator, "Port Authority")
    topics.merge(two[0], two[1], actor=moderator)
    topics.merge(two[1], third, actor=moderator)
    signed_in(client, moderator)
    assert offered(client, "harbor") == offered(client, "HT") == ["Port Authority"]
    assert "Harbor Trust" not in offered(client, "")


def test_autocomplete_offers_the_same_kind_and_not_the_topic_itself(client, moderator, two):
    desk.topic(moderator, "Harbour Person", kind="person")
    signed_in(client, moderator)
    found = offered(client, "harbo", kind="organisation", **{"not": two[0].pk})
    assert found == ["Harbour Trust"]


def test_who_has_no_script_finds_the_other_one_by_a_search(client, moderator, two):
    page = signed_in(client, moderator).get(f"{MERGE}?merged={two[0].pk}&q=harbour")
    assert f"?merged={two[0].pk}&amp;stays={two[1].pk}" in page.content.decode()


@pytest.mark.parametrize("query", ["merged=999", "merged=x", "merged=1%00", "stays=²"])
def test_a_forged_address_names_nothing(client, moderator, query):
    assert signed_in(client, moderator).get(f"{MERGE}?{query}").status_code == 404


def test_comparing_costs_the_same_however_often_a_topic_is_used(client, moderator, chief, two):
    signed_in(client, moderator)
    costs = []
    for n in range(6):
        desk.story(chief, f"Ferry {n}", entities=(two[0].key,))
        desk.faq(chief, f"Ferry {n}?", live=False, entities=(two[0].key,))
        with CaptureQueriesContext(connection) as queries:
            client.get(between(*two))
        costs.append(len(queries))
    assert set(costs) == {COST}


def test_everything_is_in_the_history_with_actor_and_reason(moderator, two):
    record = topics.merge(*two, actor=moderator, reason="One.")
    topics.undo(record, actor=moderator, reason="Two.")
    for entity in two:
        events = Entity.objects.get(pk=entity.pk).events.filter(
            verb__in=("merge", "absorb", "unmerge")
        )
        assert [(e.note, e.actor) for e in events] == [("Two.", moderator), ("One.", moderator)]

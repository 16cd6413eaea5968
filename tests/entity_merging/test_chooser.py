"""A name leads to the topic that has it; where several have it, the reader chooses."""

import dataclasses

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities.merging import topics
from entities.workflow import ENTITY
from newsdesk.catalogue.models import Name
from tests.entity_merging import desk

pytestmark = pytest.mark.django_db


def where(client, name):
    answer = client.get(f"/topics/called/{name}/")
    return answer["Location"] if answer.status_code == 302 else answer.status_code


def names():
    return sorted(Name.objects.values_list("page__key", "slug", "text"))


def test_a_name_of_one_topic_leads_straight_to_it(client, moderator):
    desk.topic(moderator, "Harbour Trust", aliases=("HT", "Île du Port"))
    for name in ("harbour-trust", "ht", "ile-du-port"):
        assert where(client, name) == "/topics/harbour-trust/"


def test_a_name_of_several_topics_is_a_choice_and_never_a_guess(client, moderator):
    desk.topic(moderator, "Soyuz", kind="spacecraft", description="A capsule for three.")
    desk.topic(moderator, "Soyuz rocket", kind="rocket", aliases=("Soyuz",))
    page = client.get("/topics/called/soyuz/")
    assert page.status_code == 200
    said = page.content.decode()
    for words in ("Which “Soyuz”?", "Spacecraft", "Rocket", "A capsule for three."):
        assert words in said
    assert 'href="/topics/soyuz/"' in said
    assert 'href="/topics/soyuz-rocket/"' in said
    assert "noindex" in said
    assert not page.cookies


def test_a_name_that_nobody_has_is_not_found_and_offers_a_search(client):
    page = client.get("/topics/called/nobody/")
    assert page.status_code == 404
    assert 'role="search"' in page.content.decode()


def test_names_that_were_merged_away_lead_to_the_last_survivor(client, moderator):
    one = desk.topic(moderator, "Harbor Trust", aliases=("HT",))
    draft = desk.topic(moderator, "Quay Trust", live=False)
    two, three = desk.topic(moderator, "Harbour Trust"), desk.topic(moderator, "Port Trust")
    records = [
        topics.merge(one, two, actor=moderator),
        topics.merge(draft, two, actor=moderator),
        topics.merge(two, three, actor=moderator),
    ]
    for name in ("harbor-trust", "ht", "harbour-trust", "port-trust"):
        assert where(client, name) == "/topics/port-trust/", name
    assert where(client, "quay-trust") == 404  # No reader has ever known it by that name.
    for record in records:
        topics.undo(record, actor=moderator)
    assert where(client, "ht") == "/topics/harbor-trust/"
    assert where(client, "harbour-trust") == "/topics/harbour-trust/"
    assert where(client, "quay-trust") == 404


def test_what_readers_cannot_see_has_no_name(client, moderator):
    desk.topic(moderator, "Draft Trust", live=False)
    gone = desk.topic(moderator, "Gone Trust")
    ENTITY.withdraw(gone, actor=moderator, note="Closed.")
    live = desk.topic(moderator, "Live Trust")
    changed = dataclasses.replace(desk.document_of(live), aliases=("Secret",))
    ENTITY.revise(live, changed, actor=moderator)
    assert [where(client, f"{name}-trust") for name in ("draft", "gone")] == [404, 404]
    assert where(client, "secret") == 404


def test_choosing_costs_the_same_however_many_have_the_name(client, moderator):
    costs = []
    for n in range(8):
        desk.topic(moderator, f"Soyuz {n}", aliases=("Soyuz",))
        with CaptureQueriesContext(connection) as queries:
            client.get("/topics/called/soyuz/")
        costs.append(len(queries))
    assert set(costs) == {3}


def test_a_rebuild_of_the_catalogue_changes_no_name(moderator):
    one = desk.topic(moderator, "Harbor Trust", aliases=("HT",))
    topics.merge(one, desk.topic(moderator, "Harbour Trust"), actor=moderator)
    before = names()
    call_command("rebuild_catalogue", verbosity=0)
    assert names() == before
    Name.objects.all().delete()
    call_command("rebuild_catalogue", verbosity=0)
    assert names() == before

"""Bulk changes never go round a right: for every role, for forged keys, for other people's plans."""

import pytest
from django.test import Client
from django.urls import reverse

from entities.models.draft import Entity
from faqs.models.draft import Faq
from newsdesk.desk.bulk.models import BulkDeed
from stories.models.draft import Story
from tests import pages
from tests.bulk.desk import choose, done, planned, states
from tests.desk.screens import fresh, list_address, signed_in
from tests.people import outsider, person

pytestmark = pytest.mark.django_db

ROLES = ("Reporter", "Editor", "Moderator", "Desk chief", "nobody")
DESK = {"Reporter", "Editor", "Moderator", "Desk chief"}
# Who may do what in bulk: by hand, not from the table of roles.
MAY = {
    ("story", "owner"): DESK - {"Moderator"},
    ("story", "due"): DESK - {"Moderator"},
    ("story", "read_again"): DESK - {"Moderator"},
    ("story", "tag"): DESK - {"Moderator"},
    ("story", "untag"): DESK - {"Moderator"},
    ("story", "discard"): DESK - {"Moderator"},
    ("story", "take_back"): DESK - {"Moderator"},
    ("faq", "tag"): DESK,
    ("faq", "untag"): DESK,
    ("faq", "discard"): DESK,
    ("faq", "take_back"): DESK,
    ("entity", "discard"): DESK,
    ("entity", "take_back"): DESK,
}
VALUES = {
    "owner": "",
    "due": "2030-01-01T10:00",
    "read_again": "2030-01-01",
    "tag": "B",
    "untag": "B",
}
BUILD = {"story": pages.story, "faq": pages.faq, "entity": pages.entity}


def someone(role):
    return outsider() if role == "nobody" else person(role, f"a-{role.lower().replace(' ', '-')}")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("kind", "action"), MAY)
def test_every_role_can_do_what_its_verbs_allow_and_nothing_else(role, kind, action):
    chief = person("Desk chief")
    item = BUILD[kind](chief)
    actor, before = someone(role), item.events.count()
    client = signed_in(actor)
    allowed = role in MAY[kind, action]
    answer = choose(client, action, item)
    assert answer.status_code == (302 if allowed else 403)
    if not allowed:
        # A plan of somebody else's does not help either: it is not seen, or its right is asked again.
        url = planned(signed_in(chief), action, item, value=VALUES.get(action))
        for step in ("ask", "do", "undo"):
            data = {"step": step, "value": VALUES.get(action, "")}
            assert client.post(url, data).status_code in (403, 404)
        done_by_chief = done(signed_in(chief), action, item, value=VALUES.get(action))
        before = item.events.count()
        assert client.post(done_by_chief, {"step": "undo"}).status_code == 403
    assert item.events.count() == before


KEYS = ["story:{}", "faq:{}", "entity:{}", "{}", "ship:1", "{kind}:²", "{kind}:", "", "{kind}:-1"]


@pytest.mark.parametrize(
    ("model", "key"),
    [
        (model, key)
        for model in (Story, Faq, Entity)
        for key in KEYS
        if not key.startswith(model.key_prefix)
    ],
)
def test_keys_of_other_kinds_and_nonsense_are_refused(model, key):
    chief = person("Desk chief")
    made = {"story": pages.story(chief), "faq": pages.faq(chief), "entity": pages.entity(chief)}
    item = made.get(key.partition(":")[0], made["story"])
    key = key.replace("{kind}", model.key_prefix)
    answer = signed_in(chief).post(
        list_address(model, "bulk"), {"action": "discard", "page": [key.format(item.pk)]}
    )
    assert answer.status_code == 400
    assert not BulkDeed.objects.exists()


def test_a_key_of_no_page_is_left_out_and_an_enormous_one_too():
    chief = person("Desk chief")
    item = pages.story(chief)
    answer = signed_in(chief).post(
        list_address(Story, "bulk"),
        {"action": "discard", "page": ["story:999999", f"story:{'9' * 30}", item.key, item.key]},
    )
    assert answer.status_code == 302
    assert states() == ["waiting"]


def test_the_deed_of_one_kind_is_not_found_under_another():
    chief = person("Desk chief")
    client, item = signed_in(chief), pages.faq(chief)
    done(client, "discard", item)
    number = BulkDeed.objects.get().pk
    for name in ("stories_story", "entities_entity"):
        url = reverse(f"admin:{name}_bulk_deed", args=[number])
        assert client.get(url).status_code == client.post(url, {"step": "undo"}).status_code == 404
    assert fresh(item).discarded


def test_a_plan_is_its_makers_alone_and_a_deed_is_seen_by_all():
    chief, editor = person("Desk chief"), person("Editor")
    url = planned(signed_in(chief), "discard", pages.story(chief))
    assert signed_in(editor).get(url).status_code == 404
    assert signed_in(editor).post(url, {"step": "do"}).status_code == 404
    signed_in(chief).post(url, {"step": "do"})
    assert signed_in(editor).get(url).status_code == 200
    assert signed_in(person("Moderator")).get(url).status_code == 200
    assert signed_in(editor).post(url, {"step": "do"}).status_code == 403
    assert signed_in(editor).post(url, {"step": "undo"}).status_code == 302
    assert BulkDeed.objects.get().undone_by == editor
    assert signed_in(outsider()).get(url).status_code == 403
    assert Client().get(url).status_code == 302


def test_who_has_lost_the_right_since_the_preview_does_nothing():
    chief = person("Desk chief")
    item = pages.story(chief)
    client = signed_in(chief)
    url = planned(client, "discard", item)
    chief.groups.set([type(chief.groups.first()).objects.get(name="Moderator")])
    assert client.post(url, {"step": "do"}).status_code == 403
    assert not fresh(item).discarded
    assert not BulkDeed.objects.begun().exists()


@pytest.mark.parametrize("action", ["publish", "submit", "delete_selected", "", "__class__"])
def test_no_other_action_is_let_in(action):
    chief = person("Desk chief")
    assert choose(signed_in(chief), action, pages.story(chief)).status_code == 400


def test_a_step_that_is_none_and_undo_of_a_plan_do_nothing():
    chief = person("Desk chief")
    client, item = signed_in(chief), pages.story(chief)
    url = planned(client, "discard", item)
    for step in ("", "undo", "publish", "ask"):
        client.post(url, {"step": step})
    assert states() == ["waiting"]
    assert verbs_of(item) == ["create"]


def verbs_of(item):
    return list(item.events.order_by("pk").values_list("verb", flat=True))


def test_a_post_without_the_token_is_refused():
    chief = person("Desk chief")
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)
    assert choose(client, "discard", pages.story(chief)).status_code == 403

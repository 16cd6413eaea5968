"""Verbs over HTTP: who may, from where, once, and with which sentence when the answer is no."""

import pytest
from django.test import Client

from newsdesk.catalogue.models import Page
from tests import pages
from tests.desk.screens import address, do, errors, fields, fresh, signed_in, text
from tests.people import outsider, person
from tests.publishing.test_transitions import DESKS, FROM, ROLES, STANDINGS, make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", DESKS)
@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("role", ROLES)
def test_a_verb_is_done_or_refused_over_http_as_the_table_says(kind, standing, role):
    workflow, _, allowed = DESKS[kind]
    chief = person("Desk chief", "the-chief")
    client = signed_in(outsider() if role == "nobody" else person(role))
    for verb in workflow.VERBS:
        item = make(kind, standing, chief)
        before = (item.standing, item.events.count(), item.editions.count())
        may, possible = role in allowed[verb], standing in FROM[verb]
        asked = client.get(address("verb", item, verb))
        answer = client.post(address("verb", item, verb), {"note": "Because.", "kind": "update"})
        after = (fresh(item).standing, item.events.count(), item.editions.count())
        if not may:
            assert (asked.status_code, answer.status_code, after) == (403, 403, before)
        elif not possible or (verb == "publish" and standing == "live"):
            assert (asked.status_code, answer.status_code, after) == (200, 409, before)
            assert "desk-ask" not in asked.content.decode()
        else:
            assert (asked.status_code, answer.status_code) == (200, 302)
            assert item.events.first().verb == verb
        item.slug = f"{kind}-{verb}-{item.pk}"
        item.save()
        Page.objects.filter(key=item.key).update(path=f"/elsewhere/{item.pk}/")


@pytest.mark.parametrize("kind", DESKS)
def test_a_verb_needs_a_login(kind):
    item = make(kind, "draft", person("Desk chief"))
    for verb in DESKS[kind][0].VERBS:
        for answer in (
            Client().get(address("verb", item, verb)),
            Client().post(address("verb", item, verb)),
        ):
            assert answer.status_code == 302
            assert "/admin/login/" in answer["Location"]
    assert item.events.count() == 1


def test_a_verb_that_does_not_exist_is_not_found():
    chief = person("Desk chief")
    item = pages.story(chief)
    assert signed_in(chief).post(address("verb", item, "delete")).status_code == 404
    assert signed_in(chief).get(address("verb", item, "confirm")).status_code == 404


def test_publishing_the_same_page_twice_by_a_double_click_gives_the_same_answer_once():
    chief = person("Desk chief")
    item, client = pages.story(chief), signed_in(person("Editor"))
    url = address("verb", item, "publish")
    data = fields(client.get(url))
    answers = [client.post(url, data) for _ in range(3)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, address("change", item))
    }
    assert item.editions.count() == 1
    assert item.events.filter(verb="publish").count() == 1


def test_what_somebody_else_changed_meanwhile_is_not_published_unread():
    chief, editor = person("Desk chief"), person("Editor")
    item, client = pages.story(chief), signed_in(editor)
    url = address("verb", item, "publish")
    data = fields(client.get(url))
    document = DESKS["story"][0].PAGES.document_of(item)
    changed = type(document)(headline="Other words", slug="other", summary=document.summary)
    DESKS["story"][0].revise(item, changed, actor=chief)
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "has been changed since this page was opened" in errors(answer)
    assert not item.editions.exists()
    assert client.post(url, fields(answer)).status_code == 302


def test_a_blocked_page_says_what_to_mend_and_links_to_the_very_field():
    chief = person("Desk chief")
    item = pages.story(chief, headline="", slug="x")
    asked = signed_in(chief).get(address("verb", item, "publish"))
    assert "The story has no headline." in text(asked)
    form = address("change", item)
    assert f'href="{form}#field-headline"' in asked.content.decode()
    assert 'id="field-headline"' in signed_in(chief).get(form).content.decode()
    answer = signed_in(chief).post(address("verb", item, "publish"), {"note": ""})
    assert answer.status_code == 409
    assert "The story has no headline." in errors(answer)


def test_a_problem_in_a_part_links_to_the_field_of_that_part():
    chief = person("Desk chief")
    empty = pages.Answer(id="c0ffee01", question="And then?", text="")
    item = pages.faq(chief, answers=(empty,))
    asked = signed_in(chief).get(address("verb", item, "publish")).content.decode()
    form = address("change", item)
    assert f'href="{form}#c0ffee01-text"' in asked
    assert 'id="c0ffee01-text"' in signed_in(chief).get(form).content.decode()


def test_a_page_without_changes_offers_nothing_to_publish():
    chief = person("Desk chief")
    item = make("story", "live", chief)
    asked = signed_in(chief).get(address("verb", item, "publish"))
    assert "Nothing has changed since edition 1" in text(asked)
    assert "Publish now" not in text(asked)


@pytest.mark.parametrize("kind", ["correction", "clarification"])
def test_correcting_a_live_page_asks_for_a_public_note(kind):
    chief = person("Desk chief")
    item, client = make("story", "live", chief), signed_in(chief)
    item.standfirst = "Now with a standfirst."
    item.save()
    refused = do(client, item, "publish", kind=kind, note=" ")
    assert refused.status_code == 200
    assert f"A {kind} needs a public note" in errors(refused)
    assert item.editions.count() == 1
    done = do(client, item, "publish", kind=kind, note="We had left out the standfirst.")
    assert done.status_code == 302
    edition = item.latest_edition()
    assert (edition.kind, edition.note) == (kind, "We had left out the standfirst.")


@pytest.mark.parametrize("kind", ["first", "withdrawal", "nonsense"])
def test_a_kind_of_change_that_is_not_offered_is_refused(kind):
    chief = person("Desk chief")
    item, client = make("story", "live", chief), signed_in(chief)
    item.standfirst = "Now with a standfirst."
    item.save()
    assert do(client, item, "publish", kind=kind).status_code == 200
    assert item.editions.count() == 1


def test_withdrawing_needs_a_reason_that_readers_are_told():
    chief = person("Desk chief")
    item, client = make("story", "live", chief), signed_in(chief)
    refused = do(client, item, "withdraw", note="")
    assert "readers are told the reason" in errors(refused)
    assert fresh(item).standing == "live"
    do(client, item, "withdraw", note="The figures were wrong.")
    assert Page.objects.get(key=item.key).gone_reason == "The figures were wrong."


def test_an_address_that_belongs_to_another_page_is_refused_in_a_sentence():
    chief = person("Desk chief")
    first = make("story", "live", chief)
    second = pages.story(chief, "Another one")
    type(first).objects.filter(pk=first.pk).update(slug="moved-away")
    type(second).objects.filter(pk=second.pk).update(slug="the-ferry-turns")
    answer = do(signed_in(chief), second, "publish")
    assert answer.status_code == 409
    assert "belongs to another page" in errors(answer)
    assert not second.editions.exists()

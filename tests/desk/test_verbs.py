"""Verbs over HTTP: who may, from where, once, and with which sentence when the answer is no."""

import dataclasses

import pytest
from django.db import transaction
from django.test import Client

from faqs.documents import Source
from newsdesk.catalogue.models import Page
from newsdesk.desk.transition_pages import ELSEWHERE
from stories.workflow import STORY
from tests import pages, release
from tests.broken import THOROUGH
from tests.desk.screens import address, do, errors, fields, fresh, looked_at, signed_in, text
from tests.people import outsider, person
from tests.workflow.situations import STEPS, WORKFLOWS, crew, make, posted, reworded
from tests.workflow.test_transitions import CASES, MAY, POSSIBLE

pytestmark = pytest.mark.django_db


# A story in every situation as the role that may most, a question and a topic in every other one each: their
# pages are those of stories. The other roles where most verbs are possible. With NEWSDESK_TEST_THOROUGH=1
# everything as everybody. At the verb tests/workflow/test_transitions.py tries all of them always.
TRIED = [
    (kind, situation, role)
    for kind, situation in CASES
    for role in ("Reporter", "Moderator", "Desk chief", "nobody")
]
SOME_TRIED = [
    *(("story", situation, "Desk chief") for situation in STEPS),
    *(("faq", situation, "Desk chief") for situation in [*STEPS][::2]),
    *(("entity", situation, "Desk chief") for situation in [*STEPS][1::2]),
    *(
        (kind, situation, role)
        for kind in WORKFLOWS
        for situation, role in (
            ("approved", "Reporter"),
            ("live, approved", "Reporter"),
            ("approved", "Moderator"),
            ("live, scheduled", "Moderator"),
            ("live, approved", "nobody"),
        )
    ),
]


@pytest.mark.parametrize(("kind", "situation", "role"), TRIED if THOROUGH else SOME_TRIED)
def test_a_verb_is_done_or_refused_over_http_as_the_table_says(kind, situation, role):
    client = signed_in(outsider() if role == "nobody" else person(role))
    item = make(kind, situation, crew())
    for verb in WORKFLOWS[kind].verbs:
        savepoint = transaction.savepoint()
        url, before = address("verb", item, verb), item.events.count()
        # What is impossible is asked for only by a run that tries everything; it is sent always.
        possible = verb in POSSIBLE[kind][situation].split()
        asked = client.get(url) if possible or THOROUGH else None
        sent = fields(asked) | looked_at(asked) if asked and b"desk-ask" in asked.content else {}
        answer = client.post(url, sent | posted(verb, item))
        if role not in MAY[kind][verb]:
            assert {each.status_code for each in (asked, answer) if each} == {403}
            assert item.events.count() == before
        elif answer.status_code == 302:
            assert possible
            if verb in ELSEWHERE:
                assert answer["Location"] == address(ELSEWHERE[verb], item)
                assert item.events.count() == before
            else:
                assert item.events.first().verb == verb
        else:
            assert answer.status_code == 409, errors(answer)
            for page in filter(None, (asked, answer)):
                assert b"desk-ask" not in page.content, (verb, errors(answer))
            assert not asked or asked.status_code == 200
            assert item.events.count() == before
        transaction.savepoint_rollback(savepoint)


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_a_verb_needs_a_login(kind):
    item = make(kind, "draft")
    for verb in WORKFLOWS[kind].verbs:
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
    release.approve(item, actor=chief)
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
    item, client = pages.faq(chief), signed_in(editor)
    url = address("verb", item, "publish")
    asked = client.get(url)
    data = fields(asked) | looked_at(asked)
    document = WORKFLOWS["faq"].document_of(item)
    changed = dataclasses.replace(document, question="Other words?", slug="other")
    WORKFLOWS["faq"].revise(item, changed, actor=chief)
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "has been changed since this page was opened" in errors(answer)
    assert not item.editions.exists()
    assert client.post(url, fields(answer) | looked_at(answer)).status_code == 302


def test_a_blocked_page_says_what_to_mend_and_links_to_the_very_field():
    chief = person("Desk chief")
    source = Source(id="5a000001", title="On ferries", url="https://ferry.example/")
    item = pages.faq(chief, question="", slug="x", sources=(source,))
    asked = signed_in(chief).get(address("verb", item, "publish"))
    assert "The FAQ has no question." in text(asked)
    form = address("change", item)
    assert f'href="{form}#field-question"' in asked.content.decode()
    assert 'id="field-question"' in signed_in(chief).get(form).content.decode()
    answer = signed_in(chief).post(address("verb", item, "publish"), {"note": ""})
    assert answer.status_code == 409
    assert "The FAQ has no question." in errors(answer)


def test_a_problem_in_a_part_links_to_the_field_of_that_part():
    chief = person("Desk chief")
    empty = pages.Answer(id="c0ffee01", question="And then?", text="")
    item = pages.faq(chief, answers=(empty,))
    asked = signed_in(chief).get(address("verb", item, "publish")).content.decode()
    form = address("change", item)
    assert f'href="{form}#c0ffee01-text"' in asked
    assert 'id="c0ffee01-text"' in signed_in(chief).get(form).content.decode()


@pytest.mark.parametrize("kind", ["faq", "story"])
def test_a_page_without_changes_offers_nothing_to_publish(kind):
    """A story least of all says that somebody has to approve what is published already."""
    chief = person("Desk chief")
    item = make(kind, "live")
    asked = signed_in(chief).get(address("verb", item, "publish"))
    assert "Nothing has changed since version 1" in text(asked)
    assert "Publish now" not in text(asked)


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("correction", "A correction tells readers what was wrong"),
        ("clarification", "A clarification needs a public note"),
        ("", "Say what kind of change it is"),
    ],
)
def test_a_change_of_a_live_page_is_classed_and_told(kind, missing):
    chief = person("Desk chief")
    item, client = make("story", "live"), signed_in(chief)
    STORY.revise(item, reworded("story", item), actor=chief)
    release.approve(item, actor=chief)
    refused = do(client, item, "publish", kind=kind, note=" ")
    assert refused.status_code == 200
    assert missing in errors(refused)
    assert item.editions.count() == 1
    told = {"note": "We had left it out.", "wrong": "No standfirst.", "right": "There is one."}
    done = do(client, item, "publish", kind=kind or "update", **told)
    assert done.status_code == 302
    edition = item.latest_edition()
    assert (edition.kind, edition.note) == (kind or "update", "We had left it out.")


@pytest.mark.parametrize("kind", ["first", "withdrawal", "nonsense"])
def test_a_kind_of_change_that_is_not_offered_is_refused(kind):
    chief = person("Desk chief")
    item, client = make("story", "live"), signed_in(chief)
    STORY.revise(item, reworded("story", item), actor=chief)
    release.approve(item, actor=chief)
    assert do(client, item, "publish", kind=kind).status_code == 200
    assert item.editions.count() == 1


def test_withdrawing_needs_a_reason_that_readers_are_told():
    chief = person("Desk chief")
    item, client = make("story", "live"), signed_in(chief)
    refused = do(client, item, "withdraw", note="")
    assert "readers are told the reason" in errors(refused)
    assert fresh(item).standing == "live"
    do(client, item, "withdraw", note="The figures were wrong.")
    assert Page.objects.get(key=item.key).gone_reason == "The figures were wrong."


def test_an_address_that_belongs_to_another_page_is_refused_in_a_sentence():
    chief = person("Desk chief")
    first = make("story", "live")
    second = pages.story(chief, "Another one")
    type(first).objects.filter(pk=first.pk).update(slug="moved-away")
    type(second).objects.filter(pk=second.pk).update(slug="the-ferry-turns")
    release.approve(second, actor=chief)
    answer = do(signed_in(chief), second, "publish")
    assert answer.status_code == 409
    assert "belongs to another page" in errors(answer)
    assert not second.editions.exists()

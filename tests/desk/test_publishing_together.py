"""A story and the drafts that wait with it are published from one page, all of them or nothing."""

import pytest

from newsdesk.catalogue.models import Page
from newsdesk.rules.findings import Problem
from newsdesk.workflow import publish_many
from newsdesk.workflow.transitions import Blocked
from tests import pages
from tests.desk.screens import address, do, errors, fields, looked_at, signed_in, text, tree
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def desk_of_one_person(settings):
    """Names are confirmed on the page of publishing on a desk of one person alone: elsewhere a story is
    approved before, and not as long as a topic of it is unconfirmed.
    """
    settings.SECOND_READER = ()


@pytest.fixture
def desk():
    """A story with a complete FAQ, a complete entity and one whose name nobody has confirmed."""
    chief = person("Desk chief")
    asked, topic = pages.faq(chief), pages.entity(chief)
    tug = pages.ENTITY.create(
        pages.EntityDocument(name="Tug", kind="other", slug="tug", description="A strong ship."),
        actor=chief,
    )
    story = pages.story(chief, faqs=(asked.key,), entities=(topic.key, tug.key))
    return chief, story, asked, topic, tug


def ticked(page):
    return {
        box.get("value"): box.get("checked") is not None
        for box in tree(page).xpath("//input[@type='checkbox' and @name!='accepted']")
    }


def public():
    return set(Page.objects.visible().values_list("key", flat=True))


def test_the_page_asks_for_the_drafts_and_ticks_what_is_complete(desk):
    chief, story, asked, topic, tug = desk
    page = signed_in(chief).get(address("verb", story, "publish"))
    assert "1 FAQ and 2 topics are still drafts. Publish them too?" in text(page)
    assert ticked(page) == {asked.key: True, topic.key: True, tug.key: False}
    assert "Confirm the name “Tug” and the kind “Other”, and publish" in text(page)


def test_what_is_ticked_goes_live_with_the_story_and_nothing_else(desk):
    chief, story, asked, topic, tug = desk
    assert do(signed_in(chief), story, "publish", together=[], confirm=[tug.key]).status_code == 302
    assert public() == {story.key, tug.key}
    assert not asked.editions.exists()
    assert not topic.editions.exists()


def test_lists_show_the_story_first_and_then_what_came_with_it(desk):
    chief, story, asked, topic, tug = desk
    do(signed_in(chief), story, "publish", confirm=[tug.key])
    shown = list(Page.objects.visible().order_by("-published_at").values_list("key", flat=True))
    assert shown[0] == story.key
    assert set(shown[1:]) == {asked.key, topic.key, tug.key}


def test_a_story_stays_back_while_nobody_confirms_one_of_its_topics(desk):
    chief, story, *_ = desk
    answer = do(signed_in(chief), story, "publish")
    assert answer.status_code == 409
    assert "Nobody has confirmed name and kind of the topic “Tug”." in errors(answer)
    assert public() == set()


def test_a_name_confirmed_on_the_page_is_confirmed_and_published(desk):
    chief, story, asked, topic, tug = desk
    do(signed_in(chief), story, "publish", confirm=[tug.key])
    assert public() == {story.key, asked.key, topic.key, tug.key}
    assert [event.verb for event in tug.events.all()] == ["publish", "confirm", "create"]


def test_a_draft_with_a_problem_is_listed_with_it_and_cannot_be_ticked(desk):
    chief, story, _, topic, _ = desk
    topic.description = ""
    topic.save()
    page = signed_in(chief).get(address("verb", story, "publish"))
    assert "The topic has no description." in text(page)
    assert topic.key not in ticked(page)
    answer = do(signed_in(chief), story, "publish", together=[topic.key], note="Kept")
    assert "not waiting here any more" in errors(answer)
    assert fields(answer)["note"] == ["Kept"]
    assert public() == set()


def test_a_problem_that_comes_up_meanwhile_keeps_everything_back_and_loses_nothing(
    desk, monkeypatch
):
    chief, story, asked, _, tug = desk
    client, url = signed_in(chief), address("verb", story, "publish")
    asked_for = client.get(url)
    data = fields(asked_for) | looked_at(asked_for) | {"note": "Kept", "confirm": [tug.key]}

    def blocked(*args, **kwargs):
        raise Blocked([Problem("question", "The FAQ has no question.")])

    # The last of all steps, when editions are frozen and shown.
    monkeypatch.setattr(publish_many, "_settle", blocked)
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "The FAQ has no question." in errors(answer)
    assert fields(answer)["note"] == ["Kept"]
    assert ticked(answer)[asked.key]
    assert public() == set()
    assert not story.editions.exists()


@pytest.mark.parametrize("field", ["together", "confirm"])
def test_a_page_of_another_story_cannot_be_published_by_a_forged_key(desk, field):
    chief, story, *_ = desk
    stranger = pages.faq(chief, "Whose is this?")
    answer = do(signed_in(chief), story, "publish", **{field: [stranger.key]})
    assert answer.status_code == 200
    assert errors(answer)
    assert public() == set()


def test_an_unconfirmed_entity_is_not_published_without_its_confirmation(desk):
    chief, story, _, _, tug = desk
    answer = do(signed_in(chief), story, "publish", together=[tug.key])
    assert errors(answer)
    assert public() == set()


def test_a_story_that_is_blocked_shows_what_waits_with_it_and_offers_no_button(desk):
    chief, story, *_ = desk
    story.summary = ""
    story.save()
    page = signed_in(chief).get(address("verb", story, "publish"))
    assert "the summary is empty" in text(page)
    assert "still drafts" in text(page)
    assert "Publish now" not in text(page)

"""A 304 only where not a byte would differ. For how long what is kept: `test_shared_cache.py`."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from entities.merging import topics as entity_merging
from entities.workflow import ENTITY
from entities.working_copy import document_of as entity_document
from faqs import merging as faq_merging
from faqs.workflow import FAQ
from faqs.working_copy import document_of as faq_document
from stories.workflow import STORY
from stories.working_copy import document_of as story_document
from tests import pages, release
from tests.people import person
from tests.public import desk

STORY_PATH = "/stories/the-ferry-turns/"
TOPIC = "/topics/harbour-trust/"
QUESTION = "/questions/why-do-ferries-lean/"
pytestmark = pytest.mark.usefixtures("today")

DATED = [
    STORY_PATH,
    TOPIC,
    QUESTION,
    "/feeds/stories.xml",
    "/sitemap.xml",
    "/archive/",
    f"/archive/{desk.TODAY:%Y}/",
    f"/archive/{desk.TODAY:%Y/%m}/",
    f"/archive/{desk.TODAY:%Y/%m/%d}/",
    "/people/ada-morris/",
    "/topics/",
]
SEARCHES = ["/search/?q=ferry", "/search/?q=ferr&kind=story&since=week", "/search/?q=harbuor"]
UNDATED = ["/corrections/", "/about/", "/search/"]
PAGES = [*DATED, *SEARCHES, *UNDATED]


@pytest.fixture
def linked(chief):
    """A story, a topic and a question that all show one another."""
    topic = desk.topic(chief)
    asked = desk.full_question(chief, entities=(topic.key,))
    item = desk.story(chief, entities=(topic.key,), faqs=(asked.key,))
    return item, topic, asked


def change(workflow, document_of, item, chief, **values):
    workflow.revise(item, replace(document_of(item), **values), actor=chief)
    release.publish(item, actor=chief, kind="update")


@pytest.fixture
def holds(client):
    """Fetch all pages twice; later compare: 304 exactly where the bytes have stayed the same."""
    kept = {}

    def check():
        for path in PAGES:
            fresh = client.get(path)
            if fresh.status_code != 200:
                kept.pop(path, None)
                continue
            if path in kept:
                body, tag = kept[path]
                again = client.get(path, headers={"If-None-Match": tag})
                if fresh.content != body:
                    assert (again.status_code, again.content) == (200, fresh.content), path
                    assert fresh["ETag"] != tag, path
            kept[path] = (fresh.content, fresh["ETag"])
            same = client.get(path, headers={"If-None-Match": fresh["ETag"]})
            assert (same.status_code, same.content) == (304, b""), path

    return check


@pytest.mark.parametrize("path", PAGES)
def test_what_has_not_changed_is_not_sent_again(linked, client, path):
    first = client.get(path)
    assert bool(first.get("Last-Modified")) is (path not in UNDATED)
    headers = {"If-None-Match": first["ETag"]}
    for method in (client.get, client.head):
        again = method(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert "Last-Modified" not in again
    assert client.head(path)["ETag"] == first["ETag"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")


def test_a_change_of_anything_shown_is_sent(linked, chief, holds):
    item, topic, asked = linked
    holds()
    change(ENTITY, entity_document, topic, chief, description="Quite another trust.")
    holds()
    change(FAQ, faq_document, asked, chief, intro="<p>Wind.</p>")
    holds()
    change(STORY, story_document, item, chief, headline="The ferry stops")
    holds()
    STORY.revise(item, replace(story_document(item), standfirst="x"), actor=chief)
    release.publish(
        item, actor=chief, kind="correction", note="Wrong year.", wrong="1989", right="1999"
    )
    holds()
    desk.story(chief, "Another", entities=(topic.key,), faqs=(asked.key,))
    holds()
    ENTITY.withdraw(topic, actor=chief, note="Wrong.")
    holds()


def test_a_merge_and_its_undoing_are_sent(linked, chief, holds):
    item, topic, asked = linked
    second_topic, second = desk.topic(chief, "Port Trust"), desk.question(chief, "Why tilt?")
    change(
        STORY,
        story_document,
        item,
        chief,
        entities=(second_topic.key,),
        faqs=(second.key,),
    )
    holds()
    topics = entity_merging.merge(second_topic, topic, actor=chief)
    holds()
    questions = faq_merging.merge(second, asked, actor=chief)
    holds()
    entity_merging.undo(topics, actor=person("Desk chief", "second"))
    holds()
    faq_merging.undo(questions, actor=person("Desk chief", "third"))
    holds()


def test_a_date_alone_never_keeps_an_old_page_alive(linked, chief, client):
    _, topic, _ = linked
    first = client.get(STORY_PATH)
    ENTITY.withdraw(topic, actor=chief, note="Wrong.")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    for date in (first["Last-Modified"], tomorrow):
        assert client.get(STORY_PATH, headers={"If-Modified-Since": date}).status_code == 200


def test_the_choice_between_topics_of_one_name_is_not_sent_twice(chief, client):
    for name in ("Port Trust", "Harbour Trust"):
        desk.topic(chief, name, aliases=("The Trust",))
    path = "/topics/called/the-trust/"
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    desk.topic(chief, "Sea Trust", aliases=("The Trust",))
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_page_that_appears_by_itself_is_sent(linked, chief, client):
    """Nothing is written when a scheduled page's time comes: the validators have to change by it."""
    later = timezone.now() + timedelta(seconds=3)
    item = pages.story(chief, "The ferry stops", tags=("Ships",))
    release.schedule(item, actor=chief, at=later)
    moved = [*DATED[-6:-1], "/search/?q=ferry"]
    before = {path: client.get(path)["ETag"] for path in moved}
    for path, tag in before.items():
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    with time_machine.travel(later + timedelta(seconds=1)):
        for path, tag in before.items():
            response = client.get(path, headers={"If-None-Match": tag})
            assert (response.status_code, response["ETag"] != tag) == (200, True), path
            assert "The ferry stops" in response.content.decode(), path


def test_another_site_name_is_another_page(linked, client, settings):
    first = client.get(STORY_PATH)["ETag"]
    settings.SITE_NAME = "The Buoy"
    assert client.get(STORY_PATH)["ETag"] != first

"""Feeds in three forms: the same entries, identifiers and full text, and what is said of a withdrawal."""

from dataclasses import replace

import feedparser
import pytest
from django.conf import settings

from stories import workflow
from stories.working_copy import document_of
from tests.public import desk

FEEDS = ["stories", "topics/harbour-trust", "tags/ships", "corrections"]


@pytest.fixture
def item(chief):
    """A corrected story in every feed, and a question about the same."""
    topic = desk.topic(chief)
    desk.full_question(chief, entities=(topic.key,))
    item = desk.story(chief, entities=(topic.key,), tags=("Ships",), background="<p>Built.</p>")
    workflow.revise(item, replace(document_of(item), standfirst="Seen & told."), actor=chief)
    workflow.publish(
        item, actor=chief, kind="correction", note="It was <noon>.", wrong="1989", right="1999"
    )
    return item


def entries(client, name):
    """Return identifier, title and text of each entry, which must be alike in all forms."""
    found = []
    for form in ("xml", "atom"):
        feed = feedparser.parse(client.get(f"/feeds/{name}.{form}").content)
        assert not feed.bozo, (name, form)
        found.append([(e.id, e.title, e.content[-1].value, e.link) for e in feed.entries])
    data = client.get(f"/feeds/{name}.json").json()
    assert data["feed_url"] == f"{settings.SITE_URL}/feeds/{name}.json"
    rows = [(i["id"], i["title"], i["content_html"], i["url"]) for i in data["items"]]
    assert [[row[0] for row in rows]] * 2 == [[entry[0] for entry in form] for form in found]
    return rows


@pytest.mark.parametrize("name", FEEDS)
def test_every_feed_is_valid_and_the_same_in_every_form(item, client, name):
    assert entries(client, name)


def test_a_topic_feed_holds_stories_and_questions_in_full(item, client):
    texts = " ".join(text for _, _, text, _ in entries(client, "topics/harbour-trust"))
    for words in ("Built.", "They lean because they turn.", "Not at that speed.", "On the roll"):
        assert words in texts


def test_a_correction_is_an_entry_of_its_own(item, client):
    ((key, title, text, link),) = entries(client, "corrections")
    assert key.endswith(f":story:{item.pk}:2:note")
    assert title == "Correction: The ferry turns"
    assert "It was &lt;noon&gt;." in text
    assert link == f"{settings.SITE_URL}/stories/the-ferry-turns/"


@pytest.mark.parametrize("name", FEEDS[:3])
def test_a_withdrawn_page_leaves_a_tombstone_under_its_identifier(item, chief, client, name):
    key = next(k for k, *_ in entries(client, name) if ":story:" in k)
    if name == "tags/ships":  # A tag without any page has no feed.
        desk.question(chief, tags=("Ships",), slug="other")
    workflow.withdraw(item, actor=chief, note="The source took it back.")
    ((title, text),) = [(t, x) for k, t, x, _ in entries(client, name) if k == key]
    assert title == "Withdrawn"
    assert "The source took it back." in text
    for form in ("xml", "atom", "json"):
        assert "ferry turns" not in client.get(f"/feeds/{name}.{form}").content.decode()


def test_pages_name_their_feeds(item, read):
    for path, name in (
        ("/", "stories"),
        ("/topics/harbour-trust/", "topics/harbour-trust"),
        ("/tags/ships/", "tags/ships"),
        ("/corrections/", "corrections"),
    ):
        links = read(path).xpath('//link[@rel="alternate"]/@href')
        for form in ("xml", "atom", "json"):
            assert f"/feeds/{name}.{form}" in links

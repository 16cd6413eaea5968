"""Feeds in three forms: the same entries, identifiers and full text, and what is said of a withdrawal."""

from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime

import feedparser
import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.urls import get_resolver
from django.utils.dateparse import parse_datetime
from lxml import etree

from newsdesk.catalogue.models import Page
from newsdesk.sections import workflow as sections
from newsdesk.sections.models.section import Section
from stories.documents import Byline
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.public import desk
from tests.workflow.situations import soon

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [
    "stories",
    "topics/harbour-trust",
    "tags/ships",
    "sections/harbour",
    "people/ada-reed",
    "outlets/the-pier-post",
    "corrections",
]

FOLDERS = {"people": "person"}


@pytest.fixture
def item(chief):
    """A corrected story in every feed, and a question about the same."""
    topic = desk.topic(chief)
    desk.full_question(chief, entities=(topic.key,))
    sections.save(Section(name="Harbour", slug="harbour"), actor=chief)
    item = desk.story(
        chief,
        entities=(topic.key,),
        tags=("Ships",),
        background="<p>Built.</p>",
        section="harbour",
        bylines=(Byline(name="Ada Reed", slug="ada-reed"),),
    )
    STORY.revise(item, replace(document_of(item), standfirst="Seen & told."), actor=chief)
    release.publish(
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


def test_every_feed_there_is_stands_in_the_list():
    names = {
        pattern.name or "" for pattern in get_resolver().url_patterns if hasattr(pattern, "name")
    }
    kinds = {FOLDERS.get(name.split("/")[0], name.split("/")[0].rstrip("s")) for name in FEEDS}
    for form in ("feed", "atom", "json"):
        found = {name.removesuffix(f"-{form}") for name in names if name.endswith(f"-{form}")}
        assert {name.rstrip("s") for name in found} == kinds


@pytest.mark.parametrize("name", FEEDS)
def test_every_entry_has_what_its_format_asks_for(item, client, name):
    """RFC 4287 wants id, title and updated, and RSS 2.0 a guid, all absolute and each once."""
    atom = etree.fromstring(client.get(f"/feeds/{name}.atom").content)
    for element in (atom, *atom.iter(f"{ATOM}entry")):
        for child in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{child}")) == 1, child
        assert parse_datetime(element.findtext(f"{ATOM}updated")).tzinfo
        assert element.find(f"{ATOM}link").get("href").startswith(settings.SITE_URL)
    assert atom.find(f"{ATOM}author") is not None or all(
        entry.find(f"{ATOM}author") is not None for entry in atom.iter(f"{ATOM}entry")
    )
    (channel,) = etree.fromstring(client.get(f"/feeds/{name}.xml").content)
    assert all(channel.findtext(child) for child in ("title", "link", "description"))
    guids = [entry.findtext("guid") for entry in channel.iter("item")]
    assert all(guids)
    assert len(set(guids)) == len(guids)
    assert all(parsedate_to_datetime(e.findtext("pubDate")).tzinfo for e in channel.iter("item"))
    data = client.get(f"/feeds/{name}.json").json()
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert all(i["id"] and (i.get("content_html") or i["content_text"]) for i in data["items"])


def test_a_topic_feed_holds_stories_and_questions_in_full(item, client):
    texts = " ".join(text for _, _, text, _ in entries(client, "topics/harbour-trust"))
    for words in ("Built.", "They lean because they turn.", "Not at that speed.", "On the roll"):
        assert words in texts


def test_a_correction_is_an_entry_of_its_own(item, chief, client):
    ((key, title, text, link),) = entries(client, "corrections")
    assert key not in {each for each, *_ in entries(client, "stories")}
    STORY.revise(item, replace(document_of(item), slug="turned", standfirst="Now."), actor=chief)
    release.publish(item, actor=chief, kind="update")
    assert [each for each, *_ in entries(client, "corrections")] == [key]
    assert title == "Correction: The ferry turns"
    assert "It was &lt;noon&gt;." in text
    assert link == f"{settings.SITE_URL}/stories/the-ferry-turns/"


@pytest.mark.parametrize("name", FEEDS[:3])
def test_a_withdrawn_page_leaves_a_tombstone_under_its_identifier(item, chief, client, name):
    uid = Page.objects.filter(key=item.key).values_list("uid", flat=True)[0]
    (key,) = [key for key, *_ in entries(client, name) if key.endswith(f":{uid}")]
    if name == "tags/ships":  # A tag without any page has no feed.
        desk.question(chief, "Who keeps the ferry?", tags=("Ships",))
    STORY.withdraw(item, actor=chief, note="The source took it back.")
    ((title, text),) = [(t, x) for k, t, x, _ in entries(client, name) if k == key]
    assert title == "Withdrawn"
    assert "The source took it back." in text
    for form in ("xml", "atom", "json"):
        assert "ferry turns" not in client.get(f"/feeds/{name}.{form}").content.decode()


@pytest.mark.parametrize("name", FEEDS[:3])
def test_a_page_that_has_come_back_at_a_set_time_is_not_told_of_as_withdrawn(
    item, chief, client, name
):
    if name == "tags/ships":
        desk.question(chief, "Who keeps the ferry?", tags=("Ships",))
    STORY.withdraw(item, actor=chief, note="The source took it back.")
    release.schedule(item, actor=chief, at=soon(), kind="update")
    assert "Withdrawn" in [title for _, title, *_ in entries(client, name)]
    with time_machine.travel(soon() + timedelta(minutes=1)):
        told = entries(client, name)
        assert "Withdrawn" not in [title for _, title, *_ in told]
        call_command("rebuild_catalogue", verbosity=0)
        assert entries(client, name) == told


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


def test_an_entry_tells_corrections_questions_authors_and_picture(chief, client):
    asked = desk.question(chief, "Who steers it?")
    story = desk.full_story(chief, faqs=(asked.key,))
    STORY.revise(
        story, replace(document_of(story), standfirst="A turn that some saw."), actor=chief
    )
    release.publish(
        story, actor=chief, kind="correction", note="It was noon.", wrong="1989", right="1999"
    )
    for _, _, text, _ in entries(client, "stories"):
        assert "It was noon." in text
        assert f'<a href="{settings.SITE_URL}/questions/who-steers-it/">Who steers it?</a>' in text
        assert "And then 1?" in text
    data = client.get("/feeds/stories.json").json()
    page = f"{settings.SITE_URL}/people/ada-reed-1/"
    assert data["items"][0]["authors"] == [{"name": "Ada Reed 1", "url": page}]
    icon = client.get(data["icon"].removeprefix(settings.SITE_URL))
    assert (icon.status_code, icon.getvalue()[:4]) == (200, b"\x89PNG")
    rss = client.get("/feeds/stories.xml").content.decode()
    for written in (
        "<dc:creator>Ada Reed 1</dc:creator>",
        "<media:content ",
        "<media:credit>Desk</media:credit>",
        "<image><url>http",
    ):
        assert written in rss, written
    atom = etree.fromstring(client.get("/feeds/stories.atom").content)
    assert atom.findtext(f"{ATOM}icon") == data["icon"]
    (entry,) = atom.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ada Reed 1"


def test_a_question_that_others_may_not_see_is_in_no_entry(chief, client):
    desk.full_story(chief, faqs=(pages.faq(chief, "Who waits?").key,))
    for _, _, text, _ in entries(client, "stories"):
        assert "Who waits?" not in text

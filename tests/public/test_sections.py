"""Sections: their pages, feeds and kickers, what the API and JSON-LD say, and what they never tell."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsdesk.catalogue.models import Page, Reference
from newsdesk.pages.documents import as_data, digest
from newsdesk.publication.targets import Target, offered
from newsdesk.sections import workflow
from newsdesk.sections.models.section import Section
from newsdesk.workflow.transitions import Refused
from stories.documents import StoryDocument, read
from stories.models.draft import Story
from stories.models.edition import StoryEdition
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.people import person
from tests.public import desk

pytestmark = pytest.mark.usefixtures("today", "made_each_time")


@pytest.fixture
def science(chief):
    section = Section(name="Science", slug="science", standfirst="How things work.", colour=5)
    return workflow.save(section, actor=chief)


def move(story, slug, chief):
    """Publish an edition of a story in another section."""
    story = Story.objects.get(pk=story.pk)
    STORY.revise(story, replace(document_of(story), section=slug), actor=chief)
    release.publish(story, actor=chief, kind="update", note="Moved.")


def test_a_story_stands_in_its_section_under_its_kicker(chief, science, read):
    desk.story(chief, "The ferry turns", section="science")
    desk.story(chief, "No section")
    page = read("/sections/science/")
    assert page.xpath("string(//h1)") == "Science"
    assert page.xpath("//h2/a/@href | //h3/a/@href") == ["/stories/the-ferry-turns/"]
    (kicker,) = read("/stories/the-ferry-turns/").xpath('//p[contains(@class, "section-kicker")]/a')
    assert (kicker.text, kicker.get("href")) == ("Science", "/sections/science/")
    for path in ("/", "/stories/"):
        assert read(path).xpath('//p[contains(@class, "section-kicker")]/a/text()') == ["Science"]
    menu = read("/").xpath('//nav[@aria-label="Sections"]//a')
    assert [(each.text, each.get("href")) for each in menu] == [("Science", "/sections/science/")]
    assert read("/sections/").xpath("//main//h2/a/text()") == ["Science"]


def test_a_line_of_the_menu_may_lead_to_a_section_that_readers_can_open(chief, science):
    assert Target("Science", "/sections/science/") not in offered()
    desk.story(chief, section="science")
    assert Target("Science", "/sections/science/") in offered()


def test_readers_see_the_section_of_the_edition_and_not_that_of_the_draft(chief, science, client):
    workflow.save(Section(name="World", slug="world"), actor=chief)
    story = desk.story(chief, section="science")
    STORY.revise(story, replace(document_of(story), section="world"), actor=chief)
    assert client.get("/sections/world/").status_code == 404
    assert "World" not in client.get("/stories/the-ferry-turns/").content.decode()
    move(story, "world", chief)
    assert client.get("/sections/world/").status_code == 200
    assert client.get("/sections/science/").status_code == 404


def test_a_section_whose_first_story_waits_is_told_nowhere(chief, science, client):
    item = pages.story(chief, "Waits", section="science")
    release.schedule(item, actor=chief, at=timezone.now() + timedelta(hours=1))
    for path in ("/sections/science/", "/feeds/sections/science.xml", "/cards/section/science.jpg"):
        assert client.get(path).status_code == 404, path
    for path in ("/", "/sections/", "/sitemaps/1.xml"):
        assert "science" not in client.get(path).content.decode().lower(), path


def test_a_withdrawn_story_leaves_its_section_empty(chief, science, client):
    story = desk.story(chief, section="science")
    assert client.get("/sections/science/").status_code == 200
    STORY.withdraw(story, actor=chief, note="Wrong.")
    assert client.get("/sections/science/").status_code == 404


def test_a_new_name_is_read_at_once_everywhere(chief, science, client):
    desk.story(chief, section="science")
    before = client.get("/")["ETag"]
    science.name = "Discovery"
    workflow.save(science, actor=chief)
    for path in ("/", "/stories/the-ferry-turns/", "/sections/science/", "/sections/"):
        words = client.get(path).content.decode()
        assert "Discovery" in words, path
        assert "Science" not in words, path
    assert client.get("/")["ETag"] != before


def test_feeds_sitemap_json_ld_and_api_name_it(chief, science, client, read):
    desk.story(chief, section="science")
    desk.story(chief, "Other")
    for form in ("xml", "atom", "json"):
        feed = client.get(f"/feeds/sections/science.{form}")
        assert feed.status_code == 200
        assert "The ferry turns" in feed.content.decode()
        assert "Other" not in feed.content.decode()
    sitemap = client.get("/sitemaps/1.xml").content.decode()
    assert "/sections/science/</loc>" in sitemap
    (data,) = read("/stories/the-ferry-turns/").xpath(
        '//script[@type="application/ld+json"]/text()'
    )
    article, crumbs = json.loads(data)["@graph"]
    assert article["articleSection"] == "Science"
    assert crumbs["itemListElement"][1]["name"] == "Science"
    listed = client.get("/api/v1/stories/?section=science").json()["items"]
    assert [each["title"] for each in listed] == ["The ferry turns"]
    one = client.get(listed[0]["api"].partition("://")[2].partition("/")[2].join("/ ").strip())
    assert one.json()["section"]["name"] == "Science"


def test_a_list_of_a_section_is_read_from_the_index_alone(chief, science, client):
    for n in range(30):
        desk.story(chief, f"Ferry {n}", section="science")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/sections/science/?page=2")
    assert page.status_code == 200
    assert len(queries) <= 4
    listed = Reference.objects.visible().filter(shown="section:science").latest()
    plan = listed.values("page")[:24].explain()
    assert "reference_latest" in plan or connection.vendor == "postgresql", plan


def test_what_has_no_section_keeps_its_digest_and_its_card(chief):
    desk.story(chief)
    edition = StoryEdition.objects.get()
    assert "section" not in edition.document
    assert "section" not in as_data(StoryDocument())
    assert digest(read(edition)) == edition.digest
    assert "section" not in Page.objects.get(kind="story").card


def test_only_who_may_changes_sections_and_an_address_stays(chief, science):
    with pytest.raises(PermissionDenied):
        workflow.save(Section(name="World", slug="world"), actor=person("Reporter"))
    science.slug = "discovery"
    with pytest.raises(Refused, match="keeps its address"):
        workflow.save(science, actor=chief)
    assert science.events.get().detail["name"] == [None, "Science"]


def test_an_unknown_section_of_a_document_from_elsewhere_is_made(chief):
    item = pages.story(chief, "From elsewhere", section="arts-and-books")
    assert item.section.name == "Arts and books"
    assert item.section.events.get().verb == "create"

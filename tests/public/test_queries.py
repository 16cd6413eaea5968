"""How many queries a page costs: the same with one item on it and with twenty."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag

from entities.merging import topics
from entities.models.draft import Entity
from newsdesk.tags import workflow as tags
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.public import desk

pytestmark = pytest.mark.usefixtures("today", "made_each_time")

LIMITS = {
    "/": 5,
    "/stories/": 3,
    "/stories/big/": 6,
    "/topics/": 3,
    "/topics/harbour-trust/": 8,
    "/questions/": 4,
    "/questions/?topic=harbour-trust": 4,
    "/questions/?q=ferry&tag=all": 4,
    "/questions/why-do-ferries-lean/": 5,
    "/tags/all/": 4,
    "/search/": 0,
    "/search/?q=ferry": 2,
    "/search/?q=ferry&kind=faq&since=week&tag=all": 2,
    "/search/?q=ferry&topic=harbour-trust": 2,
    "/search/suggest/?q=fer": 2,
    "/ask/": 0,
    "/ask/?q=ferry+turns": 2,
    "/ask/nearest/?q=ferry+turns": 2,
    "/report/": 0,
    "/report/?page=/stories/big/": 2,
    "/report/?page=/questions/why-do-ferries-lean/&part=direct-answer": 2,
    "/people/": 1,
    "/people/ada-reed-1/": 4,
    "/outlets/": 2,
    "/outlets/harbour-post/": 4,
    "/outlets/harbour-post.md": 5,
    "/archive/": 4,
    f"/archive/{desk.TODAY:%Y}/": 3,
    f"/archive/{desk.TODAY:%Y/%m}/": 3,
    f"/archive/{desk.TODAY:%Y/%m/%d}/": 3,
    "/corrections/": 3,
    "/about/": 0,
    "/feeds/stories.xml": 4,
    "/feeds/topics/harbour-trust.atom": 6,
    "/feeds/tags/all.json": 6,
    "/feeds/outlets/harbour-post.atom": 6,
    "/feeds/corrections.xml": 2,
    "/cards/list/home.jpg": 0,
    "/cards/tag/all.jpg": 1,
    "/cards/person/ada-reed-1.jpg": 1,
    "/cards/outlet/harbour-post.jpg": 2,
    f"/cards/archive/{desk.TODAY.year}-{desk.TODAY.month}.jpg": 1,
    "/sitemap.xml": 1,
    "/sections/": 1,
    "/sections/ferries/": 4,
    "/feeds/sections/ferries.xml": 5,
    "/cards/section/ferries.jpg": 1,
    "/sitemaps/1.xml": 2,
    "/sitemaps/outlets.xml": 1,
    "/sitemaps/news.xml": 1,
}
CITED = replace(pages.REPORT, outlet="Harbour Post")
# Those of them that have a second page where there are twenty of everything.
FULL = (
    "/stories/",
    "/questions/",
    "/tags/all/",
    "/topics/harbour-trust/",
    "/search/?q=ferry",
    "/archive/",
)


def build(chief, number):
    """Publish `number` of everything, all of it linked to one topic, one question and one tag."""
    topic, near = desk.topic(chief), desk.topic(chief, "Harbour Board")
    asked = desk.full_question(chief, entities=(topic.key,))
    desk.full_story(chief, "Big", parts=number, section="ferries")
    for n in range(number):
        desk.story(
            chief,
            f"Ferry {n}",
            entities=(topic.key, near.key),
            faqs=(asked.key,),
            tags=("All",),
            section="ferries",
            reports=(CITED,),
        )
        desk.question(chief, f"Ferry {n}?", entities=(topic.key,), tags=("All",))
        desk.topic(chief, f"Ferry topic {n}")
        wrong = desk.story(chief, f"Wrong {n}")
        STORY.revise(wrong, replace(document_of(wrong), standfirst="Right."), actor=chief)
        release.publish(
            wrong, actor=chief, kind="correction", note="It was wrong.", wrong="1989", right="1999"
        )


def cost(client, path):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


@pytest.mark.parametrize("number", [1, 20])
def test_a_page_costs_the_same_however_much_is_on_it(chief, client, read, number):
    build(chief, number)
    assert {path: cost(client, path) for path in LIMITS} == LIMITS
    for path in FULL if number == 20 else ():
        assert cost(client, f"{path}{'&' if '?' in path else '?'}page=2") <= LIMITS[path], path
        (after,) = read(path).xpath('//a[@rel="next"]/@href')
        assert cost(client, path.partition("?")[0] + after) <= LIMITS[path], after


def test_what_was_merged_renamed_and_corrected_costs_no_query_more(chief, client):
    """Readers see other names and pages than editions have, and none is looked up by itself."""
    build(chief, 3)
    before = {path: cost(client, path) for path in LIMITS}
    survivor = Entity.objects.get(name="Harbour Trust")
    for loser in Entity.objects.filter(name__startswith="Topic Big"):
        topics.merge(loser, survivor, actor=chief)
    for tag in Tag.objects.filter(name__startswith="Ships "):
        tags.merge(tag, Tag.objects.get(name="All"), actor=chief)
    story = Story.objects.get(slug="big")
    STORY.revise(story, replace(document_of(story), standfirst="Right."), actor=chief)
    release.publish(
        story, actor=chief, kind="correction", note="It was wrong.", wrong="1989", right="1999"
    )
    page = client.get("/stories/big/").content.decode()
    assert "Topic Big" not in page.partition('id="topics"')[2]
    assert {path: cost(client, path) for path in LIMITS} == before

"""How many queries a page costs: the same with one item on it and with twenty."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stories import workflow
from stories.working_copy import document_of
from tests import release
from tests.public import desk

pytestmark = pytest.mark.usefixtures("today")

LIMITS = {
    "/": 7,
    "/stories/": 3,
    "/stories/big/": 6,
    "/topics/": 4,
    "/topics/harbour-trust/": 11,
    "/questions/": 8,
    "/questions/?topic=harbour-trust": 8,
    "/questions/?q=ferry&tag=all": 8,
    "/questions/why-do-ferries-lean/": 6,
    "/tags/all/": 4,
    "/search/": 0,
    "/search/?q=ferry": 9,
    "/search/?q=ferry&kind=faq&since=week&tag=all": 9,
    "/search/?q=ferry&topic=harbour-trust": 13,
    "/search/suggest/?q=fer": 2,
    "/ask/": 1,
    "/ask/?q=ferry+turns": 2,
    "/ask/nearest/?q=ferry+turns": 3,
    "/report/": 1,
    "/report/?page=/stories/big/": 2,
    "/report/?page=/questions/why-do-ferries-lean/&part=direct-answer": 2,
    "/people/ada-reed-1/": 4,
    "/archive/": 4,
    f"/archive/{desk.TODAY:%Y}/": 4,
    f"/archive/{desk.TODAY:%Y/%m}/": 4,
    f"/archive/{desk.TODAY:%Y/%m/%d}/": 3,
    "/corrections/": 7,
    "/about/": 1,
    "/feeds/stories.xml": 5,
    "/feeds/topics/harbour-trust.atom": 7,
    "/feeds/tags/all.json": 7,
    "/feeds/corrections.xml": 7,
    "/cards/list/home.jpg": 1,
    "/cards/tag/all.jpg": 2,
    "/cards/person/ada-reed-1.jpg": 2,
    f"/cards/archive/{desk.TODAY.year}-{desk.TODAY.month}.jpg": 2,
    "/sitemap.xml": 2,
    "/sitemaps/1.xml": 2,
    "/sitemaps/news.xml": 2,
}


@pytest.fixture(autouse=True)
def a_cache_in_front(settings):
    """Then every answer also asks when the next page appears or goes: the dearest case."""
    settings.SHARED_CACHE_SECONDS = 60


def build(chief, number):
    """Publish `number` of everything, all of it linked to one topic, one question and one tag."""
    topic, near = desk.topic(chief), desk.topic(chief, "Harbour Board")
    asked = desk.full_question(chief, entities=(topic.key,))
    desk.full_story(chief, "Big", parts=number)
    for n in range(number):
        desk.story(
            chief, f"Ferry {n}", entities=(topic.key, near.key), faqs=(asked.key,), tags=("All",)
        )
        desk.question(chief, f"Ferry {n}?", entities=(topic.key,), tags=("All",))
        desk.topic(chief, f"Ferry topic {n}")
        wrong = desk.story(chief, f"Wrong {n}")
        workflow.revise(wrong, replace(document_of(wrong), standfirst="Right."), actor=chief)
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
def test_a_page_costs_the_same_however_much_is_on_it(chief, client, number):
    build(chief, number)
    assert {path: cost(client, path) for path in LIMITS} == LIMITS

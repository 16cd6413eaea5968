"""How many queries a page costs: the same with one item on it and with twenty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.public import desk

LIMITS = {
    "/": 5,
    "/stories/": 2,
    "/stories/big/": 6,
    "/topics/": 3,
    "/topics/harbour-trust/": 5,
    "/questions/": 5,
    "/questions/?topic=harbour-trust": 5,
    "/questions/why-do-ferries-lean/": 5,
    "/tags/all/": 3,
    "/search/": 0,
    "/search/?q=ferry": 9,
    "/search/?q=ferry&kind=faq&since=week&tag=all": 9,
    "/search/?q=ferry&topic=harbour-trust": 13,
    "/search/suggest/?q=fer": 2,
    "/feeds/stories.xml": 2,
    "/sitemap.xml": 1,
}


def build(chief, number):
    """Publish `number` of everything, all of it linked to one topic, one question and one tag."""
    topic = desk.topic(chief)
    asked = desk.full_question(chief, entities=(topic.key,))
    desk.full_story(chief, "Big", parts=number)
    for n in range(number):
        desk.story(chief, f"Ferry {n}", entities=(topic.key,), faqs=(asked.key,), tags=("All",))
        desk.question(chief, f"Ferry {n}?", entities=(topic.key,), tags=("All",))
        desk.topic(chief, f"Ferry topic {n}")


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

"""schema.org data on every page type, as a machine reads it."""

import json
from dataclasses import replace

import pytest
import time_machine
from django.conf import settings

from faqs.documents import Source
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import release
from tests.public import desk

pytestmark = pytest.mark.usefixtures("today")

TYPES = {
    "/": {"WebSite", "CollectionPage"},
    "/stories/": {"CollectionPage", "BreadcrumbList"},
    "/stories/the-ferry-turns/": {"BackgroundNewsArticle", "BreadcrumbList"},
    "/topics/": {"CollectionPage", "BreadcrumbList"},
    "/topics/harbour-trust/": {"Organization", "BreadcrumbList"},
    "/topics/called/trust/": {"CollectionPage"},
    "/questions/": {"CollectionPage", "BreadcrumbList"},
    "/questions/why-do-ferries-lean/": {"FAQPage", "BreadcrumbList"},
    "/tags/ships/": {"CollectionPage", "BreadcrumbList"},
    f"/archive/{desk.TODAY:%Y/%m/%d}/": {"CollectionPage", "BreadcrumbList"},
    "/archive/": {"CollectionPage", "BreadcrumbList"},
    "/corrections/": {"CollectionPage", "BreadcrumbList"},
    "/people/ada-reed-1/": {"ProfilePage"},
    "/outlets/": {"CollectionPage", "BreadcrumbList"},
    "/outlets/ship-review-1/": {"CollectionPage", "BreadcrumbList"},
    "/search/?q=ferry": {"SearchResultsPage"},
    "/about/": {"AboutPage", "BreadcrumbList"},
}


def publish(item, chief, **kwargs):
    STORY.revise(item, replace(document_of(item), standfirst=kwargs["note"]), actor=chief)
    release.publish(item, actor=chief, **kwargs)


def test_every_page_type_says_what_it_is_and_where(chief, linked_data):
    topic = desk.topic(chief, aliases=("Trust",))
    desk.topic(chief, "Sea Trust", aliases=("Trust",))
    desk.full_question(chief, entities=(topic.key,))
    item = desk.full_story(chief, entities=(topic.key,))
    publish(item, chief, kind="correction", note="It was 1999.", wrong="1989", right="1999")
    for path, types in TYPES.items():
        data = linked_data(path)
        assert set(data) == types, path
        for thing in data.values():
            for address in addresses(thing):
                assert address.startswith(("https://", "http://")), (path, address)


def addresses(thing):
    """Yield every address in the data, however deep."""
    if isinstance(thing, dict):
        for name, value in thing.items():
            if name in ("url", "item", "@id", "mainEntityOfPage") and isinstance(value, str):
                yield value
            else:
                yield from addresses(value)
    elif isinstance(thing, list):
        for each in thing:
            yield from addresses(each)


def test_the_front_page_can_be_searched_and_lists_its_stories(chief, linked_data, client):
    desk.story(chief)
    data = linked_data("/")
    target = data["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    path = target.removeprefix(settings.SITE_URL).replace("{search_term_string}", "ferry")
    assert client.get(path).status_code == 200
    (listed,) = data["CollectionPage"]["mainEntity"]["itemListElement"]
    assert listed["url"] == f"{settings.SITE_URL}/stories/the-ferry-turns/"


def test_only_a_change_of_substance_moves_the_date_of_change(chief, linked_data):
    path = "/stories/the-ferry-turns/"
    with time_machine.travel("2026-03-01 12:00", tick=False):
        item = desk.story(chief)
    published = linked_data(path)["BackgroundNewsArticle"]["datePublished"]
    with time_machine.travel("2026-03-02 12:00", tick=False):
        publish(item, chief, kind="minor", note="A trun.")
    article = linked_data(path)["BackgroundNewsArticle"]
    assert article["dateModified"] == article["datePublished"] == published
    with time_machine.travel("2026-03-03 12:00", tick=False):
        publish(item, chief, kind="update", note="More is known.")
    article = linked_data(path)["BackgroundNewsArticle"]
    assert article["dateModified"].startswith("2026-03-03")
    assert article["datePublished"] == published


def test_a_question_names_its_sources_and_its_topics(chief, linked_data):
    topic = desk.topic(chief)
    source = Source(id="src00001", title="On roll", url="https://library.example/roll")
    unsafe = replace(source, id="src00002", url="javascript:alert(1)")
    desk.question_from_before(chief, entities=(topic.key,), sources=(source, unsafe))
    page = linked_data("/questions/why-do-ferries-lean/")["FAQPage"]
    assert [each.get("url") for each in page["citation"]] == ["https://library.example/roll", None]
    assert page["about"][0]["name"] == "Harbour Trust"


@pytest.mark.parametrize("title", ["</script><script>x", "<!--<script>", "\u2028]]>&amp;"])
def test_no_headline_can_close_its_script(chief, client, read, title):
    topic = desk.topic(chief, title, slug="odd")
    desk.story(chief, title, slug="odd", entities=(topic.key,), standfirst=title)
    desk.question(chief, title, slug="odd", entities=(topic.key,))
    for path in ("/", "/stories/", "/stories/odd/", "/topics/odd/", "/questions/odd/", "/topics/"):
        (script,) = read(path).xpath('//script[@type="application/ld+json"]')
        assert json.loads(script.text)["@graph"], path
        assert not {"<", ">", "&"} & set(script.text), path


def identifiers(thing, *, references):
    """Yield what is said by `@id`: of things that are nothing else, or of those that say what they are."""
    if isinstance(thing, dict):
        if "@id" in thing and (set(thing) == {"@id"}) == references:
            yield thing["@id"]
        for value in thing.values():
            yield from identifiers(value, references=references)
    elif isinstance(thing, list):
        for each in thing:
            yield from identifiers(each, references=references)


def test_no_identifier_leads_nowhere_and_whoever_publishes_has_a_mark(chief, linked_data, client):
    topic = desk.topic(chief)
    desk.full_question(chief, entities=(topic.key,))
    desk.full_story(chief, entities=(topic.key,), image=None)
    for path in TYPES.keys() - {"/topics/called/trust/", "/people/ada-reed-1/"}:
        things = list(linked_data(path).values())
        known = set(identifiers(things, references=False))
        assert set(identifiers(things, references=True)) <= known, path
    for path, kind in (("/stories/the-ferry-turns/", "BackgroundNewsArticle"),):
        article = linked_data(path)[kind]
        for picture in (article["publisher"]["logo"], article["image"]):
            assert client.get(picture["url"].removeprefix(settings.SITE_URL)).getvalue()


def test_times_are_to_the_second_and_name_their_zone(chief, read):
    item = desk.full_story(chief)
    publish(item, chief, kind="correction", note="It was 1999.", wrong="1989", right="1999")
    for path in ("/stories/the-ferry-turns/", "/corrections/", "/stories/the-ferry-turns/history/"):
        times = read(path).xpath("//time")
        assert times, path
        assert not [t.get("datetime") for t in times if "." in t.get("datetime")], path
        assert [t.text for t in times if ":" in t.text] == [
            t.text for t in times if t.text.endswith((" UTC", " GMT", " BST"))
        ]

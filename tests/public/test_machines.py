"""What machines read: structured data, head, feed, sitemap, robots.txt, security.txt, headers."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
import time_machine
from django.conf import settings
from django.utils.dateparse import parse_datetime
from lxml import etree, html

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.tags import tag_slug
from newsdesk.site import sitemaps
from stories.documents import SourceReport
from stories.workflow import STORY
from tests import release
from tests.public import desk

CANARY = "\"'><zq onx=zq></script><script>zq"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_story_is_a_background_article_with_its_sources(chief, linked_data):
    desk.full_story(chief, "Topic The ferry turns 1 leans", parts=1)
    data = linked_data("/stories/topic-the-ferry-turns-1-leans/")
    article = data["BackgroundNewsArticle"]
    assert article["headline"] == "Topic The ferry turns 1 leans"
    (author,) = article["author"]
    assert (author["@type"], author["name"]) == ("Person", "Ada Reed 1")
    assert author["url"] == f"{settings.SITE_URL}/people/ada-reed-1/"
    (source,) = article["citation"]
    assert source["publisher"]["name"] == "Ship Review 1"
    assert source["url"] == "https://review.example/1"
    assert parse_datetime(article["datePublished"]) == parse_datetime(article["dateModified"])
    image = article["image"]
    assert image["@type"] == "ImageObject"
    assert image["url"].startswith(settings.SITE_URL + "/media/pictures/")
    assert (image["width"], image["height"]) == (40, 20)
    assert data["BreadcrumbList"]["itemListElement"][-1]["name"] == article["headline"]


def test_a_topic_in_the_headline_is_what_the_story_is_about(chief, linked_data):
    topic = desk.topic(chief, wikidata="Q42", official_site="https://trust.example/")
    other = desk.topic(chief, "Sea", kind="place")
    desk.story(chief, "Harbour Trust sold", entities=(topic.key, other.key))
    article = linked_data("/stories/harbour-trust-sold/")["BackgroundNewsArticle"]
    (about,) = article["about"]
    assert about["@type"] == "Organization"
    assert about["sameAs"] == ["https://www.wikidata.org/wiki/Q42", "https://trust.example/"]
    assert [thing["@type"] for thing in article["mentions"]] == ["Place"]


def test_a_correction_is_part_of_the_data(chief, linked_data):
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=1)):
        item = desk.story(chief)
    document = STORY.document_of(item)
    STORY.revise(item, dataclasses.replace(document, headline="New", slug="new"), actor=chief)
    release.publish(
        item, actor=chief, kind="correction", note="Wrong year.", wrong="1989", right="1999"
    )
    article = linked_data("/stories/new/")["BackgroundNewsArticle"]
    assert article["correction"][0]["text"] == "Wrong year."
    assert article["dateModified"] > article["datePublished"]


def test_a_question_page_holds_questions_with_answers(chief, linked_data):
    desk.full_question(chief)
    page = linked_data("/questions/why-do-ferries-lean/")["FAQPage"]
    first, second, _ = page["mainEntity"]
    assert first["acceptedAnswer"]["text"] == "They lean because they turn."
    assert second["acceptedAnswer"]["url"].endswith("#answer-ans00001")
    desk.question(chief, "One alone?", answers=())
    page = linked_data("/questions/one-alone/")["QAPage"]
    assert page["mainEntity"]["name"] == "One alone?"


def test_a_topic_has_the_type_of_its_kind(chief, linked_data):
    desk.topic(chief, "Ada Reed", kind="person", aliases=("A. Reed",))
    person = linked_data("/topics/ada-reed/")["Person"]
    assert person["alternateName"] == ["A. Reed"]


def test_hostile_words_stay_words(chief, client):
    entity = desk.topic(
        chief,
        CANARY,
        slug="canary",
        aliases=(CANARY,),
        description=CANARY,
        description_source=CANARY,
    )
    asked = desk.question(chief, CANARY, slug="canary", intro="<p>x</p>", tags=(CANARY,))
    report = SourceReport(
        id="rep00001",
        outlet=CANARY,
        reporters=(CANARY,),
        headline=CANARY,
        url="https://e.example/x",
        paraphrase=CANARY,
        quotation=CANARY,
        speaker=CANARY,
    )
    desk.story(
        chief,
        CANARY,
        slug="canary",
        standfirst=CANARY,
        reports=(report,),
        image=desk.image(alt=CANARY, caption=CANARY, credit=CANARY),
        tags=(CANARY,),
        entities=(entity.key,),
        faqs=(asked.key,),
    )
    paths = ["/stories/canary/", "/topics/canary/", "/questions/canary/", "/", "/stories/"]
    paths += ["/topics/", "/questions/", "/search/?q=zq", f"/tags/{tag_slug(CANARY)}/"]
    for path in paths:
        body = client.get(path).content.decode()
        tree = html.fromstring(body)
        assert not tree.xpath("//zq | //*[@onx]"), path
        for script in tree.xpath("//script[not(@src)]"):
            assert script.get("type") == "application/ld+json", path
            assert CANARY in script.text_content().replace('\\"', '"') or json.loads(script.text)
    feed = feedparser.parse(client.get("/feeds/stories.xml").content)
    assert not feed.bozo
    assert "<zq" not in feed.entries[0].content[0].value


def test_links_for_others_come_from_the_settings(chief, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    desk.full_story(chief)
    for path in (
        "/",
        "/stories/the-ferry-turns/",
        "/feeds/stories.xml",
        "/sitemap.xml",
        "/robots.txt",
    ):
        for header in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}):
            assert b"evil.example" not in client.get(path, headers=header).content, path


def test_a_page_names_its_address_and_its_picture(chief, read):
    desk.full_story(chief)
    page = read("/stories/the-ferry-turns/")
    address = f"{settings.SITE_URL}/stories/the-ferry-turns/"
    assert page.xpath('//link[@rel="canonical"]/@href') == [address]
    assert page.xpath('//meta[@property="og:type"]/@content') == ["article"]
    assert page.xpath('//meta[@property="og:image"]/@content')[0].startswith(settings.SITE_URL)
    assert page.xpath('//meta[@name="description"]/@content') == ["A turn that everybody saw."]


def test_the_feed_has_the_full_text_under_permanent_ids(chief, client):
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        item = desk.full_story(chief)
    feed = feedparser.parse(client.get("/feeds/stories.xml").content)
    assert not feed.bozo
    (entry,) = feed.entries
    assert entry.id == f"tag:127.0.0.1,2026-03-01:{Page.objects.get(key=item.key).uid}"
    text = entry.content[0].value
    for part in (
        "It turned at noon.",
        "The paper says",
        "We all held on.",
        "It was built in 1990.",
    ):
        assert part in text
    assert entry.link == f"{settings.SITE_URL}/stories/the-ferry-turns/"


def test_letters_that_xml_cannot_hold_do_not_break_the_feed(chief, client):
    desk.story(chief, "Bell\x07 and \x0b tab\ufffe", slug="bell")
    feed = feedparser.parse(client.get("/feeds/stories.xml").content)
    assert not feed.bozo
    assert feed.entries[0].title.split() == ["Bell", "and", "tab"]
    etree.fromstring(client.get("/sitemap.xml").content)


def test_the_sitemap_lists_every_page_with_its_last_edition(chief, client):
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        desk.full_story(chief)
    files = locations(client, "/sitemap.xml")
    assert files[f"{settings.SITE_URL}/sitemaps/1.xml"] == at
    found = locations(client, "/sitemaps/1.xml")
    assert found[f"{settings.SITE_URL}/stories/the-ferry-turns/"] == at
    assert f"{settings.SITE_URL}/topics/topic-the-ferry-turns-1/" in found
    lists = {"/", "/archive/", "/people/", "/questions/", "/sections/", "/stories/", "/topics/"}
    assert len(found) == 3 + len(lists)


def test_a_long_sitemap_comes_in_files(chief, client, monkeypatch):
    monkeypatch.setattr(sitemaps, "SIZE", 2)
    for n in range(5):
        desk.topic(chief, f"Topic {n}")
    assert len(locations(client, "/sitemap.xml")) == 3 + 2
    pages = [path for n in (1, 2, 3) for path in locations(client, f"/sitemaps/{n}.xml")]
    assert len([path for path in pages if "/topics/topic-" in path]) == 5
    for number in (0, 4, 10**30):
        assert client.get(f"/sitemaps/{number}.xml").status_code == 404


def test_the_news_sitemap_holds_the_stories_of_two_days(chief, client):
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=49)):
        desk.story(chief, "Old")
    desk.story(chief, "New & true", slug="new")
    root = etree.fromstring(client.get("/sitemaps/news.xml").content)
    news = "{http://www.google.com/schemas/sitemap-news/0.9}"
    assert [title.text for title in root.iter(f"{news}title")] == ["New & true"]


def locations(client, path):
    root = etree.fromstring(client.get(path).content)
    return {row[0].text: parse_datetime(row.findtext(f"{SITEMAP}lastmod") or "") for row in root}


@pytest.mark.django_db
def test_robots_and_security_say_what_they_must(client):
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in client.get("/robots.txt").content.decode()
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Contact"].startswith(("mailto:", "https:"))
    expires = parse_datetime(fields["Expires"])
    now = datetime.now(UTC)
    assert now < expires < now + timedelta(days=365)

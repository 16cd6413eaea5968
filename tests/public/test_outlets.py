"""Outlets: their pages, the list of them, and what is never told of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from entities.merging import outlets as merging
from entities.models.outlet import Outlet, free_slugs
from entities.outlet_register import RegisterEntry
from entities.outlets import save
from entities.register_loading import load
from newsdesk.site import outlets as site_outlets
from stories.documents import SourceReport
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.public import desk

pytestmark = pytest.mark.usefixtures("today", "made_each_time")
BUOY = SourceReport(
    id="rep00001",
    outlet="The Buoy",
    headline="It turned",
    url="https://buoy.example/turned",
    reporters=("Bo Lund",),
    published=date(2025, 3, 2),
    paraphrase="The ferry turned twice.",
)
PATH = "/outlets/the-buoy/"
FORMS = (PATH, "/outlets/the-buoy.md", "/feeds/outlets/the-buoy.xml", "/cards/outlet/the-buoy.jpg")


def known(name="The Buoy", **values):
    facts = {"owner": "Sea Group", "owner_as_of": 2024, "country": "NO", "kind": "newspaper"}
    return save(Outlet(name=name, languages="de, en", domains="buoy.example", **(facts | values)))


def words(nodes):
    return [" ".join(node.text_content().split()) for node in nodes]


def test_a_page_says_what_was_cited_and_who_owns_it_since_when(chief, read, linked_data):
    known()
    older = replace(BUOY, id="rep00002", headline="It sailed", url="https://buoy.example/sailed")
    older = replace(older, published=date(2025, 3, 1), paraphrase="It had sailed before.")
    desk.story(chief, reports=(older, replace(BUOY, id="rep00003"), pages.REPORT))
    desk.story(chief, "Another ferry", reports=(BUOY,))
    page = read(PATH)
    assert words(page.xpath("//h1")) == ["The Buoy"]
    assert "2 stories cite it" in page.text_content()
    assert words(page.xpath("//main//li/h3")) == ["Another ferry", "The ferry turns"]
    assert words(page.xpath('//p[@class="source"]/a')) == ["It turned", "It turned", "It sailed"]
    told = dict(zip(words(page.xpath("//dt")), words(page.xpath("//dd")), strict=True))
    assert told["Owner"] == "Sea Group (as of 2024)"
    assert (told["Kind"], told["Country"]) == ("newspaper", "Norway")
    assert told["Languages"] == "German, English"
    assert "Pier Post" not in page.xpath("string(//main)")
    thing = linked_data(PATH)["CollectionPage"]["about"]
    assert thing["@type"] == "NewsMediaOrganization"
    assert thing["address"]["addressCountry"] == "NO"
    citations = linked_data("/stories/another-ferry/")["BackgroundNewsArticle"]["citation"]
    assert citations[0]["publisher"]["name"] == "The Buoy"


def test_its_story_leads_to_it_and_its_other_forms_say_the_same(chief, read, client):
    known()
    desk.story(chief, reports=(BUOY,))
    assert PATH in read("/stories/the-ferry-turns/").xpath('//article[@class="paper"]/h3/a/@href')
    text = client.get("/outlets/the-buoy.md").content.decode()
    for told in ("# The Buoy", "Owner: Sea Group", "[It turned](<https://buoy.example/turned>)"):
        assert told in text
    story = client.get("/stories/the-ferry-turns.md").content.decode()
    assert f"{PATH}>)" in story.partition("### [The Buoy]")[2].partition("\n")[0]
    assert "Norway · Owner: Sea Group (as of 2024)" in story
    for form in ("xml", "atom", "json"):
        assert "The ferry turns" in client.get(f"/feeds/outlets/the-buoy.{form}").content.decode()
    assert f"{PATH}</loc>" in client.get("/sitemaps/outlets.xml").content.decode()
    assert "/sitemaps/outlets.xml" in client.get("/sitemap.xml").content.decode()
    assert PATH in read("/search/?q=the+buoy").xpath("//main//h3/a/@href")
    assert PATH in read("/search/?q=Buoy").xpath("//main//h3/a/@href")
    assert client.get("/cards/outlet/the-buoy.jpg").status_code == 200
    told = client.get("/api/v1/outlets/The%20Buoy/").json()
    assert told["address"].endswith(PATH)
    assert (told["owner"], told["owner_as_of"], told["country"]) == ("Sea Group", 2024, "NO")


def test_whom_no_visible_story_cites_has_no_page(chief, client):
    """Neither a draft nor what waits, nor a question alone, nor what was withdrawn."""
    known()
    pages.story(chief, "Drafted", reports=(BUOY,))
    waits = pages.story(chief, "Waits", reports=(BUOY,))
    release.schedule(waits, actor=chief, at=timezone.now() + timedelta(hours=1))
    desk.full_question(chief)
    item = desk.story(chief, "Withdrawn", reports=(BUOY,))
    assert client.get(PATH).status_code == 200
    assert "1 story cites it" in client.get(PATH).content.decode()
    assert client.get("/outlets/ship-review/").status_code == 404
    STORY.withdraw(item, actor=chief, note="It was wrong.")
    for path in FORMS:
        assert client.get(path).status_code == 404, path
    for path in ("/outlets/", "/sitemaps/outlets.xml", "/search/?q=the+buoy"):
        assert "/outlets/the-buoy/" not in client.get(path).content.decode()


def test_a_merged_outlet_leads_on_in_one_step_and_back_when_that_is_undone(chief, client, read):
    loser, survivor, last = known(), known("The Float"), known("The Harbour")
    desk.story(chief, reports=(BUOY,))
    unseen = known("Drafted Daily")
    first = merging.merge(loser, survivor, actor=chief)
    merging.merge(survivor, last, actor=chief)
    merging.merge(unseen, last, actor=chief)
    for path in FORMS:
        moved = client.get(path)
        into = path.replace("the-buoy", "the-harbour")
        assert (moved.status_code, moved["Location"]) == (301, into), path
        assert client.get(into).status_code == 200
    assert words(read("/outlets/the-harbour/").xpath('//p[@class="source"]/a')) == ["It turned"]
    # Nobody was ever shown these names.
    for path in ("/outlets/drafted-daily/", "/outlets/the-float/"):
        assert client.get(path).status_code == 404, path
    merging.undo(first, actor=chief)
    assert client.get(PATH).status_code == 200
    assert client.get("/outlets/the-harbour/").status_code == 404


def test_another_name_is_shown_at_once_at_the_same_address(chief, client, read):
    outlet = known()
    desk.story(chief, reports=(BUOY,))
    outlet.name = "The Harbour Buoy"
    save(outlet)
    assert words(read(PATH).xpath("//h1")) == ["The Harbour Buoy"]
    assert words(read(PATH).xpath('//p[@class="source"]/a')) == ["It turned"]
    (card,) = read("/stories/the-ferry-turns/").xpath('//article[@class="paper"]')
    assert words(card.xpath("./h3")) == ["The Harbour Buoy"]
    outlet.name = "The Buoy"
    save(outlet)
    assert words(read(PATH).xpath("//h1")) == ["The Buoy"]
    assert client.get("/api/v1/outlets/The%20Harbour%20Buoy/").status_code == 404


def test_a_name_that_another_outlet_takes_is_that_ones(chief, client, read):
    outlet = known()
    desk.story(chief, reports=(BUOY,))
    outlet.name = "The Harbour Buoy"
    save(outlet)
    save(Outlet(name="The Buoy"))
    outlet.refresh_from_db()
    assert outlet.past_names == ""
    assert client.get(PATH).status_code == 404
    assert words(read("/outlets/the-buoy-2/").xpath("//h1")) == ["The Buoy"]


def test_an_address_that_nobody_was_shown_does_not_tell_the_first_name(chief, client):
    outlet = known("Secret Gazette")
    pages.story(chief, "Drafted", reports=(replace(BUOY, outlet="Secret Gazette"),))
    outlet.name = "The Gazette"
    assert save(outlet).slug == "the-gazette"
    desk.story(chief, reports=(replace(BUOY, outlet="The Gazette"),))
    assert client.get("/outlets/secret-gazette/").status_code == 404
    assert client.get("/outlets/the-gazette/").status_code == 200


def test_the_list_goes_from_a_to_z_with_numbers_and_by_country(chief, read, client, monkeypatch):
    for name, country in (("The Buoy", "NO"), ("Anchor", "GB"), ("Zephyr", "GB")):
        known(name, country=country)
    known("Never Cited")
    named = [replace(BUOY, id=f"rep1000{n}", outlet=o) for n, o in enumerate(("Anchor", "Zephyr"))]
    desk.story(chief, reports=(BUOY, *named))
    desk.story(chief, "Another ferry", reports=(BUOY,))
    page = read("/outlets/")
    assert words(page.xpath('//section[@class="letter"]//a')) == ["Anchor", "The Buoy", "Zephyr"]
    assert "2 stories · Norway · newspaper" in page.text_content()
    assert "1 story · United Kingdom" in page.text_content()
    page = read("/outlets/?country=GB")
    assert words(page.xpath('//section[@class="letter"]//a')) == ["Anchor", "Zephyr"]
    monkeypatch.setattr(site_outlets, "INDEX_SIZE", 2)
    later = read("/outlets/?page=2")
    assert words(later.xpath('//section[@class="letter"]//a')) == ["Zephyr"]
    assert later.findtext(".//title") != read("/outlets/").findtext(".//title")
    assert client.get("/outlets/?page=3").status_code == 404


def test_a_figure_in_the_list_is_counted_to_a_bound(chief, read, monkeypatch):
    from entities import cited_outlets

    monkeypatch.setattr(cited_outlets, "COUNTED", 2)
    monkeypatch.setattr(site_outlets, "COUNTED", 2)
    for n in range(4):
        desk.story(chief, f"Ferry {n}", reports=(BUOY,))
    assert "more than 2 stories" in read("/outlets/").text_content()


@pytest.mark.django_db
def test_each_outlet_has_an_address_of_its_own():
    save(Outlet(name="Nation (Kenya)"))
    second = save(Outlet(name="Nation: Kenya"))
    assert second.slug == "nation-kenya-2"
    assert free_slugs(["Nation Kenya", "Nation, Kenya"]) == ["nation-kenya-3", "nation-kenya-4"]
    load([RegisterEntry(name="Nation / Kenya")])
    assert Outlet.objects.get(name="Nation / Kenya").slug == "nation-kenya-3"


def test_an_outlet_keeps_its_address_when_its_stories_change(chief, client):
    known()
    item = desk.story(chief, reports=(BUOY,))
    STORY.revise(item, replace(document_of(item), reports=(pages.REPORT,)), actor=chief)
    release.publish(item, actor=chief, kind="update")
    assert client.get(PATH).status_code == 404
    assert client.get("/outlets/the-pier-post/").status_code == 200

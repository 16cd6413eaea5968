"""Long lists: whoever follows the links sees every page once, and no page counts its way to the end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities.paging import Place
from newsdesk.catalogue.models import Page
from tests.public import desk

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def many(chief):
    """Sixty stories in the catalogue, some of one time."""
    kept = desk.story(chief)
    (row,) = Page.objects.filter(key=kept.key)
    for n in range(59):
        row.pk, row.key, row.edition = None, f"story:{1000 + n}", 1000 + n
        row.title, row.path = f"Story {n}", f"/stories/story-{n}/"
        row.published_at = NOW - timedelta(hours=n // 3)
        row.save()


def titles(page):
    return [node.text_content().strip() for node in page.xpath("//main//h3")]


def test_the_links_lead_through_the_whole_list_and_back(many, read):
    forward, path = [], "/stories/"
    while path:
        page = read(path)
        forward.append(titles(page))
        path = next(iter(page.xpath('//nav[@class="pager"]//a[@rel="next"]/@href')), "")
        path = path and f"/stories/{path}"
    everything = [title for each in forward for title in each]
    assert len(everything) == len(set(everything)) == 60
    assert [len(each) for each in forward] == [24, 24, 12]
    back = page.xpath('//nav[@class="pager"]//a[@rel="prev"]/@href')[0]
    assert "from=before-" in back
    assert titles(read(f"/stories/{back}")) == forward[1]


def test_plain_page_numbers_go_on_to_work_and_are_the_canonical_ones(many, read):
    second = read("/stories/?page=2")
    (onward,) = read("/stories/").xpath('//nav[@class="pager"]//a[@rel="next"]/@href')
    followed = read(f"/stories/{onward}")
    assert titles(followed) == titles(second)
    for page in (second, followed):
        assert page.xpath('//link[@rel="canonical"]/@href')[0].endswith("/stories/?page=2")
        assert page.xpath('//link[@rel="next"]/@href') == ["?page=3"]
        assert page.xpath('//link[@rel="prev"]/@href') == ["?page=1"]


def test_a_followed_link_skips_nothing_in_the_database(many, client, read):
    (onward,) = read("/stories/?page=2").xpath('//nav[@class="pager"]//a[@rel="next"]/@href')
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/stories/{onward}")
    assert not any("OFFSET" in query["sql"] for query in queries)
    assert len(queries) == 2


@pytest.mark.parametrize(
    "place",
    "| x|after-1|after-99999999999999999-1|before--99999999999999999-1|after-1-x|after-0-1|after-٢-٢"
    "|before-1-999999999999999999".split("|"),
)
def test_a_place_that_makes_no_sense_gives_the_page_of_that_number(many, client, place):
    for number in ("2", "0", "x", "99", "9" * 40):
        response = client.get("/stories/", {"page": number, "from": place})
        assert response.status_code == 200
        assert "story-card-title" in response.content.decode()


def test_a_place_is_read_as_it_was_written():
    place = Place(True, NOW, 57)
    assert Place.read(str(place)) == place
    assert Place.read("after-1-1-1") is None

"""Long lists: whoever follows the links sees every page once, and no page counts its way to the end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsdesk.catalogue import lists
from newsdesk.catalogue.models import Page
from newsdesk.presentation import listings
from newsdesk.presentation.pagination import BY_TITLE, LATEST, Place
from tests.people import person
from tests.public import desk
from tests.worlds import world

NOW = datetime(2026, 3, 1, tzinfo=UTC)
UID = 8 * "0a"


@pytest.fixture
def many(chief):
    """Sixty stories in the catalogue, some of one time."""
    kept = desk.story(chief)
    (row,) = Page.objects.filter(key=kept.key)
    for n in range(59):
        row.pk, row.key, row.edition = None, f"story:{1000 + n}", 1000 + n
        row.uid = f"{n * 37 % 61:016x}"
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
    assert len(queries) == 3


@pytest.mark.parametrize(
    "place",
    f"| x|after-1|after-99999999999999999-{UID}|before--99999999999999999-{UID}|after-1-x|after-0-1"
    f"|after-0-{UID}|after-٢-{UID}|before-1-{UID.upper()}|after-1-story:1".split("|"),
)
def test_a_place_that_makes_no_sense_gives_the_page_of_that_number(many, client, place):
    for number in ("2", "0", "x"):
        response = client.get("/stories/", {"page": number, "from": place})
        assert response.status_code == 200
        assert "story-card-title" in response.content.decode()
    for number in ("99", "9" * 40):
        assert client.get("/stories/", {"page": number, "from": place}).status_code == 404


@pytest.mark.parametrize(
    ("order", "value"),
    [(LATEST, NOW), (BY_TITLE, "harbour-trust"), (BY_TITLE, "ö & ü? -9"), (BY_TITLE, " a\nb")],
)
def test_a_place_is_read_as_it_was_written(order, value):
    for after in (True, False):
        place = Place(after, value, UID)
        assert order.read(order.written(place)) == place


# Topics from A to Z


@pytest.fixture
def alphabet(chief):
    """Three hundred topics in the catalogue, many of one name."""
    kept = desk.topic(chief, "Zebra")
    (row,) = Page.objects.filter(key=kept.key)
    for n in range(299):
        row.pk, row.key, row.edition = None, f"entity:{1000 + n}", 1000 + n
        row.uid = f"{n * 37 % 307:016x}"
        row.title = "Same" if 100 <= n < 240 else f"R&D – topic? {n:03}"
        row.sort_title = row.title.lower()
        row.path = f"/topics/topic-{n}/"
        row.save()


def links(page, rel):
    return page.xpath(f'//nav[@class="pager"]//a[@rel="{rel}"]/@href')


@pytest.mark.parametrize("path", ["/topics/", "/topics/?kind=organisation"])
def test_the_links_lead_through_all_topics_and_back(alphabet, read, path):
    forward, at = [], path
    while at:
        page = read(at)
        forward.append(page.xpath("//main//h3/a/@href"))
        at = next((f"/topics/{href}" for href in links(page, "next")), "")
    everything = [href for each in forward for href in each]
    assert len(everything) == len(set(everything)) == 300
    assert [len(each) for each in forward] == [120, 120, 60]
    (back,) = links(page, "prev")
    assert "from=before-" in back
    assert read(f"/topics/{back}").xpath("//main//h3/a/@href") == forward[1]
    counted = f"{path}{'&' if '?' in path else '?'}page=2"
    assert read(counted).xpath("//main//h3/a/@href") == forward[1]


def test_a_followed_link_skips_no_topic_in_the_database(alphabet, client, read):
    (onward,) = links(read("/topics/?page=2"), "next")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/topics/{onward}")
    assert not any("OFFSET" in query["sql"] for query in queries)
    assert len(queries) == 3


@pytest.mark.parametrize(
    "place",
    [
        *("", "x", f"after-a\0b-{UID}", f"after-a-{UID[1:]}", f"after-{'a' * 999}-{UID}"),
        *(f"before--{UID}", "after-a-", "after-a-1", "after-a-entity:1"),
    ],
)
def test_a_title_that_makes_no_sense_gives_the_page_of_that_number(alphabet, client, place):
    for number in ("2", "0", "x"):
        response = client.get("/topics/", {"page": number, "from": place})
        assert response.status_code == 200
        assert "topic-card-title" in response.content.decode()
    assert client.get("/topics/", {"page": "99", "from": place}).status_code == 404


def test_a_place_in_an_address_does_not_tell_where_a_hidden_topic_stands(alphabet, client):
    """Whatever page is named in the address, only the title in it decides what is shown."""
    hidden = Page.objects.get(sort_title="zebra")
    Page.objects.filter(pk=hidden.pk).update(visible_from=NOW.replace(year=2099))
    bodies = set()
    for uid in (hidden.uid, UID, "f" * 16):
        page = client.get("/topics/", {"page": "2", "from": f"after-r&d – topic? 050 and-{uid}"})
        bodies.add(page.content)
    assert len(bodies) == 1


# Search


@pytest.mark.parametrize("path", ["/search/?q=ferry", "/questions/?q=ferry"])
def test_results_end_where_they_fit_too_badly_and_say_so(chief, client, read, monkeypatch, path):
    monkeypatch.setattr(listings, "DEEPEST", 2)
    size = 10 if path.startswith("/search") else 24
    for n in range(2 * size + 3):
        desk.question(chief, f"Ferry {n}?")
    last = read(f"{path}&page=2")
    assert "3 more fit these words less well" in last.text_content()
    assert not links(last, "next")
    assert "more fit" not in read(path).text_content()
    assert client.get(f"{path}&page=3").status_code == 404


def test_results_that_all_have_a_page_say_nothing_of_a_limit(chief, read):
    for n in range(12):
        desk.question(chief, f"Ferry {n}?")
    page = read("/search/?q=ferry&page=2")
    assert len(titles(page)) == 2
    assert "more fit" not in page.text_content()


# Lists that nobody counts to the end


@world
def many_ferries():
    chief = person("Desk chief")
    for n in range(72):
        desk.story(chief, f"Ferry {n}", tags=("All",))


@pytest.mark.parametrize(
    "path",
    ["/archive/", "/tags/all/", "/people/ada-morris/", "/outlets/the-pier-post/", "/stories/"],
)
def test_a_list_is_counted_to_a_bound_and_goes_on_behind_it(db, read, monkeypatch, path):
    monkeypatch.setattr(lists, "MOST", 30)
    monkeypatch.setattr(listings, "MOST", 30)
    many_ferries()
    page, seen = read(path), []
    assert "more than 2" in page.xpath('//nav[@class="pager"]')[0].text_content()
    if path != "/stories/":
        assert "More than 30" in page.text_content()
    while True:
        seen += titles(page)
        onward = links(page, "next")
        if not onward:
            break
        page = read(f"{path}{onward[0]}")
    assert len(seen) == len(set(seen)) == 72
    # By number alone nobody counts further than the bound.
    assert titles(read(f"{path}?page=4")) == titles(read(f"{path}?page=2"))


def test_a_list_just_at_the_bound_is_counted(chief, read, monkeypatch):
    monkeypatch.setattr(lists, "MOST", 26)
    monkeypatch.setattr(listings, "MOST", 26)
    for n in range(26):
        desk.story(chief, f"Ferry {n}", tags=("All",))
    page = read("/tags/all/")
    assert "26 pages, the latest first" in page.text_content()
    assert "Page 1 of 2" in page.text_content()
    assert not links(read("/tags/all/?page=2"), "next")


def test_a_list_of_a_span_is_entered_where_a_link_leads_and_not_at_its_end(many, read):
    following = read("/archive/").xpath("//a[@rel='next']/@href")[0]
    with CaptureQueriesContext(connection) as queries:
        read(following if following.startswith("/") else f"/archive/{following}")
    asked = [query["sql"] for query in queries if "LIMIT" in query["sql"]]
    (listed,) = [sql for sql in asked if '"published_at" <=' in sql and '"published_at" >=' in sql]
    assert listed.index('"published_at" <=') < listed.index('"published_at" >=')

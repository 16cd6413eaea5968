"""Lists of several kinds of pages, narrowed to one by `?kind=`; and search, narrowed to a section."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from newsdesk.sections import workflow as sections
from newsdesk.sections.models.section import Section
from tests import pages, release
from tests.public import desk

pytestmark = pytest.mark.usefixtures("today", "made_each_time")

DAY = f"/archive/{desk.TODAY.year}/{desk.TODAY.month}/{desk.TODAY.day}/"
LISTS = ("/tags/ships/", "/archive/", f"/archive/{desk.TODAY:%Y}/", DAY)


@pytest.fixture
def ships(chief):
    """Publish two stories and a question with one tag; a topic has none."""
    for headline in ("The ferry turns", "The ferry sails"):
        desk.story(chief, headline, tags=("Ships",))
    desk.question(chief, "Why do ferries lean?", tags=("Ships",))


def chips(page, label="Pages by kind"):
    """Return what can be chosen, as it reads and where it leads, and which is chosen."""
    links = page.xpath(f'//nav[@aria-label="{label}"]//a')
    told = {" ".join(each.text_content().split()): each.get("href") for each in links}
    return told, [" ".join(a.text_content().split()) for a in links if a.get("aria-current")]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_says_how_much_of_each_kind_it_has_and_shows_one_of_them(ships, read, path):
    told, chosen = chips(read(path))
    assert told == {"Everything": path, "Stories 2": "?kind=story", "Questions 1": "?kind=faq"}
    assert chosen == ["Everything"]
    narrowed = read(f"{path}?kind=faq")
    assert narrowed.xpath("//ul[@class='rows']//h3/a/@href") == ["/questions/why-do-ferries-lean/"]
    assert chips(narrowed) == (told, ["Questions 1"])


@pytest.mark.parametrize("path", LISTS)
def test_a_narrowed_list_has_a_title_and_an_address_of_its_own(ships, read, path):
    def head(address):
        page = read(address)
        (canonical,) = page.xpath('//link[@rel="canonical"]/@href')
        return page.xpath("string(//title)"), urlsplit(canonical)

    titles = {head(path + rest)[0] for rest in ("", "?kind=story", "?kind=faq")}
    assert len(titles) == 3
    assert any(": Questions" in title for title in titles)
    _, address = head(f"{path}?utm_source=x&kind=faq")
    assert (address.path, address.query) == (path, "kind=faq")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("kind", ["entity", "nonsense", "page", ""])
def test_a_kind_that_a_list_has_none_of_is_the_whole_list(ships, client, read, path, kind):
    page = read(f"{path}?kind={kind}")
    assert page.xpath('//link[@rel="canonical"]/@href')[0].endswith(path)
    assert len(page.xpath("//ul[@class='rows']/li")) == 3


def test_later_pages_stay_narrowed(chief, read):
    for n in range(25):
        desk.question(chief, f"Ferry {n}?", tags=("Ships",))
    desk.story(chief, tags=("Ships",))
    (after,) = read("/tags/ships/?kind=faq").xpath('//a[@rel="next"]/@href')
    assert parse_qs(after[1:])["kind"] == ["faq"]
    last = read(f"/tags/ships/{after}")
    assert "page 2" in last.xpath("string(//title)")
    assert len(last.xpath("//ul[@class='rows']/li")) == 1


def test_the_years_of_a_narrowed_archive_lead_to_narrowed_years(ships, read):
    spans, _ = chips(read("/archive/?kind=faq"), label="Dates")
    assert spans == {f"{desk.TODAY.year} 1": f"/archive/{desk.TODAY.year}/?kind=faq"}


def test_one_kind_alone_offers_no_choice(chief, read):
    desk.story(chief, tags=("Ships",))
    assert chips(read("/tags/ships/")) == ({}, [])


def test_what_waits_is_counted_by_no_list(chief, ships, read):
    waits = pages.faq(chief, "Who steers?", tags=("Ships",))
    release.schedule(waits, actor=chief, at=timezone.now() + timedelta(hours=1))
    for path in LISTS:
        assert "Questions 1" in chips(read(path))[0]


@pytest.fixture
def harbour(chief):
    sections.save(Section(name="Harbour news", slug="harbour"), actor=chief)
    desk.story(chief, "The ferry turns", section="harbour")
    desk.story(chief, "The ferry sails")


def test_search_is_narrowed_to_a_section_by_its_name_of_today(harbour, chief, read):
    options = read("/search/?q=ferry").xpath('//select[@name="section"]/option')
    told = {each.get("value"): each.text for each in options}
    assert told == {"": "Any", "harbour": "Harbour news (1)"}
    narrowed = read("/search/?q=ferry&section=harbour")
    assert narrowed.xpath("//ol//h3/a/@href") == ["/stories/the-ferry-turns/"]
    (chosen,) = narrowed.xpath('//select[@name="section"]/option[@selected]')
    assert chosen.text == "Harbour news (1)"
    row = Section.objects.get(slug="harbour")
    row.name = "Quays"
    sections.save(row, actor=chief)
    assert "Quays (1)" in read("/search/?q=ferry").xpath('string(//select[@name="section"])')


def test_a_section_that_nothing_found_is_in_is_not_offered(chief, read):
    desk.story(chief, "The ferry turns")
    assert not read("/search/?q=ferry").xpath('//select[@name="section"]')


def test_a_section_of_which_readers_know_nothing_finds_nothing(harbour, chief, client, read):
    sections.save(Section(name="Secret", slug="secret"), actor=chief)
    waits = pages.story(chief, "The ferry hides", section="secret")
    release.schedule(waits, actor=chief, at=timezone.now() + timedelta(hours=1))
    page = read("/search/?q=ferry&section=secret")
    assert not page.xpath("//ol//h3/a")
    assert "Secret" not in page.text_content()

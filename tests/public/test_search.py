"""The search page: what it finds, shows and forgives."""

import pytest
import time_machine
from taggit.models import Tag

from newsdesk.catalogue import search as engine
from newsdesk.catalogue.search import candidates
from newsdesk.tags import workflow as tags
from tests.public import desk


def words(nodes):
    return [" ".join(node.text_content().split()) for node in nodes]


def test_a_result_has_its_kind_and_the_passage_marked(chief, read):
    desk.topic(chief, description="A trust that runs the harbour and its lighthouse.")
    page = read("/search/?q=lighthouse")
    (result,) = page.xpath('//ol[@class="results ledger"]/li')
    assert "Organisation" in result.text_content()
    assert words(result.xpath(".//mark")) == ["lighthouse"]
    assert page.xpath('//input[@id="q"]/@value') == ["lighthouse"]


def test_results_can_be_narrowed_to_a_kind_with_counts(chief, read):
    desk.topic(chief, "Ferry line")
    desk.question(chief, "How fast is a ferry?")
    desk.story(chief)
    page = read("/search/?q=ferry")
    chips = words(page.xpath('//nav[@class="chips"]//a'))
    assert chips == ["Everything 3", "Stories 1", "Questions 1", "Topics 1"]
    only = read("/search/?q=ferry&kind=faq")
    assert words(only.xpath("//h3")) == ["How fast is a ferry?"]
    assert words(only.xpath('//nav[@class="chips"]//a[@aria-current]')) == ["Questions 1"]


@pytest.mark.django_db
def test_nothing_found_says_what_to_try(read):
    page = read("/search/?q=zebra+crossing")
    assert "Nothing found for “zebra crossing”" in page.text_content()
    assert page.xpath('//a[@href="?q=zebra"]')
    assert page.xpath('//a[@href="/topics/"]')


@pytest.mark.django_db
def test_an_empty_search_invites(read):
    assert "Type a word" in read("/search/").text_content()
    assert "Type a word" in read("/search/?q=%20").text_content()


@pytest.mark.django_db
def test_search_pages_stay_out_of_other_search_engines(read):
    assert read("/search/?q=a").xpath('//meta[@name="robots"]/@content') == ["noindex"]


def test_what_was_asked_is_shown_as_text(chief, client):
    desk.story(chief)
    body = client.get("/search/", {"q": "\"'><script>alert(1)</script> ferry"}).content.decode()
    assert "<script>alert" not in body


def test_a_mistyped_word_is_corrected_and_that_is_said(chief, read):
    desk.topic(chief, "Lighthouse")
    page = read("/search/?q=lihgthouse")
    assert words(page.xpath("//ol//h3")) == ["Lighthouse"]
    (said,) = page.xpath('//p[@class="meant"]')
    assert "Showing results for lighthouse" in " ".join(said.text_content().split())
    assert not read("/search/?q=lighthouse").xpath('//p[@class="meant"]')


def test_a_question_that_was_asked_is_answered_above_the_results(chief, read):
    desk.question(chief, "Why do ferries lean?", intro="<p>They lean because they turn.</p>")
    desk.story(chief, "Ferries lean again")
    page = read("/search/?q=why+do+ferries+lean")
    (box,) = page.xpath('//section[@class="answer-box"]')
    assert "because they turn" in box.text_content()
    assert words(page.xpath("//ol//h3")) == ["Ferries lean again"]
    assert not read("/search/?q=ferries").xpath('//section[@class="answer-box"]')


def test_results_are_narrowed_by_topic_tag_and_date(chief, read):
    topic = desk.topic(chief)
    with time_machine.travel("2020-01-01"):
        desk.story(chief, "Ferry old", tags=("Ships",))
    desk.story(chief, "Ferry new", entities=(topic.key,), tags=("Ships",))
    page = read("/search/?q=ferry")
    options = words(page.xpath("//select/option"))
    assert options == ["Any", "Harbour Trust (1)", "Any", "Ships (2)", "Any"] + [
        f"Past {span} (1)" for span in ("week", "month", "year")
    ]
    for query in ("topic=harbour-trust", "since=year", "tag=ships&since=week"):
        narrowed = read(f"/search/?q=ferry&{query}")
        assert words(narrowed.xpath("//ol//h3")) == ["Ferry new"], query
    nothing = read("/search/?q=ferry&topic=nowhere").text_content()
    assert "Nothing here for “ferry”" in nothing


def test_typing_is_answered_with_pages(chief, client):
    desk.topic(chief)
    found = client.get("/search/suggest/?q=harb").json()["suggestions"]
    assert found == [
        {"title": "Harbour Trust", "label": "Organisation", "path": "/topics/harbour-trust/"}
    ]
    assert client.get("/search/suggest/").json() == {"suggestions": []}


@pytest.mark.parametrize("path", ["/search/?q=ferry", "/questions/"])
def test_a_tag_to_choose_is_called_as_on_its_own_page(chief, read, path):
    """By the latest of its spellings: editions keep the older ones."""
    for day, name in ((1, "ferries"), (2, "Ferries"), (3, "FERRIES")):
        with time_machine.travel(f"2026-03-0{day} 12:00", tick=False):
            if day > 1:
                tags.rename(Tag.objects.get(), name=name, actor=chief)
            desk.question(chief, f"Why does ferry {day} lean?", tags=(name,))
    assert words(read("/tags/ferries/").xpath("//h1")) == ["FERRIES"]
    offered = words(read(path).xpath('//select[@name="tag"]/option'))
    assert [each for each in offered if "(3)" in each] == ["FERRIES (3)"]


def test_a_tag_and_an_author_stand_above_the_results(chief, read):
    desk.story(chief, "Ferry new", tags=("Ships at sea",))
    page = read("/search/?q=ships+at+sea")
    (tag,) = page.xpath('//ol[contains(@class, "lists")]/li')
    assert words(tag.xpath(".//p | .//h3")) == ["Tag", "Ships at sea"]
    assert tag.xpath(".//a/@href") == ["/tags/ships-at-sea/"]
    assert words(page.xpath('//ol[@class="results ledger"]//h3')) == ["Ferry new"]


def test_what_holds_most_words_is_said_to_do_so(chief, read):
    desk.story(chief, "Ferries lean in a storm")
    page = read("/search/?q=ferries+lean+zebra")
    assert words(page.xpath('//p[@class="partly"]')) == [
        "No page holds all of these words. These come nearest."
    ]
    assert words(page.xpath("//ol//h3")) == ["Ferries lean in a storm"]
    assert not page.xpath('//nav[@class="chips"]')


def test_why_a_result_stands_there_is_explained_in_debug_alone(chief, read, settings):
    desk.story(chief, "Ferries lean")
    path = "/search/?q=ferries&explain"
    assert "ferries: title" not in read(path).text_content()
    settings.DEBUG = True
    assert "ferries: title" in read(path).text_content()
    settings.DUPLICATES_MODEL = "/nowhere"
    assert "Nothing is found by meaning." in read(path).text_content()


def test_more_than_are_counted_is_said(chief, read, monkeypatch):
    monkeypatch.setattr(candidates, "MOST", 1)
    monkeypatch.setattr(engine, "MOST", 1)
    for n in range(3):
        desk.story(chief, f"Ferry {n}")
    page = read("/search/?q=ferry")
    assert "More than 1 pages hold these words." in page.text_content()
    # Any kind may be among those that were not looked at.
    kinds = ["Everything", "Stories", "Questions", "Topics", "Pages"]
    assert words(page.xpath('//nav[@class="chips"]//a')) == kinds
    assert not page.xpath('//select[@name="since"]/option[contains(., "(")]')

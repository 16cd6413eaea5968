"""The search page: what it finds, shows and forgives."""

import pytest

from tests.public import desk


def words(nodes):
    return [" ".join(node.text_content().split()) for node in nodes]


def test_a_result_has_its_kind_and_the_passage_marked(chief, read):
    desk.topic(chief, description="A trust that runs the harbour and its lighthouse.")
    page = read("/search/?q=lighthouse")
    (result,) = page.xpath('//ol[@class="results"]/li')
    assert "Organisation" in result.text_content()
    assert words(result.xpath(".//mark")) == ["lighthouse."]
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

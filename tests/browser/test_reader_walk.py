"""A reader's way: home, story, topic, question; a mistyped search; an old address after a merge. With
JavaScript and without.
"""

import pytest
from playwright.sync_api import Page, expect

from faqs import merging
from tests.people import person
from tests.public import desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chief():
    return person("Desk chief")


@pytest.fixture
def published(chief):
    topic = desk.topic(chief)
    asked = desk.full_question(chief, entities=(topic.key,))
    twin = desk.question(chief, "Why is it that ferries lean over?", entities=(topic.key,))
    desk.story(
        chief,
        entities=(topic.key,),
        faqs=(asked.key,),
        summary="<p>It turned at noon, says the Harbour Trust.</p>",
    )
    return asked, twin


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_reader_finds_the_way(open_page, published, chief, scripts):
    asked, twin = published
    page = open_page(width=390, java_script_enabled=scripts)
    page.goto("/")
    follow(page, "The ferry turns")
    expect(page.get_by_role("heading", level=1)).to_have_text("The ferry turns")
    follow(page, "Harbour Trust")
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour Trust")
    follow(page, "Why do ferries lean?")
    expect(page.get_by_role("heading", level=1)).to_have_text("Why do ferries lean?")
    expect(page.locator("#direct-answer")).to_contain_text("They lean because they turn.")

    page.goto("/search/?q=feries")
    expect(page.get_by_role("main")).to_contain_text("ferries")
    follow(page, "Why do ferries lean?")

    merging.merge(twin, asked, actor=chief, reason="The same question.")
    answer = page.goto(f"{twin.public_path}#sources")
    assert answer is not None
    assert answer.request.redirected_from is not None
    assert answer.request.redirected_from.redirected_from is None
    assert page.url.endswith("/questions/why-do-ferries-lean/#sources")
    expect(page.get_by_role("main")).to_contain_text("Why is it that ferries lean over?")

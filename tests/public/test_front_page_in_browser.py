"""The edited front page in a browser: dense on a phone, arranged by dragging and by keys, accessible."""

import pytest

from newsdesk.sections import arrangement
from newsdesk.sections.models.front import HOME
from tests import axe
from tests.people import person
from tests.public import desk

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = "[data-place=second] > li"


@pytest.fixture
def arranged():
    chief = person("Desk chief")
    stories = [desk.story(chief, f"Ferry {n}", image=desk.image()) for n in range(6)]
    for n in (0, 1, 2):
        arrangement.put(HOME, "second", stories[n].key, actor=chief)
    arrangement.show(HOME, actor=chief)
    return chief


def test_three_stories_begin_within_two_screens_of_a_phone(open_page, arranged):
    page = open_page(width=390)
    page.goto("/")
    tops = page.eval_on_selector_all(
        "article.lead, article.story-card",
        "all => all.map(each => each.getBoundingClientRect().top)",
    )
    assert sum(top < 2 * 844 for top in tops) >= 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_slots_are_dragged_and_moved_by_keys(open_page, arranged):
    page = open_page(user=arranged)
    page.goto("/admin/front-page/")
    titles = page.locator(f"{SECOND} .desk-front-title")
    titles.nth(0).drag_to(titles.nth(2))
    page.wait_for_function(
        "last => document.querySelectorAll('[data-place=second] > li')[1].textContent.includes(last)",
        arg="Ferry 0",
    )
    page.get_by_text("A draft that readers do not see yet").wait_for()
    page.locator(SECOND).nth(1).get_by_role("button", name="Take off").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_function(
        "last => document.querySelectorAll('[data-place=second] > li')[0].textContent.includes(last)",
        arg="Ferry 0",
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_the_screen_is_accessible_and_fits(open_page, arranged, width):
    page = open_page(user=arranged, width=width)
    page.goto("/admin/front-page/")
    for _ in axe.schemes(page):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe.violations(page) == []

"""The desk's header: one row on a wide screen, a menu on a narrow one, by keyboard and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests import axe
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)
ROW = 60


def height(page):
    return page.locator(".desk-header").bounding_box()["height"]


@pytest.mark.parametrize("width", [1280, 1600])
def test_on_a_wide_screen_a_chief_has_everything_in_one_row(open_page, width):
    page = open_page(user=person("Desk chief", "Wilhelmina"), width=width)
    page.goto("/admin/")
    nav = page.get_by_role("navigation", name="Desk").get_by_role("link")
    assert nav.all_text_contents()[0] == "Stories"
    assert nav.all_text_contents()[-1] == "Tags"
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    assert height(page) < ROW


def test_the_menu_of_a_person_opens_and_closes_by_keyboard(open_page):
    page = open_page(user=person("Desk chief"))
    page.goto("/admin/")
    name = page.locator(".desk-person summary")
    name.press("Enter")
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    page.get_by_role("link", name="View site").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(name).to_be_focused()
    name.press("Enter")
    page.get_by_role("searchbox").first.focus()
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


# axe tries inline styles out; another test of the desk would notice any of ours.
@pytest.mark.console_error_ok("Applying inline style")
def test_on_a_phone_all_of_it_is_one_menu(open_page, shots):
    page = open_page(user=person("Desk chief"), width=320)
    page.goto("/admin/")
    assert height(page) < ROW
    menu = page.get_by_role("button", name="Menu")
    menu.press("Enter")
    page.locator(".desk-person summary").press("Enter")
    for role, name in (("link", "Tags"), ("searchbox", "Search the desk"), ("button", "Sign out")):
        expect(page.get_by_role(role, name=name)).to_be_visible()
    for scheme in axe.schemes(page):
        shots(page, f"desk-menu-{scheme}", full_page=False)
        assert axe.violations(page) == []
    page.keyboard.press("Escape")  # The inner one.
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Tags")).to_be_hidden()


def test_without_javascript_the_menus_open(open_page):
    page = open_page(user=person("Desk chief"), width=390, java_script_enabled=False)
    page.goto("/admin/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Help", exact=True).click()
    expect(page.get_by_role("heading", name="The handbook")).to_be_visible()

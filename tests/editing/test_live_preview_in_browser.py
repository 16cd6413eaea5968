"""The preview beside the form in a browser: it follows typing, keeps its place, goes where one writes."""

import re

import pytest
from playwright.sync_api import expect

from stories.documents import AnalysisPart
from stories.models.draft import Story
from tests import axe, pages
from tests.desk.folds import go_to_end, is_saved, unfold
from tests.desk.screens import address
from tests.editing.forms import said

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # axe tries inline styles out; a form that cannot be shown, or is kept twice, is told so by its status.
    pytest.mark.console_error_ok("inline style|status of (409|422)|net::ERR"),
]

SOON = 2_500  # milliseconds: within a second where nobody else uses the machine
SCROLLED = "document.querySelector('.desk-live iframe').contentWindow.scrollY"


@pytest.fixture
def long_story(ada_user):
    parts = tuple(
        AnalysisPart(id=f"bbbb000{n}", heading=f"Part {n}", body="<p>It goes on.</p>" * 30)
        for n in range(4)
    )
    return pages.story(ada_user, analysis=parts)


def open_form(open_page, user, story, **options):
    page = open_page(user=user, **options)
    page.goto(address("change", story), wait_until="networkidle")
    return page


def pane(page):
    return page.get_by_role("dialog", name="Side preview")


def inside(page):
    return page.frame_locator(".desk-live iframe")


def open_preview(page):
    page.get_by_role("button", name="Side preview").press("Enter")
    expect(inside(page).locator("h1")).to_be_visible()


def test_it_follows_what_is_typed_and_nothing_is_saved_by_it(open_page, ada_user, story):
    page = open_form(open_page, ada_user, story)
    open_preview(page)
    heading = inside(page).locator("h1")
    page.locator("#id_headline").fill("Typed <b>now</b>")
    expect(heading).to_have_text("Typed <b>now</b>", timeout=SOON)
    unfold(page, "happened", "behind")
    go_to_end(page, page.locator("#happened").get_by_role("textbox"))
    page.keyboard.type(" And it rolled.")
    expect(inside(page).locator("#happened")).to_contain_text("And it rolled.", timeout=SOON)
    page.get_by_role("button", name="Add another Analysis part").press("Enter")
    page.keyboard.type("A part of its own")
    part = inside(page).get_by_role("heading", name="A part of its own")
    expect(part).to_be_visible(timeout=SOON)
    assert said(story).headline == "The ferry turns"


def test_it_stays_where_it_is_and_goes_to_the_part_in_hand(open_page, ada_user, long_story):
    page = open_form(open_page, ada_user, long_story)
    unfold(page, "behind", "analysis-2")
    page.evaluate("scrollTo(0, 0)")
    page.locator("#id_standfirst").focus()
    open_preview(page)
    page.locator("#id_analysis-2-heading").focus()
    own = page.evaluate("scrollY")
    expect(inside(page).locator("[id$='-bbbb0002']")).to_be_in_viewport()
    expect(page.locator("#id_analysis-2-heading")).to_be_focused()
    page.wait_for_timeout(800)  # A smooth scroll comes to its end.
    at = page.evaluate(SCROLLED)
    page.keyboard.type("Renamed ")
    expect(inside(page).locator("[id$='-bbbb0002']")).to_contain_text("Renamed", timeout=SOON)
    assert abs(page.evaluate(SCROLLED) - at) < 40
    assert page.evaluate("scrollY") == own


def test_an_older_page_never_takes_the_place_of_a_newer_one(open_page, ada_user, story):
    page = open_form(open_page, ada_user, story)
    open_preview(page)
    held = []
    page.route("**/typed/", lambda route: route.continue_() if held else held.append(route))
    page.locator("#id_headline").fill("First")
    while not held:
        page.wait_for_timeout(50)
    page.locator("#id_headline").fill("Second")
    page.wait_for_timeout(700)
    expect(inside(page).locator("h1")).to_have_text("The ferry turns")  # One request at a time.
    held[0].continue_()
    expect(inside(page).locator("h1")).to_have_text("Second")
    page.wait_for_timeout(500)
    expect(inside(page).locator("h1")).to_have_text("Second")


def test_what_cannot_be_shown_is_said_and_the_last_page_stays(open_page, ada_user, story):
    page = open_form(open_page, ada_user, story)
    open_preview(page)
    page.locator("#id_slug").fill("Not a slug")
    status = pane(page).get_by_role("status")
    expect(status).to_contain_text("What you typed last cannot be shown. Slug:")
    expect(inside(page).locator("h1")).to_have_text("The ferry turns")
    page.locator("#id_slug").fill("a-slug")
    expect(status).to_be_empty()


def test_paper_and_screens_and_what_was_chosen_is_remembered(open_page, ada_user, story):
    page = open_form(open_page, ada_user, story)
    open_preview(page)
    expect(pane(page).get_by_label("Phone")).to_be_checked()
    assert page.locator(".desk-live iframe").get_attribute("width") == "390"
    pane(page).get_by_label("Print").check()
    expect(inside(page).locator(".masthead nav, header nav").first).to_be_hidden()
    page.reload(wait_until="networkidle")
    expect(pane(page).get_by_label("Print")).to_be_checked()
    expect(inside(page).locator("h1")).to_be_visible()
    assert not pane(page).evaluate("each => each.contains(document.activeElement)")
    pane(page).get_by_role("button", name="Close").press("Enter")
    expect(page.get_by_role("button", name="Side preview")).to_be_focused()
    page.reload(wait_until="networkidle")
    expect(pane(page)).to_be_hidden()


def test_by_keyboard_alone_it_opens_and_closes_and_the_form_goes_on(open_page, ada_user, story):
    page = open_form(open_page, ada_user, story)
    page.locator("#id_headline").focus()
    page.keyboard.press("Alt+l")
    expect(inside(page).locator("h1")).to_be_visible()
    expect(page.locator("#id_headline")).to_be_focused()
    page.keyboard.type("So: ")
    page.keyboard.press("Control+s")
    is_saved(page)
    page.keyboard.press("Alt+l")
    expect(pane(page)).to_be_hidden()
    expect(page.locator("#id_headline")).to_be_focused()


def test_on_a_phone_it_lies_over_the_form_and_escape_leads_back(open_page, ada_user, story):
    page = open_form(open_page, ada_user, story, width=390, height=844)
    page.locator("#id_headline").fill("On the train")
    open_preview(page)
    expect(inside(page).locator("h1")).to_have_text("On the train")
    assert pane(page).bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    page.keyboard.press("Escape")
    expect(pane(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Side preview")).to_be_focused()
    page.reload(wait_until="networkidle")
    expect(pane(page)).to_be_hidden()


def test_a_page_that_is_not_saved_yet_is_shown(open_page, ada_user):
    page = open_page(user=ada_user)
    page.goto("/admin/stories/story/add/", wait_until="networkidle")
    page.get_by_role("button", name="Side preview").press("Enter")
    page.locator("#id_headline").fill("Nobody has read this")
    expect(inside(page).locator("h1")).to_have_text("Nobody has read this")
    assert not Story.objects.exists()


def test_what_is_in_the_page_runs_nothing_and_leads_nowhere_in_the_frame(
    open_page, ada_user, story
):
    page = open_form(open_page, ada_user, story)
    open_preview(page)
    assert page.locator(".desk-live iframe").get_attribute("sandbox") == "allow-same-origin"
    assert inside(page).locator("script").count() == 0
    with page.context.expect_page() as opened:
        inside(page).get_by_role("link", name="Stories").first.click()
    assert "/admin/" not in opened.value.url
    expect(inside(page).locator("h1")).to_have_text("The ferry turns")


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_it_is_accessible_and_fits(open_page, ada_user, story, shots, width):
    page = open_form(open_page, ada_user, story, width=width)
    open_preview(page)
    for scheme in axe.schemes(page):
        shots(page, f"side-preview-{width}-{scheme}", full_page=False)
        assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript_the_form_is_as_it_was(open_page, ada_user, story):
    page = open_page(user=ada_user, java_script_enabled=False)
    page.goto(address("change", story))
    expect(page.get_by_role("button", name="Side preview")).to_be_hidden()
    expect(page.locator(".desk-live")).to_be_hidden()
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(page).to_have_url(re.compile("/preview/$"))

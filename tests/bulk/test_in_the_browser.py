"""Bulk changes in a browser: by keyboard, without JavaScript, on a narrow telephone, for axe."""

import re

import pytest
from playwright.sync_api import expect

from newsdesk.desk.bulk.models import BulkDeed
from stories.models.draft import Story
from tests import axe, pages, release
from tests.desk.screens import list_address
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)


def test_stories_get_a_tag_by_keyboard_and_lose_it_again(open_page):
    chief = person("Desk chief")
    for name in ("One", "Two"):
        pages.story(chief, name)
    page = open_page(user=chief)
    page.goto(list_address(Story))
    for name in ("One", "Two"):
        page.get_by_role("checkbox", name=f"Choose “{name}”").press("Space")
    page.get_by_label("Selected pages").select_option("Add a tag")
    page.get_by_role("button", name="Preview …").press("Enter")
    page.get_by_label("Tag").fill("Boats")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 2 will be done")).to_be_visible()
    page.get_by_role("button", name="Change 2 of 2 pages").press("Enter")
    expect(page.get_by_text("2 done")).to_be_visible()
    assert [list(story.tags.names()) for story in Story.objects.all()] == [["Boats"], ["Boats"]]
    page.get_by_role("button", name="Undo 2").press("Enter")
    expect(page.get_by_text("2 undone")).to_be_visible()
    assert [list(story.tags.names()) for story in Story.objects.all()] == [[], []]


def test_drafts_are_put_away_and_taken_back_without_javascript(open_page):
    chief = person("Desk chief")
    item = pages.story(chief)
    page = open_page(user=chief, java_script_enabled=False)
    page.goto(f"{list_address(Story)}?standing=draft")
    page.get_by_label("Choose “The ferry turns”").check()
    page.get_by_label("Selected pages").select_option("Discard draft")
    page.get_by_role("button", name="Preview …").click()
    page.get_by_role("button", name="Change 1 of 1 page").click()
    expect(page.get_by_text("1 done")).to_be_visible()
    page.goto(list_address(Story))
    page.get_by_role("link", name="Bulk changes").click()
    page.get_by_role("link", name="Discard draft").click()
    page.get_by_role("button", name="Undo 1").click()
    expect(page.get_by_text("1 undone")).to_be_visible()
    assert not Story.objects.get(pk=item.pk).discarded


@pytest.mark.console_error_ok("Applying inline style")  # axe itself
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_of_bulk_changes_scrolls_sideways_or_shuts_anybody_out(open_page, shots, width):
    chief = person("Desk chief")
    for number in range(52):
        name = f"A headline that needs more than one line on a narrow telephone, number {number}"
        story = pages.story(chief, name, slug=f"s-{number}")
    release.publish(story, actor=chief)
    page = open_page(user=chief, width=width)

    def look(name):
        page.wait_for_load_state()
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        for scheme in axe.schemes(page):
            assert page.evaluate(wider) <= 0, name
            shots(page, f"bulk-{name}-{width}-{scheme}", full_page=name != "list")
            assert axe.violations(page) == [], name

    page.goto(list_address(Story))
    look("list")
    page.get_by_label("Selected pages").select_option("Set editor in charge")
    page.get_by_label(re.compile("All 52 of this list")).check()
    page.get_by_role("button", name="Preview …").click()
    look("asked")
    page.get_by_label("Editor in charge").select_option("desk-chief")
    page.get_by_role("button", name="Preview", exact=True).click()
    look("preview")
    page.get_by_role("button", name="Change 52 of 52 pages").click()
    look("done")
    page.get_by_role("button", name="Undo 52").click()
    look("undone")
    page.get_by_role("link", name="Bulk changes").click()
    look("all")
    assert BulkDeed.objects.get().undone_at

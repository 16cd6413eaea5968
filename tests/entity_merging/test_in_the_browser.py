"""A moderator merges two topics at the keyboard, a reader follows, and both come back."""

import pytest

from entities.merging import topics
from entities.models.draft import Entity
from entities.models.merge import EntityMerge
from tests import axe
from tests.entity_merging import desk
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

MERGE = "/admin/entities/entity/merge/"


def two(moderator):
    one = desk.topic(moderator, "Harbor Trust", aliases=("HT",), wikidata="Q5")
    return one, desk.topic(moderator, "Harbour Trust", body="<p>It keeps the piers.</p>")


def test_two_topics_are_found_compared_merged_read_and_parted(open_page, live_server, shots):
    moderator = person("Moderator")
    one, other = two(moderator)
    page, reader = open_page(user=moderator), open_page()
    page.goto(f"/admin/entities/entity/{one.pk}/change/")
    page.get_by_role("link", name="Merge into …").press("Enter")
    page.locator(".select2-selection").focus()
    page.keyboard.press("Enter")
    page.locator(".select2-search__field").press_sequentially("harbour")
    page.locator(".select2-results__option--highlighted", has_text="Harbour Trust").wait_for()
    page.keyboard.press("Enter")
    shots(page, "joining-pick")
    page.get_by_role("button", name="Compare the two").press("Enter")
    page.get_by_text("Compare word by word").wait_for()
    page.get_by_text("Write it anew: Longer text").press("Enter")
    page.get_by_role("textbox", name="New longer text").wait_for()
    shots(page, "joining-merge")
    page.get_by_role("textbox", name="Reason").fill("One and the same.")
    page.get_by_role("button", name="Merge into").press("Enter")
    page.get_by_role("link", name="Undo", exact=True).wait_for()
    assert reader.goto(one.public_path).url == f"{live_server.url}{other.public_path}"
    page.get_by_role("link", name="Undo", exact=True).press("Enter")
    page.get_by_role("textbox", name="Reason").fill("They are two.")
    page.get_by_role("button", name="Undo").press("Enter")
    page.get_by_text("stand for themselves again").wait_for()
    shots(page, "joining-merges")
    assert open_page().goto(one.public_path).url == f"{live_server.url}{one.public_path}"


def test_without_javascript_two_topics_can_be_merged(open_page):
    moderator = person("Moderator")
    one, other = two(moderator)
    page = open_page(user=moderator, java_script_enabled=False)
    page.goto(f"{MERGE}?merged={one.pk}")
    page.get_by_label("Look for the topic to keep").fill("harbour")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Harbour Trust").click()
    page.get_by_role("button", name="Merge into").click()
    assert Entity.objects.get(pk=one.pk).merged_into == other


# axe tries inline styles out; the first test of this file would notice any of ours.
@pytest.mark.console_error_ok("Applying inline style")
def test_nothing_scrolls_sideways_at_320_pixels_and_axe_finds_nothing(open_page, shots):
    moderator = person("Moderator")
    one, other = two(moderator)
    topics.merge(*two_more(moderator), actor=moderator)
    desk.topic(moderator, "Port Trust", aliases=("Trust",))
    desk.topic(moderator, "Pier Trust", aliases=("Trust",))
    page = open_page(user=moderator, width=320)
    places = (
        MERGE,
        f"{MERGE}?merged={one.pk}",
        f"{MERGE}?merged={one.pk}&stays={other.pk}",
        "/admin/entities/entity/merges/",
        f"/admin/entities/entity/merges/{EntityMerge.objects.get().pk}/undo/",
        "/topics/called/trust/",
    )
    for where in places:
        page.goto(where)
        for scheme in axe.schemes(page):
            assert page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            ), where
            if "called" in where:
                shots(page, f"joining-chooser-{scheme}")
            assert axe.violations(page) == [], where


def two_more(moderator):
    return desk.topic(moderator, "Pilot Ofice"), desk.topic(moderator, "Pilot Office")

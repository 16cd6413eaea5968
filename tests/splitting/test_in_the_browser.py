"""A moderator splits a topic at the keyboard, a reader follows, and it is taken back."""

import pytest

from entities import splitting
from entities.models.split import EntitySplit
from tests import axe
from tests.entity_merging import desk
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

SPLIT = "/admin/entities/entity/split/"


def a_desk():
    chief = person("Desk chief")
    one = desk.topic(chief, "Mercury", description="The planet, or is it the metal?")
    for n, headline in enumerate(["A probe departs for Mercury", "A spill of mercury is cleaned"]):
        summary = f"<p>What happens to mercury at noon, told for the {n + 1}. time.</p>"
        desk.story(chief, headline, summary=summary, entities=(one.key,))
    desk.faq(chief, "Is mercury poisonous?", entities=(one.key,))
    desk.story(chief, "Mercury in fish", live=False, entities=(one.key,))
    return chief, one


def test_a_topic_is_split_read_and_put_together_again(open_page, shots):
    _, one = a_desk()
    page, reader = open_page(user=person("Moderator")), open_page()
    page.goto(f"/admin/entities/entity/{one.pk}/change/")
    page.get_by_role("link", name="Split …").press("Enter")
    page.get_by_role("link", name="Split off a new topic").press("Enter")
    page.get_by_role("textbox", name="Name").fill("Mercury (metal)")
    page.get_by_role("textbox", name="Description").fill("A metal that flows at room temperature.")
    page.get_by_role("button", name="All mean “The new one”").press("Enter")
    probe = page.get_by_role("group", name="A probe departs for Mercury")
    probe.get_by_role("radio", name="Mercury", exact=True).press(" ")
    page.get_by_role("textbox", name="Reason").fill("A planet and a metal.")
    shots(page, "split-new")
    page.get_by_role("button", name="Assign the pages so").press("Enter")
    page.get_by_role("link", name="Undo", exact=True).wait_for()
    reader.goto("/topics/mercury-metal/")
    reader.get_by_role("link", name="A spill of mercury is cleaned").first.wait_for()
    assert reader.get_by_role("link", name="A probe departs for Mercury").count() == 0
    page.get_by_role("link", name="Undo", exact=True).press("Enter")
    page.get_by_role("textbox", name="Reason").fill("One after all.")
    page.get_by_role("button", name="Undo").press("Enter")
    page.get_by_text("Undone: the split").wait_for()
    shots(page, "split-list")
    fresh = open_page()
    fresh.goto("/topics/mercury/")
    fresh.get_by_role("link", name="A spill of mercury is cleaned").first.wait_for()


def test_without_javascript_a_topic_can_be_split(open_page):
    chief, one = a_desk()
    desk.topic(chief, "Quicksilver")
    page = open_page(user=chief, java_script_enabled=False)
    page.goto(f"{SPLIT}?one={one.pk}")
    page.get_by_label("Look for the other one").fill("quick")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Quicksilver").click()
    spill = page.get_by_role("group", name="A spill of mercury is cleaned")
    spill.get_by_role("radio", name="Quicksilver").check()
    page.get_by_role("button", name="Assign the pages so").click()
    assert EntitySplit.objects.get().moves.count() == 1


# axe tries inline styles out; the first test of this file would notice any of ours.
@pytest.mark.console_error_ok("Applying inline style")
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, shots, width):
    chief, one = a_desk()
    other = desk.topic(chief, "Quicksilver", live=False)
    both = desk.story(chief, "Two in one", entities=(one.key, other.key))
    record = splitting.split(one, other, moves={both.key: other}, actor=chief, reason="Two.")
    page = open_page(user=chief, width=width)
    places = {
        "which": f"{SPLIT}?one={one.pk}",
        "new": f"{SPLIT}?one={one.pk}&new=1",
        "pages": f"{SPLIT}?one={one.pk}&other={other.pk}",
        "splits": "/admin/entities/entity/splits/",
        "undo": f"/admin/entities/entity/splits/{record.pk}/undo/",
    }
    for name, where in places.items():
        page.goto(where)
        for scheme in axe.schemes(page):
            shots(page, f"split-{name}-{width}-{scheme}")
            assert page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            ), where
            assert axe.violations(page) == [], where

"""The front page of the desk with all its lists filled, and a day of it, in a real browser."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import axe
from tests.desk.waiting import full, looked_through
from tests.people import person
from tests.worlds import world

pytestmark = pytest.mark.django_db(transaction=True)


@world
def full_desk():
    chief = person("Desk chief")
    for number in range(5):
        full(chief, number)
    looked_through()
    return chief


@pytest.fixture
def chief():
    return full_desk()


def test_the_rest_of_a_list_and_the_place_of_a_problem_are_reached_by_keyboard(open_page, chief):
    page = open_page(user=chief)
    page.goto("/admin/")
    forecasts = page.get_by_role("region", name="Forecast due")
    expect(forecasts.get_by_role("listitem")).to_have_count(3)
    forecasts.get_by_text("Show 5 more").press("Enter")
    expect(forecasts.get_by_role("listitem")).to_have_count(8)
    page.get_by_role("region", name="Published pages with failed checks").get_by_role(
        "link", name="Turn 0"
    ).press("Enter")
    expect(page).to_have_url(page.url.partition("#")[0] + "#field-summary")


# axe tries inline styles out; the first test of this file would notice any of ours.
@pytest.mark.console_error_ok("Applying inline style")
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, shots, chief):
    page = open_page(user=chief)
    for name, where in {
        "front": "/admin/",
        "day": f"/admin/day/{timezone.localdate():%Y-%m-%d}/",
    }.items():
        page.goto(where)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in axe.schemes(page):
                shots(page, f"desk-{name}-filled-{width}-{scheme}")
                assert page.evaluate(
                    "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
                ), where
                assert axe.violations(page) == [], (where, width)

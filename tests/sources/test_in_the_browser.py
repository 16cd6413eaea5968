"""Sources by their address at the keyboard: two from a site, one from a saved page, and a list."""

import pytest

from entities.models.outlet import Outlet
from entities.outlets import save
from tests import axe, pages
from tests.desk.folds import is_saved, unfold
from tests.desk.screens import address
from tests.people import person
from tests.sources.desk import FERRY, FERRY_PAGE, PIER

pytestmark = pytest.mark.django_db(transaction=True)
DROP = """(row, text) => {
  const data = new DataTransfer();
  data.items.add(new File([text], "saved.html", { type: "text/html" }));
  for (const name of ["dragover", "drop"])
    row.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


def test_two_sources_by_address_and_one_dropped_are_saved_as_found(site, open_page, shots):
    editor = person("Editor")
    save(Outlet(name="Harbour Post"))
    save(Outlet(name="Daily Quay", domains="dailyquay.example"))
    save(Outlet(name="Associated Press", aliases="AP"))
    story = pages.story(editor, reports=())
    site.pages["/ferry?utm_source=mail"] = site.pages["/ferry"]
    page = open_page(user=editor)
    page.goto(address("change", story))
    unfold(page, "papers")
    more = page.get_by_text("Add another Source report")

    more.click()
    page.locator("#id_reports-0-url").fill(f"{FERRY}?utm_source=mail")
    page.locator("#id_reports-0-fill").click()
    page.get_by_text("6 fields filled in from harbourpost.example").wait_for()
    assert page.locator("#id_reports-0-reporters").input_value() == "Ingrid Lie, Tom Okafor"
    assert page.locator("#id_reports-0-url").input_value() == FERRY
    assert page.locator("#id_reports-0-outlet option:checked").inner_text() == "Harbour Post"
    shots(page, "source-by-address")

    more.click()
    unfold(page, "id_reports-1-headline")
    page.locator("#id_reports-1-headline").fill("Closed for now")
    page.locator("#id_reports-1-url").fill(PIER)
    page.locator("#id_reports-1-url").press("Alt+a")
    page.get_by_text("1 is for you to decide").wait_for()
    assert page.locator("#id_reports-1-headline").input_value() == "Closed for now"
    page.get_by_text("The page says “Pier is closed”").wait_for()
    assert page.locator("#id_reports-1-wire option:checked").inner_text() == "Associated Press"
    assert axe.violations(page) == []

    more.click()
    page.locator("#reports-2").evaluate(DROP, FERRY_PAGE.replace("steering", "rudder"))
    page.locator("#reports-2").get_by_text("fields filled in").wait_for()
    assert page.locator("#id_reports-2-headline").input_value() == "Ferry lost rudder before impact"

    page.keyboard.press("Control+s")
    is_saved(page)
    first, second, third = story.reports.order_by("position")
    assert (first.outlet.name, first.url, first.paywalled) == ("Harbour Post", FERRY, True)
    assert (second.outlet.name, second.wire.name) == ("Daily Quay", "Associated Press")
    assert second.headline == "Closed for now"
    assert third.headline == "Ferry lost rudder before impact"
    assert len(site.asked) == 2


def test_what_the_page_says_takes_the_place_of_what_was_written_at_a_press(site, open_page):
    editor = person("Editor")
    story = pages.story(editor)
    page = open_page(user=editor)
    page.goto(address("change", story))
    unfold(page, "id_reports-0-headline")
    page.locator("#id_reports-0-headline").fill("Mine")
    page.locator("#id_reports-0-url").fill(FERRY)
    page.locator("#id_reports-0-fill").click()
    page.locator("[id$=-headline] .source-found").get_by_role("button", name="Use this").click()
    assert (
        page.locator("#id_reports-0-headline").input_value() == "Ferry lost steering before impact"
    )
    page.get_by_role("button", name="Add this outlet").click()
    new = page.frame_locator("dialog.desk-related iframe")
    assert new.locator("#id_name").input_value() == "Harbour Post"
    assert new.locator("#id_domains").input_value() == "harbourpost.example"
    new.get_by_role("button", name="Save", exact=True).first.click()
    page.locator("#id_reports-0-outlet option:checked", has_text="Harbour Post").wait_for(
        state="attached"
    )


@pytest.mark.console_error_ok("422")
def test_a_list_of_addresses_is_read_in_front_of_ones_eyes_and_added(site, open_page, shots):
    editor = person("Editor")
    story = pages.story(editor)
    page = open_page(user=editor)
    page.goto(address("change", story))
    unfold(page, "papers")
    page.get_by_role("link", name="Add many at once").click()
    page.get_by_label("Addresses").fill(f"{FERRY}\n{PIER}\nhttp://dailyquay.example/none")
    page.get_by_role("button", name="List them").click()
    page.get_by_text("3 pages asked for, 1 of them could not be read.").wait_for()
    assert page.locator("#id_row-0-headline").input_value() == "Ferry lost steering before impact"
    assert not page.locator("#id_row-2-take").is_checked()
    assert axe.violations(page) == []
    shots(page, "source-list")
    page.locator("#id_row-1-headline").fill("The pier is shut")
    page.get_by_role("button", name="Add the ticked reports").click()
    page.get_by_text("2 reports added").wait_for()
    assert [r.headline for r in story.reports.order_by("position")][1:] == [
        "Ferry lost steering before impact",
        "The pier is shut",
    ]

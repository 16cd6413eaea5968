"""Two quite different faces, made by a desk chief in a browser and seen by readers on phones and screens."""

import re

import pytest
from playwright.sync_api import expect

from tests import axe
from tests.people import person
from tests.public import desk
from tests.publication.conftest import drawing

pytestmark = pytest.mark.django_db(transaction=True)
PATHS = ("/", "/stories/the-ferry-turns/", "/topics/harbour-trust/")
LANTERN = {
    "name": "The Lantern",
    "strapline": "News, with the lights on",
    "accent": "#1fc98f",
    "footer": "A made-up publication.",
    "contact": "desk@lantern.example",
}
GAZETTE = {
    "name": "Harbour Gazette",
    "strapline": "",
    "accent": "#ffd400",
    "footer": "",
    "contact": "",
}


def fill_in(page, values, *, pairing, menu):
    page.goto("/admin/publication/")
    for name, value in values.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_pairing").select_option(pairing)
    for place, (label, address) in enumerate(menu):
        page.locator(f"#id_menu-{place}-label").fill(label)
        page.locator(f"#id_menu-{place}-address").fill(address)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Draft saved:")).to_be_visible()


def publish(page, why):
    page.get_by_label("Why (internal note").fill(why)
    page.get_by_role("button", name="Publish the draft").click()
    expect(page.get_by_text("Readers see it now.")).to_be_visible()


def look(open_page, shots, name, brand):
    for width in (390, 1440):
        reader = open_page(width=width)
        for path in PATHS:
            reader.goto(path)
            expect(reader.locator(".brand")).to_contain_text(brand) if brand else None
            for scheme in axe.schemes(reader):
                shots(reader, f"face-{name}-{path.strip('/').replace('/', '-')}-{scheme}-{width}")
                assert axe.violations(reader) == []
                assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_chief_gives_the_desk_a_face_and_then_quite_another(open_page, shots):
    chief = person("Desk chief")
    topic = desk.topic(chief)
    desk.story(chief, entities=(topic.key,))
    page = open_page(user=chief)
    fill_in(
        page, LANTERN, pairing="sans", menu=[("Explained", "/stories/"), ("Topics", "/topics/")]
    )
    expect(page.locator("#accent-notes")).to_contain_text("On light pages #1fc98f is hard to read")
    reader = open_page()
    reader.goto("/")
    expect(reader.locator(".brand")).not_to_contain_text("The Lantern")
    page.get_by_role("link", name="Front page").click()
    expect(page.get_by_role("status")).to_contain_text("readers see none of this")
    expect(page.locator(".brand")).to_contain_text("The Lantern")
    page.goto("/admin/publication/")
    publish(page, "A name of our own")
    reader.goto("/")
    expect(reader).to_have_title(re.compile("^The Lantern: News, with the lights on"))
    expect(reader.locator(".main-nav a").first).to_have_text("Explained")
    look(open_page, shots, "lantern", "The Lantern")
    fill_in(page, GAZETTE, pairing="book", menu=[("Explained", "/stories/"), ("", "")])
    logo = {"name": "logo.png", "mimeType": "image/png"}
    page.locator("#id_logo").set_input_files(logo | {"buffer": drawing(900, 200, "#10403a").read()})
    page.locator("#id_logo_dark").set_input_files(
        logo | {"buffer": drawing(900, 200, "#cfeee6").read()}
    )
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Draft saved: logo, logo for dark pages.")).to_be_visible()
    publish(page, "Another name")
    look(open_page, shots, "gazette", "")
    reader.goto("/")
    expect(reader.get_by_role("img", name="Harbour Gazette")).to_be_visible()
    page.get_by_role("button", name="Make version 1 the draft").click()
    expect(page.get_by_text("The draft differs in:")).to_contain_text("name")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_form_is_accessible_and_fits(open_page, shots, width):
    page = open_page(user=person("Desk chief"), width=width)
    page.goto("/admin/publication/")
    for scheme in axe.schemes(page):
        shots(page, f"publication-{scheme}-{width}")
        assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

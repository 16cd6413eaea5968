"""The handbook as colleagues see it; and its pictures, which the same walk draws.

    NEWSDESK_HANDBOOK_PICTURES=1 python -m pytest tests/handbook/test_in_the_browser.py

writes docs/handbook/pictures anew.
"""

import io
import os
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from newsdesk.handbook.pages import folder
from newsdesk.pages.status import State
from stories.documents import AnalysisPart
from stories.models.draft import Story
from tests import axe, pages
from tests.desk.folds import unfold
from tests.desk.screens import address
from tests.importing.pages import VOLCANO
from tests.people import person

WIDTH = 1120  # pixels, of each picture


@pytest.fixture
def draw():
    """Write a picture of what is on the screen into the handbook, where that is asked for."""

    def save(page, name):
        if os.environ.get("NEWSDESK_HANDBOOK_PICTURES"):
            page.evaluate("() => document.fonts.ready.then(() => true)")
            with Image.open(io.BytesIO(page.screenshot())) as image:
                image.convert("RGB").save(
                    folder() / "pictures" / f"{name}.webp", quality=72, method=6
                )

    return save


def test_the_first_hour_goes_as_the_handbook_tells_it(open_page, transactional_db, draw):
    reporter = person("Reporter", "Mara")
    page = open_page(user=reporter, width=WIDTH)
    page.set_default_timeout(60_000)  # The first pages of a process take longest.
    page.goto("/admin/")
    page.get_by_role("link", name="Paste an explainer").click()
    page.get_by_label("The explainer’s text").fill(VOLCANO)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Read it through")).to_be_visible(timeout=60_000)
    draw(page, "reading")
    page.get_by_role("link", name="Skarfell last erupted").click()
    expect(page.get_by_label("What this line is")).to_be_visible()
    draw(page, "line")
    page.get_by_role("button", name="Create the draft").click()
    expect(page.get_by_text("The explainer is a draft now.")).to_be_visible()
    expect(page.get_by_role("heading", name="Before publishing")).to_be_visible()
    expect(page.get_by_text("Blocks").first).to_be_visible()
    expect(page.get_by_text("Check", exact=True).first).to_be_visible()
    draw(page, "draft")
    page.get_by_role("button", name="Send for review …").click()
    page.get_by_role("button", name="Send for review", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Story.objects.get().state == State.SUBMITTED
    editor = open_page(user=person("Editor", "Ines"), width=WIDTH)
    editor.goto("/admin/", timeout=60_000)
    for name in ("Waiting for you", "My drafts", "Stories in work"):
        expect(editor.get_by_role("heading", name=name)).to_be_visible()
    draw(editor, "front")
    story = Story.objects.get()
    editor.goto(address("review", story))
    expect(editor.get_by_role("button", name="Approve")).to_be_visible()
    draw(editor, "review")
    editor.goto(address("verb", story, "publish"))
    expect(editor.get_by_role("heading", level=1, name=re.compile("Publish"))).to_be_visible()
    draw(editor, "publish")


def test_writing_beside_the_page_goes_as_the_handbook_tells_it(open_page, transactional_db, draw):
    editor = person("Editor", "Ines")
    parts = (AnalysisPart(id="aaaa0001", heading="Why it turned", body="<p>The wind.</p>"),)
    story = pages.story(editor, standfirst="It leaned, and came back.", analysis=parts)
    page = open_page(user=editor, width=WIDTH)
    page.goto(address("change", story), wait_until="networkidle", timeout=60_000)
    page.get_by_role("button", name="Side preview").press("Enter")
    shown = page.frame_locator(".desk-live iframe")
    expect(shown.locator("h1")).to_have_text("The ferry turns")
    page.locator("#id_headline").fill("The ferry turns at noon")
    expect(shown.locator("h1")).to_have_text("The ferry turns at noon")
    draw(page, "side-preview")
    unfold(page, "topics")
    page.get_by_role("button", name="Add another Topic").press("Enter")
    page.locator("#add_id_entity_rows-0-entity").press("Enter")
    dialog = page.frame_locator("dialog.desk-related iframe")
    dialog.locator("#id_name").fill("Harbour")
    draw(page, "dialog")
    dialog.get_by_role("button", name="Save", exact=True).press("Enter")
    chosen = page.locator("#id_entity_rows-0-entity option:checked")
    expect(chosen).to_have_text(re.compile("Harbour"))


@pytest.mark.parametrize("width", [1280, 768, 390])
@pytest.mark.parametrize(
    "slug", ["", "bring-your-text/", "write-and-see/", "when-things-go-wrong/", "rights/"]
)
def test_its_pages_are_accessible_and_fit(open_page, transactional_db, shots, width, slug):
    page = open_page(user=person("Reporter"), width=width)
    page.goto(f"/admin/help/{slug}", timeout=60_000)
    for scheme in axe.schemes(page):
        shots(page, f"handbook-{slug.strip('/') or 'contents'}-{width}-{scheme}")
        assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_by_keyboard_from_the_header_to_a_page_and_to_the_next(open_page, transactional_db):
    page = open_page(user=person("Reporter"))
    page.goto("/admin/")
    page.get_by_role("link", name="Help", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1, name="The handbook")).to_be_visible()
    page.get_by_role("link", name="First hour").press("Enter")
    expect(page.get_by_role("heading", level=1, name="First hour")).to_be_visible()
    page.get_by_role("link", name="Bring your text →").press("Enter")
    expect(page.get_by_role("heading", level=1, name="Bring your text")).to_be_visible()
    page.get_by_role("navigation", name="On this page").get_by_role("link").first.press("Enter")
    expect(page).to_have_url(re.compile("#1-paste-it-or-drop-the-file$"))

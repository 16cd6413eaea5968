"""What a browser gives the paste page: a clipboard with HTML, and a file that is dropped."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import expect

from stories import working_copy
from stories.models.draft import Story
from tests.browser.test_end_to_end import PASSWORD, sign_in
from tests.people import person

CASES = Path(__file__).parent.parent / "intake" / "cases"
PASTE = """(box, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "plain");
    box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    box.value = "plain";
    box.dispatchEvent(new Event("input", {bubbles: true}));
}"""
DROP = """(form, content) => {
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
    data.items.add(new File([bytes], "ferry.docx"));
    form.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def paste_page(open_page, transactional_db):
    editor = person("Editor")
    editor.set_password(PASSWORD)
    editor.save()
    page = open_page()
    sign_in(page, editor.username)
    page.get_by_role("link", name="Paste an explainer").click()
    expect(page.get_by_role("button", name="Read it")).to_be_visible()
    page.wait_for_load_state("networkidle")
    return page


def read(page):
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="What was understood")).to_be_visible()


@pytest.mark.parametrize("name", ["05-google-docs-clipboard.html", "06-word-clipboard.html"])
def test_what_is_pasted_keeps_its_headings_and_links(paste_page, name):
    page = paste_page
    html = (CASES / name).read_text(encoding="utf-8")
    page.get_by_label("The explainer’s text").evaluate(PASTE, html)
    expect(page.locator("input[name=clipboard]")).not_to_have_value("")
    read(page)
    assert page.get_by_label("Address").first.input_value() == (
        "https://www.reuters.com/world/halden-ferry-1"
    )


def test_who_types_on_after_pasting_is_read_as_typed(paste_page):
    page = paste_page
    box = page.get_by_label("The explainer’s text")
    box.evaluate(PASTE, "<h2>What's happened</h2><p>Pasted.</p>")
    expect(page.locator("input[name=clipboard]")).not_to_have_value("")
    box.fill("What's happened\nTyped.")
    expect(page.locator("input[name=clipboard]")).to_have_value("")
    read(page)
    expect(page.get_by_text("Typed.").first).to_be_visible()


def test_a_file_is_dropped_on_the_page_and_becomes_a_draft(paste_page):
    page = paste_page
    content = base64.b64encode((CASES / "01-base.docx").read_bytes()).decode()
    page.locator("form[data-drop]").evaluate(DROP, content)
    read(page)
    page.get_by_role("button", name="Create the draft").click()
    expect(page.get_by_text("The explainer is a draft now.")).to_be_visible()
    story = working_copy.document_of(Story.objects.get())
    assert all(report.url for report in story.reports)

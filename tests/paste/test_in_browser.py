"""What a browser gives the paste page: a clipboard with HTML, and a file that is dropped."""

import base64
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.outlets import save
from stories import working_copy
from stories.models.draft import Story
from stories.workflow import STORY
from tests.axe import schemes, violations
from tests.browser.test_end_to_end import PASSWORD, confirm_every_topic, publish, sign_in
from tests.desk.folds import is_saved, unfold
from tests.desk.screens import address
from tests.importing.pages import VOLCANO
from tests.pages import complete
from tests.people import person
from tests.sources.desk import FERRY, PIER, site

__all__ = ["site"]

CASES = Path(__file__).parent.parent / "intake" / "cases"
PASTE = """(box, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "plain");
    box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    box.value = "plain";
    box.dispatchEvent(new Event("input", {bubbles: true}));
}"""
COPY = """async (html) => {
    const item = new ClipboardItem({
        "text/html": new Blob([html], {type: "text/html"}),
        "text/plain": new Blob(["plain"], {type: "text/plain"}),
    });
    await navigator.clipboard.write([item]);
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
    """Let the text be read, and wait for the page and, as nobody is so quick, for its scripts."""
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Read it through")).to_be_visible()
    page.wait_for_load_state("domcontentloaded")


@pytest.mark.parametrize("name", ["05-google-docs-clipboard.html", "06-word-clipboard.html"])
def test_what_is_pasted_keeps_its_headings_and_links(paste_page, name):
    page = paste_page
    html = (CASES / name).read_text(encoding="utf-8")
    page.get_by_label("The explainer’s text").evaluate(PASTE, html)
    expect(page.locator("input[name=clipboard]")).not_to_have_value("")
    read(page)
    report = page.get_by_role("article", name="Reuters")
    report.locator("summary").click()
    expect(report.get_by_label("Address")).to_have_value(
        "https://www.reuters.com/world/halden-ferry-1"
    )


# Chromium cleans what the test copies inside of the page, and minds its styles there; pasting is silent.
@pytest.mark.console_error_ok("/story/paste/: Applying inline style")
@pytest.mark.parametrize("name", ["05-google-docs-clipboard.html", "06-word-clipboard.html"])
def test_the_browsers_own_clipboard_is_pasted_by_its_keys(paste_page, name):
    page = paste_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(COPY, (CASES / name).read_text(encoding="utf-8"))
    page.get_by_label("The explainer’s text").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("input[name=clipboard]")).not_to_have_value("")
    read(page)
    report = page.get_by_role("article", name="Reuters")
    report.locator("summary").click()
    expect(report.get_by_label("Address")).to_have_value(
        "https://www.reuters.com/world/halden-ferry-1"
    )
    expect(page.get_by_role("article", name="Forecast")).to_be_visible()


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


# Text is kept while it is saved: whichever comes second is told the newer order.
@pytest.mark.console_error_ok(r"/scratch/: Failed to load resource: .* 409 ")
def test_a_dropped_file_is_put_right_given_two_sources_and_published(
    paste_page, open_page, site, shots
):
    """Its pictures, `reading` and `line`, are for the handbook's page “Bring your text”."""
    page = paste_page
    for name in ("Harbour Post", "Daily Quay"):
        save(Outlet(name=name, domains=f"{name.lower().replace(' ', '')}.example"))
    content = base64.b64encode((CASES / "01-base.docx").read_bytes()).decode()
    page.locator("form[data-drop]").evaluate(DROP, content)
    read(page)
    report = page.get_by_role("article", name="Aftenposten")
    report.locator("summary").click()
    report.get_by_label("Outlet").fill("VG")
    report.get_by_label("Outlet").press("Tab")
    expect(page.get_by_role("article", name="VG")).to_be_visible()
    page.get_by_role("article", name="VG").hover()
    shots(page, "reading", full_page=False)
    line = page.get_by_role("link", name="Halden has had one fuel pier")
    line.click()
    expect(page.get_by_label("What this line is")).to_be_visible()
    shots(page, "line", full_page=False)
    page.get_by_label("What this line is").select_option("Leave this line out")
    expect(page.locator(".read-line.is-unplaced")).to_have_count(1)
    topic = page.get_by_role("article", name="Moss")
    topic.locator("summary").click()
    topic.get_by_label("Kind").select_option("Other")
    expect(page.get_by_role("link", name="Put right: 3")).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name="Put right: 3")).to_be_visible()
    confirm_every_topic(page)
    page.get_by_role("button", name="Create the draft").click()
    expect(page.get_by_text("The explainer is a draft now.")).to_be_visible()
    story = working_copy.document_of(Story.objects.get())
    # The register knows it by both names.
    assert [each.outlet for each in story.reports] == ["Reuters", "Verdens Gang", "The Guardian"]
    assert "one</strong>" not in story.background
    assert Entity.objects.get(name="Moss").kind == "other"

    # No form is open while its text is changed behind it.
    page.goto("about:blank")
    editor = User.objects.get(username="editor")
    complete(Story.objects.get(), editor)
    page.goto(address("change", Story.objects.get()))
    unfold(page, "papers")
    for number, url in enumerate((FERRY, PIER), start=3):
        page.get_by_text("Add another Source report").click()
        page.locator(f"#id_reports-{number}-url").fill(url)
        page.locator(f"#id_reports-{number}-url").press("Alt+a")
        expect(page.locator(f"#id_reports-{number}-headline")).not_to_have_value("")
    page.keyboard.press("Control+s")
    is_saved(page)
    page.goto("about:blank")
    made = Story.objects.get()
    document = STORY.document_of(made)
    told = [
        replace(each, paraphrase=each.paraphrase or "It struck the pier.")
        for each in document.reports
    ]
    STORY.revise(made, replace(document, reports=tuple(told)), actor=editor)
    page.goto(address("change", made))
    publish(page, open_page(user=person("Desk chief")), shots, "dropped")
    expect(page.get_by_text("Harbour Post").first).to_be_visible()
    assert site.asked == ["GET /ferry", "GET /pier"]


def test_what_is_typed_while_the_page_is_drawn_anew_is_kept(paste_page):
    page = paste_page
    page.get_by_label("The explainer’s text").fill(VOLCANO)
    read(page)
    held = []
    page.route("**/paste/*/", lambda route: held.append(route))
    page.get_by_label("Headline", exact=True).fill("Skarfell wakes again")
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_label("Standfirst", exact=True).fill("Nobody slept.")
    held[0].continue_()
    page.unroute("**/paste/*/")
    expect(page.get_by_role("link", name="Put right: 1")).to_be_visible()
    expect(page.get_by_label("Standfirst", exact=True)).to_have_value("Nobody slept.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Put right: 2")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Standfirst", exact=True)).to_have_value("Nobody slept.")


def test_what_is_put_right_before_the_page_can_send_it_is_sent_once_it_can(paste_page):
    page = paste_page
    held = []
    page.route("**/reading-save*.js", lambda route: held.append(route))
    page.get_by_label("The explainer’s text").fill(VOLCANO)
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("Headline", exact=True).fill("Skarfell wakes again")
    page.get_by_label("Standfirst", exact=True).fill("Nobody slept.")
    held[0].continue_()
    page.unroute("**/reading-save*.js")
    expect(page.get_by_role("link", name="Put right: 1")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Put right: 2")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Skarfell wakes again")
    expect(page.get_by_label("Standfirst", exact=True)).to_have_value("Nobody slept.")


def test_by_keyboard_from_line_to_line_over_to_the_draft_and_back(paste_page):
    page = paste_page
    page.get_by_label("The explainer’s text").fill(VOLCANO)
    read(page)
    lines = page.locator(".read-words")
    lines.first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(lines.nth(4)).to_be_focused()
    expect(page.locator("#card-summary.is-lit")).to_have_count(1)
    page.keyboard.press("Alt+o")
    expect(page.locator("#card-summary")).to_be_focused()
    page.keyboard.press("Alt+o")
    expect(lines.nth(4)).to_be_focused()
    page.keyboard.press("Enter")
    place = page.get_by_label("What this line is")
    expect(place).to_be_focused()
    place.select_option("Leave this line out")
    expect(page.locator(".read-line.is-unplaced")).to_have_count(1)
    expect(place).to_be_focused()
    page.keyboard.press("Alt+z")
    expect(page.locator(".read-line.is-unplaced")).to_have_count(0)
    # Arrows step through the list; only what they come to is sent.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Put right: 1")).to_be_visible()
    expect(page.locator(".read-line.is-unplaced")).to_have_count(1)
    expect(place).to_be_focused()
    page.keyboard.press("Escape")
    expect(lines.nth(4)).to_be_focused()
    expect(place).to_have_count(0)
    page.keyboard.press("Alt+j")
    expect(page.locator(":focus")).to_have_class(re.compile("read-card|read-words"))


def test_pointing_at_one_lights_the_other(paste_page):
    page = paste_page
    page.get_by_label("The explainer’s text").fill(VOLCANO)
    read(page)
    sentence = page.locator(".read-words span[data-joins]").filter(has_text="had been warned").first
    sentence.hover()
    expect(page.get_by_role("article", name="The Brimsey Courier").first).to_have_class(
        re.compile("is-lit")
    )
    page.get_by_role("article", name="Reuters").first.hover()
    expect(page.locator(".read-words .is-lit")).to_have_count(1)


def test_a_doubt_that_is_settled_makes_the_counter_fall(paste_page):
    page = paste_page
    page.get_by_label("The explainer’s text").fill(VOLCANO)
    read(page)
    before = int(page.locator("#doubt-count strong").inner_text())
    page.wait_for_load_state()
    group = page.locator("details.paste-group").filter(has_text="seem to be cut off")
    group.get_by_label("Why it stays as it is").fill("It ends in a list.")
    group.get_by_label("Why it stays as it is").press("Enter")
    expect(page.locator("#doubt-count strong")).to_have_text(str(before - 1))


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_the_reading_screen_has_nothing_that_axe_minds(open_page, transactional_db, width, shots):
    page = open_page(user=person("Editor"), width=width)
    page.goto("/admin/stories/story/paste/")
    page.get_by_label("The explainer’s text").fill(VOLCANO)
    read(page)
    page.get_by_role("article", name="Reuters").first.locator("summary").click()
    page.get_by_role("link", name="Skarfell last erupted").click()
    expect(page.get_by_label("What this line is")).to_be_visible()
    for scheme in schemes(page):
        shots(page, f"reading-{width}-{scheme}")
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

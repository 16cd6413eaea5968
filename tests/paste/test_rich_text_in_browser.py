"""Pasting into the desk's own fields, by a real clipboard and by events, under the policy of the site."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from stories.models.draft import Story
from tests import axe, pages
from tests.desk.folds import go_to_end, is_saved, unfold
from tests.desk.screens import address
from tests.paste.clipboards import SHEET, docs, word
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

PASTE = """(field, given) => {
  const data = new DataTransfer();
  for (const [kind, text] of Object.entries(given)) data.setData(kind, text);
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
COPIED = """([html, text]) => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([html], { type: "text/html" }),
  "text/plain": new Blob([text], { type: "text/plain" }),
})])"""
GOOGLE = docs(
    "<p><span style='font-weight:400'>Quiet, </span><span style='font-weight:700'>loud</span>,"
    " 10<sup>2</sup></p>"
)


@pytest.fixture
def chief():
    return person("Desk chief")


@pytest.fixture
def story(chief):
    return pages.story(chief, summary="<p>Before.</p>")


def copy(page: Page, html: str, text: str) -> None:
    """Put both into the browser's clipboard, from a page without a policy, as another program would."""
    other = page.context.new_page()
    other.route("**/elsewhere", lambda route: route.fulfill(body="x", content_type="text/html"))
    other.goto("/elsewhere")
    other.evaluate(COPIED, [html, text])
    other.close()
    page.bring_to_front()


def opened(open_page, chief: object, story: Story, **options: object) -> Page:
    page = open_page(user=chief, **options)
    page.goto(address("change", story))
    unfold(page, "happened")
    return page


def text_of(page: Page):
    return page.locator("#field-summary .ProseMirror")


def paste(field, html: str, text: str = "") -> None:
    field.evaluate(PASTE, {"text/html": html, "text/plain": text or "x"})


def stored(story: Story) -> str:
    return Story.objects.get(pk=story.pk).summary


def test_google_docs_from_a_real_clipboard_is_bold_where_it_is_and_saved_so(
    open_page, chief, story
):
    page = opened(open_page, chief, story, permissions=["clipboard-read", "clipboard-write"])
    copy(page, GOOGLE, "Quiet, loud, 102")
    text_of(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    expect(text_of(page).locator("strong")).to_have_text("loud")
    page.keyboard.press("Control+s")
    is_saved(page)
    assert stored(story) == "<p>Quiet, <strong>loud</strong>, 10²</p>"


def test_what_a_paste_loses_is_said_once_with_a_way_back(open_page, chief, story, shots):
    page = opened(open_page, chief, story)
    field = text_of(page)
    go_to_end(page, field)
    page.keyboard.type(" ")
    paste(field, word("<p>One <img src=x></p>") + SHEET)
    note = page.get_by_role("status").filter(has_text="Pasted from")
    expect(note).to_contain_text("1 image left out; 1 table became lines of text.")
    assert axe.violations(page) == []
    shots(page, "desk-pasted")
    page.set_viewport_size({"width": 390, "height": 844})
    shots(page, "desk-pasted-phone")
    page.keyboard.press("Control+Home")
    page.keyboard.type("Typed since. ")
    page.get_by_role("button", name="Undo paste").press("Enter")
    expect(field).to_have_text("Typed since. Before. ")
    expect(page.get_by_text("The paste is undone.")).to_be_visible()
    expect(field).to_be_focused()


def test_ctrl_z_takes_a_paste_back_and_nothing_that_was_typed(open_page, chief, story):
    page = opened(open_page, chief, story)
    field = text_of(page)
    go_to_end(page, field)
    page.keyboard.type(" Typed.")
    paste(field, SHEET)
    page.keyboard.type(" After.")
    expect(field).to_contain_text("£4m After.")
    page.keyboard.press("Control+Z")
    expect(field).to_contain_text("£4m")
    expect(field).not_to_contain_text("After.")
    page.keyboard.press("Control+Z")
    expect(field).to_have_text("Before. Typed.")
    expect(page.get_by_text("Pasted from")).to_have_count(0)


def test_a_paste_over_the_whole_text_is_taken_back_whole(open_page, chief, story):
    page = opened(open_page, chief, story)
    field = text_of(page)
    field.focus()
    page.keyboard.press("Control+A")
    paste(field, SHEET)
    page.get_by_role("button", name="Undo paste").click()
    expect(field).to_have_text("Before.")
    assert field.evaluate("field => field.innerHTML") == "<p>Before.</p>"


def test_plain_text_keeps_its_soft_breaks_and_says_nothing(open_page, chief, story):
    page = opened(open_page, chief, story)
    field = text_of(page)
    field.focus()
    page.keyboard.press("Control+A")
    field.evaluate(PASTE, {"text/plain": "one\x0btwo <b>\nthree"})
    expect(field.locator("p")).to_have_count(2)
    assert field.locator("p").first.evaluate("line => line.innerHTML") == "one<br>two &lt;b&gt;"
    expect(page.get_by_role("button", name="Undo paste")).to_have_count(0)


def test_words_copied_within_the_desk_stay_as_they_are(open_page, chief, story):
    page = opened(open_page, chief, story)
    field = text_of(page)
    field.focus()
    page.keyboard.press("Control+A")
    paste(field, '<p data-pm-slice="1 1 []"> a <strong>b </strong>c </p>')
    assert field.evaluate("field => field.innerHTML") == "<p> a <strong>b </strong>c </p>"


def test_a_picture_alone_is_told_where_pictures_go(open_page, chief, story):
    page = opened(open_page, chief, story)
    text_of(page).evaluate(
        """(field) => {
          const data = new DataTransfer();
          data.items.add(new File(["x"], "x.png", { type: "image/png" }));
          field.focus();
          const how = { clipboardData: data, bubbles: true, cancelable: true };
          field.dispatchEvent(new ClipboardEvent("paste", how));
        }"""
    )
    expect(page.get_by_text("An image cannot stand in a text")).to_be_visible()


def test_a_pasted_headline_that_is_too_long_is_kept_whole_and_said(open_page, chief, story, shots):
    page = opened(open_page, chief, story, permissions=["clipboard-read", "clipboard-write"])
    headline, before = page.locator("#id_headline"), story.headline
    long = "Ferry " * 66 + "four"
    copy(page, "<p>x</p>", f"{long}\r\nsecond\x0bthird\n")
    headline.focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    expect(headline).to_have_value(f"{long} second third")
    note = page.get_by_text("Headline: 413 characters, and there is room for 200.")
    expect(note).to_contain_text("Nothing is cut; shorten it by 213.")
    shots(page, "desk-long-headline")
    page.get_by_role("button", name="Undo paste").press("Enter")
    expect(headline).to_have_value(before)
    expect(note).to_have_count(0)
    page.keyboard.press("Control+V")
    expect(note).to_be_visible()
    headline.fill("Short")
    expect(note).to_have_count(0)


def test_a_field_of_several_lines_keeps_them(open_page, chief, story):
    page = opened(open_page, chief, story)
    lines = page.locator("#id_standfirst")
    lines.evaluate("field => { field.value = ''; }")
    lines.evaluate(PASTE, {"text/plain": "one\x0btwo\u2028three"})
    expect(lines).to_have_value("one\ntwo\nthree")


def test_a_field_that_the_browser_would_cut_is_not_cut_either(open_page, chief):
    page = open_page(user=chief, permissions=["clipboard-read", "clipboard-write"])
    page.goto(reverse("admin:publication"))
    copy(page, "x", "Name " * 39 + "Name")
    page.locator("#id_strapline").fill("")
    page.locator("#id_strapline").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("#id_strapline")).to_have_value("Name " * 39 + "Name")
    expect(page.get_by_text("199 characters, and there is room for 160")).to_be_visible()

"""The reading view in a real browser: by keyboard alone, on a telephone, without JavaScript."""

import pytest
from playwright.sync_api import expect

from newsdesk.comments import threads
from newsdesk.comments.models import DeskQuery
from newsdesk.comments.parts import parts_of
from stories.admin import StoryAdmin
from stories.documents import AnalysisPart
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import axe, pages
from tests.desk.screens import address
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(transactional_db):
    return person("Editor", "ada")


@pytest.fixture
def bo(transactional_db):
    return person("Reporter", "bo")


@pytest.fixture
def story(bo):
    item = pages.story(
        bo,
        analysis=(
            AnalysisPart(id="aaaa0001", heading="Why now", body="<p>The tide was high.</p>"),
            AnalysisPart(id="aaaa0002", heading="What next", body="<p>It is repaired.</p>"),
        ),
    )
    return STORY.submit(item, actor=bo)


def propose(story, actor, quoted, wording):
    about = parts_of(story, StoryAdmin.sections)["analysis:aaaa0001"]
    return threads.ask(
        story, actor=actor, text="So it was.", about=about, quoted=quoted, proposed=wording
    )


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def body(story):
    return document_of(Story.objects.get(pk=story.pk)).analysis[0].body


def selected(page):
    return page.evaluate("() => window.getSelection().toString().trim()")


def test_a_story_is_reviewed_and_mended_by_keyboard_alone(open_page, ada, bo, story, shots):
    reader = open_page(user=ada)
    reader.goto("/admin/")
    reader.locator("a", has_text="Review: The ferry turns").press("Enter")
    expect(reader.get_by_role("heading", name="The ferry turns", level=1)).to_be_visible()
    reader.wait_for_load_state()

    for _ in range(20):
        press(reader, "n")
        if "tide" in reader.evaluate("() => document.activeElement.textContent"):
            break
    press(reader, "ArrowRight", "ArrowRight", "Shift+ArrowRight")
    assert selected(reader) == "tide was"
    press(reader, "c")
    expect(reader.get_by_label("Comment", exact=True)).to_be_focused()
    expect(reader.get_by_label("Selected text", exact=True)).to_have_value("tide was")
    reader.keyboard.type("It was two tides.")
    press(reader, "Tab", "Enter", "Tab")
    expect(reader.get_by_label("Proposed wording")).to_be_focused()
    reader.keyboard.type("tides were")
    shots(reader, "review-wording", full_page=False)
    press(reader, "Control+Enter")
    note = reader.locator(".review-note", has_text="It was two tides.")
    expect(note.locator("ins")).to_contain_text("tides were")
    expect(reader.locator("mark[data-notes^=comment]")).to_have_text("tide was")
    shots(reader, "review")
    assert axe.violations(reader) == []
    press(reader, "r")
    expect(reader.get_by_label("What is missing?")).to_be_focused()
    reader.keyboard.type("See the margin.")
    press(reader, "Control+Enter")
    expect(reader.locator(".messagelist .success")).to_be_visible()

    author = open_page(user=bo)
    author.goto(address("review", story))
    press(author, "j")
    while author.evaluate("() => !document.activeElement.querySelector('[value=take]')"):
        press(author, "j")
    press(author, "t")
    expect(author.get_by_text("The wording is taken.")).to_be_visible()
    assert body(story) == "<p>The tides were high.</p>"
    press(author, "s")
    expect(author.locator(".messagelist .success")).to_be_visible()

    reader.goto(address("review", story))
    press(reader, "a")
    expect(reader.locator(".messagelist .success")).to_contain_text("is approved")
    assert Story.objects.get(pk=story.pk).approval_holds


def test_keys_of_the_reading_view_can_be_turned_off(open_page, ada, story):
    page = open_page(user=ada)
    page.goto(address("review", story))
    press(page, "?")
    page.get_by_label("Keys work").uncheck()
    press(page, "a")
    page.reload()
    press(page, "r", "a")
    assert Story.objects.get(pk=story.pk).state == "submitted"


def test_notes_stand_beside_their_words_or_under_them(open_page, ada, bo, story, shots):
    propose(story, ada, "tide was", "tides were")
    wide = open_page(user=bo)
    wide.goto(address("review", story))
    words = wide.locator("mark[data-notes^=comment]").bounding_box()
    note = wide.locator(".review-note", has_text="So it was.").bounding_box()
    assert note["x"] > words["x"] + words["width"]
    assert abs(note["y"] - words["y"]) < 400
    shots(wide, "review-beside")

    for scheme in ("light", "dark"):
        phone = open_page(user=bo, width=390, height=844, color_scheme=scheme)
        phone.goto(address("review", story))
        words = phone.locator("mark[data-notes^=comment]").bounding_box()
        note = phone.locator(".review-note", has_text="So it was.").bounding_box()
        assert 0 < note["y"] - words["y"] < 200
        assert phone.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        shots(phone, f"review-phone-{scheme}")
        assert axe.violations(phone) == []
    bar = phone.locator(".review-bar").bounding_box()
    phone.mouse.wheel(0, 2_000)
    assert phone.locator(".review-bar").bounding_box()["y"] == pytest.approx(bar["y"], abs=1)


def test_the_reading_view_is_whole_without_javascript(open_page, ada, bo, story, shots):
    propose(story, ada, "tide was", "tides were")
    page = open_page(user=bo, java_script_enabled=False)
    page.goto(address("review", story))
    expect(page.locator("mark[data-notes^=comment]")).to_have_text("tide was")
    shots(page, "review-without-script")
    page.get_by_text("Comment", exact=True).first.click()
    page.get_by_label("Comment", exact=True).fill("By whom?")
    page.get_by_label("About").select_option("analysis:aaaa0002")
    page.locator(".review-ask").get_by_role("button", name="Comment").click()
    expect(page.get_by_text("By whom?").first).to_be_visible()
    assert DeskQuery.objects.count() == 2
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_text("The wording is taken.")).to_be_visible()
    assert body(story) == "<p>The tides were high.</p>"


SELECT = """() => {
  const words = document.evaluate(
    "//p[contains(., 'tide was')]", document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null
  ).singleNodeValue.firstChild;
  const at = words.data.indexOf("tide was");
  window.getSelection().setBaseAndExtent(words, at, words, at + 8);
}"""


def test_an_outsider_comments_on_words_that_they_select(open_page, ada, story, share, shots):
    path = share(story)
    page = open_page(width=390, height=844)
    page.goto(path)
    expect(page.get_by_role("link", name="Comment on the selected words")).to_be_hidden()
    page.evaluate(SELECT)
    shots(page, "shared-words-phone", full_page=False)
    page.get_by_role("link", name="Comment on the selected words").click()
    expect(page.get_by_label("The words that it is about")).to_have_value("tide was")
    expect(page.get_by_label("I have a note")).to_be_checked()
    page.get_by_label("Your name").fill("Jo Law")
    page.get_by_label("Note", exact=True).fill("Was it?")
    shots(page, "shared-words-answer-phone")
    assert axe.violations(page) == []
    page.get_by_role("button", name="Send to the desk").click()
    expect(page.get_by_text("Your answer has reached the desk.")).to_be_visible()
    page.get_by_role("link", name="Back to the preview").click()
    page.get_by_role("button", name="Show the words").click()
    shots(page, "shared-notes-phone", full_page=False)
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator("shared-notes[data-beside]").get_by_text("Was it?")).to_be_visible()
    shots(page, "shared-notes", full_page=False)
    assert axe.violations(page) == []
    query = DeskQuery.objects.get()
    assert (query.quoted, query.path) == ("tide was", "analysis:aaaa0001.body")
    assert query.before.endswith("The ")

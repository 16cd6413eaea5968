"""A story in a browser: the answer first on a phone, links to parts that copy, one quiet way to report."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from newsdesk.site.demo.loader import load
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import axe, release
from tests.people import person
from tests.public import desk

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/stories/the-ferry-turns/"
WIDTH, HEIGHT, LINE = 390, 844, 30


@pytest.fixture
def chief():
    return person("Desk chief")


def top_of(page, selector):
    return page.locator(selector).first.bounding_box()["y"]


def everything(chief):
    """Publish a story of everything, with a newer one, a serious correction and a small clarification."""
    item = desk.full_story(chief, parts=2)
    for gravity, note in (("top", "It was the second turn."), ("foot", "It has one more letter.")):
        changed = replace(document_of(item), background=f"<p>{note}</p>")
        STORY.revise(item, changed, actor=chief)
        told = {"gravity": gravity, "wrong": "1", "right": "2"}
        release.publish(item, actor=chief, kind="correction", note=note, **told)
    desk.story(chief, "The ferry stops", earlier=item.key)
    return item


def test_on_a_phone_the_answer_of_every_demo_story_begins_within_the_first_screen(chief, open_page):
    picture, page = desk.image(), open_page(width=WIDTH, height=HEIGHT)
    taken = ("slug", "standfirst", "bylines", "tags", "summary", "section")
    for story in load().stories:
        told = {name: getattr(story.document, name) for name in taken}
        desk.story(chief, story.document.headline, image=picture, **told)
        page.goto(f"/stories/{story.document.slug}/")
        # Its heading and a line of it, at least.
        begins = top_of(page, ".answer .prose")
        assert begins + LINE < HEIGHT, f"{story.document.slug}: {begins}"
        assert begins < top_of(page, ".story > .figure")


def test_what_was_wrong_stands_before_the_answer_and_what_was_unclear_at_its_end(chief, open_page):
    everything(chief)
    page = open_page(width=WIDTH, height=HEIGHT)
    page.goto(PATH)
    order = (".newer", "h1", ".story-notes .correction", ".answer .prose", ".answer .correction")
    tops = [top_of(page, each) for each in (*order, ".story > .figure", "#behind", "#topics")]
    assert tops == sorted(tops)
    assert top_of(page, ".story-notes .correction") < HEIGHT


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_story_of_everything_is_accessible_and_fits(chief, open_page, shots, scheme):
    everything(chief)
    for width in (WIDTH, 768, 1280):
        page = open_page(width=width, color_scheme=scheme)
        page.goto(PATH)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        shots(page, f"read-next-{width}-{scheme}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe.violations(page) == []


def test_a_part_copies_its_address(chief, open_page):
    everything(chief)
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(PATH)
    link = page.get_by_role("link", name="Copy link: How we got here")
    link.click()
    expect(link).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{PATH}#background")


def test_the_address_of_a_question_opens_it(chief, open_page):
    everything(chief)
    page = open_page()
    page.goto(PATH)
    anchor = page.locator("details.asked").last.get_attribute("id")
    other = open_page()
    other.goto(f"{PATH}#{anchor}")
    assert other.locator(f"#{anchor}").evaluate("each => each.open")


VISIBLE = """() => {
  const link = document.querySelector(".report-link a");
  const { opacity, clipPath } = getComputedStyle(link.parentElement);
  return opacity !== "0" && clipPath === "none";
}"""


@pytest.mark.parametrize("touch", [False, True])
def test_reporting_is_quiet_until_the_keyboard_reaches_it_and_stands_once_at_the_end(
    chief, open_page, touch
):
    everything(chief)
    page = open_page(
        java_script_enabled=True, has_touch=touch, is_mobile=touch, reduced_motion="reduce"
    )
    page.goto(PATH)
    assert not page.evaluate(VISIBLE)
    page.locator(".report-link a").first.focus()
    assert page.evaluate(VISIBLE)
    assert page.get_by_role("link", name="Report an error on this page").count() == 1

"""What only a browser can tell: widths, colours, keyboard, paper, life without JavaScript."""

import gzip
from dataclasses import replace

import pytest

from stories.workflow import STORY
from stories.working_copy import document_of
from tests import release
from tests.house.rules import ROOT
from tests.people import person
from tests.public import desk
from tests.worlds import world

STORY_PATH = "/stories/the-ferry-turns/"
TYPES = {
    "home": "/",
    "stories": "/stories/",
    "story": STORY_PATH,
    "topics": "/topics/",
    "topic": "/topics/harbour-trust/",
    "neighbours": "/topics/topic-the-ferry-turns-1/",
    "questions": "/questions/",
    "question": "/questions/why-do-ferries-lean/",
    "tag": "/tags/ships-1/",
    "search": "/search/?q=ferry",
    "answer": "/search/?q=why+do+ferries+laen",
    "archive": "/archive/",
    "corrections": "/corrections/",
    "person": "/people/ada-reed-1/",
    "outlets": "/outlets/",
    "outlet": "/outlets/ship-review-1/",
    "about": "/about/",
    "history": f"{STORY_PATH}history/",
    "edition": f"{STORY_PATH}history/1/",
    "compare": f"{STORY_PATH}history/compare/?from=1&to=2",
    "nothing": "/search/?q=zebra+crossing",
    "ask": "/ask/",
    "ask-nearest": "/ask/?q=Why+does+a+ferry+lean",
    "ask-nothing": "/ask/?q=zebra+crossing",
    "report-start": "/report/",
    "report": f"/report/?page={STORY_PATH}&part=part-ana00001",
    "report-page": f"/report/?page={STORY_PATH}",
}
LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"


@world
def lay_out():
    """Publish a page of every type, one of them with a word longer than a phone is wide."""
    chief = person("Desk chief")
    topic = desk.topic(chief, aliases=(LONG,), body="<h3>Long</h3><p>Since 1990.</p>")
    desk.full_question(chief, entities=(topic.key,))
    desk.full_story(chief, LONG[:60], standfirst=LONG)
    item = desk.full_story(chief, "The ferry turns", parts=3)
    STORY.revise(item, replace(document_of(item), background=""), actor=chief)
    release.publish(
        item, actor=chief, kind="correction", note=f"It was not {LONG}.", wrong="1989", right="1999"
    )


@pytest.fixture
def published(transactional_db):
    lay_out()


def test_no_page_scrolls_sideways(published, page, shots):
    for name, path in TYPES.items():
        page.goto(path)
        for width in (320, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                shots(page, f"{name}-{width}-{scheme}")
                fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
                assert fits, f"{path} at {width}"


def test_a_reader_gets_from_home_to_an_answer_without_javascript(published, open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="The ferry turns", exact=True).click()
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="Go deeper").click()
    assert page.url.endswith("#deeper")
    page.get_by_role("link", name="Topic The ferry turns 1", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Topic The ferry turns 1"
    page.get_by_role("searchbox").fill("lean")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="Why do ferries lean?").click()
    assert "because they turn" in page.inner_text(".answer")


def test_the_keyboard_can_skip_to_the_text(published, page):
    page.goto(STORY_PATH)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the text"
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_footer_keeps_its_words_in_lines(published, open_page):
    page = open_page()
    page.goto("/about/")
    for width in (320, 700, 768, 900, 992, 1100, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(".footer-words").bounding_box()["height"] < 100, width


def test_dark_screens_get_a_dark_page(published, open_page):
    for scheme, dark in (("light", False), ("dark", True)):
        page = open_page(color_scheme=scheme)
        page.goto("/")
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        channels = [int(part) for part in colour.strip("rgb()").split(",")]
        assert (max(channels) < 80) is dark


def test_paper_gets_the_text_without_the_furniture(published, open_page):
    page = open_page(color_scheme="dark")
    page.goto(STORY_PATH)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".main-nav").is_visible()
    assert not page.locator(".toc").is_visible()
    assert page.locator("#papers").is_visible()


def test_pictures_keep_their_place_while_they_load(published, page):
    for path in ("/", STORY_PATH, "/topics/"):
        page.goto(path)
        for picture in page.locator("img").all():
            assert picture.get_attribute("width")
            assert picture.get_attribute("height")
            assert picture.get_attribute("alt") is not None


def test_nothing_is_fetched_from_elsewhere(published, page, live_server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(STORY_PATH)
    assert all(url.startswith(live_server.url) for url in asked)


def test_typing_suggests_pages_and_the_keyboard_opens_one(published, page):
    page.goto(STORY_PATH)
    page.get_by_role("combobox").press_sequentially("Why do fer")
    page.get_by_role("option", name="Why do ferries lean?").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/why-do-ferries-lean/")


def test_the_scripts_are_small():
    scripts = b"".join(path.read_bytes() for path in (ROOT / "static/site").glob("*.js"))
    assert len(gzip.compress(scripts)) < 12_000


def test_the_stylesheet_is_small():
    sheet = (ROOT / "static/site/site.css").read_bytes()
    assert len(gzip.compress(sheet)) < 25_000

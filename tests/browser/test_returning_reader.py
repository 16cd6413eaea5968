"""A reader comes back: what changed meanwhile is told once, from what their own browser remembers."""

from dataclasses import replace

import pytest

from stories.documents import AnalysisPart
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import release
from tests.people import person
from tests.public import desk

STORY_PATH = "/stories/the-ferry-turns/"
BAR = "since-last-read"

pytestmark = pytest.mark.django_db(transaction=True)


def part(number, body):
    return AnalysisPart(id=f"ana0000{number}", heading=f"Part {number}", body=f"<p>{body}</p>")


@pytest.fixture
def chief():
    return person("Desk chief")


@pytest.fixture
def page(open_page):
    """A page of a reader who stays away longer than a browser may keep what it has read."""
    return _forgetful(open_page())


def _forgetful(page):
    page.route("**/*", lambda route: route.continue_())  # Turns the browser's cache off.
    return page


@pytest.fixture
def story(chief):
    texts = ["It leaned by nine degrees. " * 20, "Nobody was hurt. " * 20]
    return desk.story(chief, analysis=tuple(part(n, text) for n, text in enumerate(texts, 1)))


def correct(story, chief, **values):
    now = type(story).objects.get(pk=story.pk)
    STORY.revise(story, replace(document_of(now), **values), actor=chief)
    release.publish(
        story,
        actor=chief,
        kind="correction",
        wrong="We wrote that it leaned by nine degrees.",
        right="It leaned by six degrees.",
        gravity="top",
    )


def test_a_correction_is_seen_by_a_returning_reader(page, story, chief, shots):
    page.goto(STORY_PATH)
    assert page.locator(BAR).is_hidden()
    parts = document_of(story).analysis
    body = parts[0].body.replace("nine", "six")
    correct(story, chief, analysis=(replace(parts[0], body=body), parts[1]))
    page.goto(STORY_PATH)
    bar = page.locator(BAR)
    bar.wait_for()
    summary = bar.locator("summary")
    assert summary.inner_text() == "One part changed since you read edition 1"
    summary.click()
    assert "It leaned by six degrees." in bar.inner_text()
    shots(page, "returning-1280", full_page=False)
    bar.get_by_role("link", name="Part 1: changed").click()
    assert page.evaluate("location.hash") == "#part-ana00001"
    assert page.locator("#part-ana00001").get_attribute("data-since") == "Changed"
    assert page.locator("#part-ana00002").get_attribute("data-since") is None

    page.reload()
    page.locator(BAR).wait_for()
    page.get_by_role("button", name="I have seen it").click()
    assert page.locator(BAR).is_hidden()
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.locator(BAR).is_hidden()


def test_what_changed_leads_to_every_changed_word(page, story, chief):
    page.goto(STORY_PATH)
    correct(story, chief, standfirst="A lean of six degrees.")
    page.goto(STORY_PATH)
    page.locator(f"{BAR} summary").click()
    page.get_by_role("link", name="See every changed word").click()
    page.get_by_role("heading", name="Standfirst").wait_for()
    assert "A lean of six degrees." in page.locator(".diff ins").inner_text()


def test_a_typo_does_not_bother_a_returning_reader(page, story, chief):
    page.goto(STORY_PATH)
    now = document_of(type(story).objects.get(pk=story.pk))
    changed = (replace(now.analysis[0], body=now.analysis[0].body.replace("It", "it")),)
    STORY.revise(story, replace(now, analysis=changed + now.analysis[1:]), actor=chief)
    release.publish(story, actor=chief, kind="minor")
    with page.expect_response("**/changes.json*"):
        page.goto(STORY_PATH)
    assert page.locator(BAR).is_hidden()


def test_an_old_edition_is_not_what_was_read_last(page, story, chief):
    page.goto(STORY_PATH)
    correct(story, chief, standfirst="A lean of six degrees.")
    page.goto(f"{STORY_PATH}history/1/")
    page.goto(STORY_PATH)
    page.locator(BAR).wait_for()


def test_without_javascript_nothing_is_missing(open_page, story, chief):
    page = _forgetful(open_page(java_script_enabled=False))
    page.goto(STORY_PATH)
    correct(story, chief, standfirst="A lean of six degrees.")
    page.goto(STORY_PATH)
    assert page.locator(BAR).is_hidden()
    page.get_by_role("link", name="Edition 2: what changed").click()
    page.get_by_role("link", name="What changed in edition 2").click()
    assert "A lean of six degrees." in page.locator(".diff ins").inner_text()
    page.get_by_role("link", name="History").first.click()
    page.get_by_label("Compare edition").select_option("2")
    page.get_by_label("with edition").select_option("1")
    page.get_by_role("button", name="Compare").click()
    assert "A lean of six degrees." in page.locator(".diff del").inner_text()


def test_a_browser_that_keeps_nothing_reads_the_page_all_the_same(open_page, story, chief):
    page = open_page()
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        "  Object.defineProperty(window, name, { get() { throw new Error('forbidden'); } });"
    )
    for _ in range(2):
        page.goto(STORY_PATH)
        assert page.locator(BAR).is_hidden()
    assert page.locator("h1").inner_text() == "The ferry turns"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_history_fits_every_screen(open_page, story, chief, shots, scheme, width):
    for n in range(2):
        now = document_of(type(story).objects.get(pk=story.pk))
        first = now.analysis[0]
        body = first.body.replace("nine", "six", 3 + n) + f"<ul><li><p>Point {n}.</p></li></ul>"
        correct(
            story, chief, analysis=(now.analysis[1], replace(first, body=body)), tags=(f"Tag {n}",)
        )
    page = open_page(width=width, color_scheme=scheme)
    for name, path in (
        ("list", "history/"),
        ("edition", "history/1/"),
        ("compare", "history/compare/?from=1&to=3"),
    ):
        page.goto(STORY_PATH + path)
        shots(page, f"history-{name}-{width}-{scheme}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(STORY_PATH)
    name = page.locator(BAR).get_attribute("data-page")
    page.evaluate(f"localStorage.setItem('editions-read', '[[\"{name}\", 1]]')")
    page.goto(STORY_PATH)
    page.locator(f"{BAR} summary").click()
    shots(page, f"returning-{width}-{scheme}", full_page=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= width

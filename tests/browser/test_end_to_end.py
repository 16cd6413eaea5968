"""The whole way of an explainer: pasted, understood, put right, published with its questions and
topics, and read: once with a page of our own, once with the sample page where there is one.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from entities.models.draft import Entity
from entities.workflow import ENTITY
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages
from tests.desk.screens import address
from tests.importing.pages import VOLCANO
from tests.people import person

SAMPLE = Path(settings.BASE_DIR).parent / "shared" / "seed" / "explainer.txt"
PASSWORD = "keep-the-desk-tidy"
MOST_CLICKS = 15
SLOW = 60_000  # Milliseconds: a whole page is read, written or drawn, on a machine that does much else.
# From the draft to its readers, the second reader's included.
MOST_TO_PUBLISH = 12
ADDRESSES = [
    *(f"https://www.themoscowtimes.com/{number}" for number in range(2)),
    *(f"https://arstechnica.com/space/{number}" for number in range(3)),
    "https://www.nytimes.com/1",
    "https://www.independent.co.uk/1",
    "https://nypost.com/1",
]
HEADLINE = "A launch pad broke, and the supply ships had to wait"


@pytest.fixture
def editor(transactional_db):
    editor = person("Editor")
    editor.set_password(PASSWORD)
    editor.save()
    return editor


def sign_in(page: Page, username: str) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def paste(page: Page, text: str) -> None:
    page.get_by_role("link", name="Paste an explainer").click()
    page.get_by_label("The explainer’s text").fill(text)
    page.get_by_role("button", name="Read it").click(timeout=SLOW)
    expect(page.get_by_role("heading", name="Read it through")).to_be_visible(timeout=SLOW)


def confirm_every_topic(page: Page) -> None:
    page.get_by_role("button", name=re.compile(r"Names and kinds of \d+ topics are right")).click()
    expect(page.get_by_role("button", name="Name and kind are right")).to_have_count(0)


class Clicks:
    """A hand that counts: what it points at to press, and what it points at to write."""

    def __init__(self) -> None:
        self.made = 0

    def press(self, place: Locator) -> None:
        self.made += 1
        place.click()

    def write(self, place: Locator, text: str) -> None:
        self.made += 1
        place.fill(text)


def read_by_a_second_person(page: Page, second: Page, story: Story, hand: Clicks) -> None:
    """Submit the story that `page` shows the form of, and let somebody else approve it."""
    hand.press(page.get_by_role("button", name="Send for review …"))
    hand.press(page.get_by_role("button", name="Send for review", exact=True))
    expect(page.get_by_text("has been sent for review")).to_be_visible()
    second.goto(address("change", story))
    hand.press(second.get_by_role("link", name="Approve …"))
    hand.press(second.get_by_role("button", name="Approve", exact=True))
    expect(second.get_by_text("is approved")).to_be_visible()
    page.reload()


def create_and_publish(page: Page, second: Page, shots: Any, name: str, editor: User) -> None:
    page.get_by_role("button", name="Create the draft").click()
    expect(page.get_by_text("The explainer is a draft now.")).to_be_visible()
    pages.complete(Story.objects.get(), editor)
    page.reload()
    publish(page, second, shots, name)


def publish(page: Page, second: Page, shots: Any, name: str) -> int:
    """Bring the draft of the form on `page` to its readers; return how many clicks it took."""
    hand = Clicks()
    expect(page.locator(".ProseMirror").first).to_be_attached()
    shots(page, f"{name}-desk", full_page=False)
    read_by_a_second_person(page, second, Story.objects.get(), hand)
    hand.press(
        page.get_by_role("button", name="Publish …")
        .or_(page.get_by_role("link", name="Publish …"))
        .first
    )
    button = page.get_by_role("button", name="Publish now")
    expect(button).to_be_in_viewport()
    shots(page, f"{name}-publish")
    for reason in page.locator("[data-accept] input[name^='reason-']").all():
        hand.write(reason, "Compared with the text that we were sent.")
    expect(page.locator("[data-accept] [name=accepted]:not(:checked)")).to_have_count(0)
    expect(button).to_be_in_viewport()
    hand.press(button)
    page.get_by_role("link", name="See it as readers do").first.click()
    return hand.made


def read_a_question(page: Page, story: str, question: str) -> None:
    page.goto(story)
    asked = page.locator("details.asked").filter(has_text=question).first
    asked.locator("summary").click()
    asked.get_by_role("link", name="Full answer and sources").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(question)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_editor_pastes_an_explainer_and_readers_read_it(open_page, editor, shots, scheme):
    page = open_page(color_scheme=scheme)
    sign_in(page, editor.username)
    paste(page, VOLCANO)
    shots(page, f"own-review-{scheme}")

    expect(page.get_by_text("The same question stands on line").first).to_be_visible()
    guesses = page.get_by_role("button", name="The guess is right")
    before = guesses.count()
    guesses.first.click()
    expect(guesses).to_have_count(before - 1)
    painter = page.get_by_role("article", name="Olaf Hansson Vik")
    painter.locator("summary").click()
    painter.get_by_label("What becomes of it").select_option("Leave it out")
    expect(painter).to_have_count(0)
    confirm_every_topic(page)
    second = open_page(user=person("Desk chief"))
    create_and_publish(page, second, shots, f"own-{scheme}", editor)

    story = page.url
    shots(page, f"own-{scheme}-site", full_page=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Skarfell wakes after ninety years")
    for heading in ("What's happened", "What the papers say", "Go deeper", "Common questions"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    shots(page, f"own-story-{scheme}")
    read_a_question(page, story, "Is it safe to visit Brimsey?")
    read_a_question(page, story, "What makes Skarfell different?")
    page.goto(story)
    page.get_by_role("main").get_by_role("link", name="Skarfell", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Skarfell")
    expect(page.get_by_role("link", name="Skarfell wakes after ninety years").first).to_be_visible()


def test_the_story_is_complete_without_javascript(open_page, editor):
    page = open_page(java_script_enabled=False)
    sign_in(page, editor.username)
    paste(page, VOLCANO)
    confirm_every_topic(page)
    page.get_by_role("button", name="Create the draft").click()
    expect(page.locator("#id_headline")).to_have_value("Skarfell wakes after ninety years")
    expect(page.get_by_text("The explainer is a draft now.")).to_be_visible()


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample page is not here")
def test_the_sample_page_goes_the_whole_way(open_page, editor, shots):
    page = open_page()
    page.set_default_timeout(SLOW)
    sign_in(page, editor.username)
    paste(page, SAMPLE.read_text(encoding="utf-8"))
    shots(page, "sample-review")
    hand = Clicks()
    hand.made = 2  # The box of the text, and “Read it”.
    hand.write(page.locator("#id_story-headline"), HEADLINE)
    hand.write(page.locator("#id_story-bylines"), "Ada Morris")
    hand.write(page.locator("#id_addresses-list"), "\n".join(ADDRESSES))
    hand.press(page.get_by_role("button", name="Keep the addresses"))
    expect(page.get_by_text("no address", exact=True)).to_have_count(0, timeout=SLOW)
    # Each is seen to be done before the next, as somebody does who looks at the page.
    guesses = page.get_by_role("button", name="The guesses are right")
    hand.press(guesses)
    expect(guesses).to_have_count(0, timeout=SLOW)
    topics = page.get_by_role("button", name=re.compile(r"Names and kinds of \d+ topics"))
    hand.press(topics)
    expect(topics).to_have_count(0, timeout=SLOW)
    hand.press(page.get_by_role("button", name="Create the draft"))
    expect(page.get_by_text("The explainer is a draft now.")).to_be_visible(timeout=SLOW)
    assert hand.made <= MOST_CLICKS
    made = Story.objects.get()
    assert STORY.findings(made, STORY.document_of(made)).blocking == ()
    for page_type, model in ((FAQ, Faq), (ENTITY, Entity)):
        rows = list(model.objects.all())
        judged = page_type.findings_of_many(
            list(zip(rows, page_type.documents_of(rows), strict=True))
        )
        assert [found.blocking for found in judged if found.blocking] == []
    second = open_page(user=person("Desk chief"))
    assert publish(page, second, shots, "sample") <= MOST_TO_PUBLISH

    story = page.url
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    shots(page, "sample-story")
    for title in ("recover its rocket booster", "new mars mission about"):
        page.goto(story)
        asked = page.locator("details.asked", has_text=re.compile(title, re.IGNORECASE)).first
        asked.locator("summary").click()
        asked.get_by_role("link", name="Full answer and sources").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(
            re.compile(title, re.IGNORECASE)
        )
    page.goto("/topics/nasa/")
    expect(page.get_by_role("heading", level=1)).to_have_text("NASA")
    expect(page.get_by_role("link", name=HEADLINE).first).to_be_visible()
    shots(page, "sample-topic")

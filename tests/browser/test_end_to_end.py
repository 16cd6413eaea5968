"""The whole way of an explainer: pasted, understood, put right, published with its questions and
topics, and read: once with a page of our own, once with the sample page where there is one.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from stories.models.draft import Story
from tests import pages
from tests.browser.steps import confirm_warnings
from tests.desk.screens import address
from tests.importing.pages import VOLCANO
from tests.people import person

SAMPLE = Path(settings.BASE_DIR).parent / "shared" / "seed" / "explainer.txt"
PASSWORD = "keep-the-desk-tidy"
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
    page.get_by_role("button", name="Log in", exact=True).click()


def paste(page: Page, text: str) -> None:
    page.get_by_role("link", name="Paste an explainer").click()
    page.get_by_label("The explainer’s text").fill(text)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="What was understood")).to_be_visible()


def confirm_every_topic(page: Page) -> None:
    for box in page.get_by_label("Name and kind are right").all():
        box.check()


def read_by_a_second_person(page: Page, second: Page, story: Story) -> None:
    """Submit the story that `page` shows the form of, and let somebody else approve it."""
    page.get_by_role("button", name="Submit for review …").click()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("has been submitted for review")).to_be_visible()
    second.goto(address("verb", story, "approve"))
    second.get_by_role("button", name="Approve", exact=True).click()
    expect(second.get_by_text("is approved")).to_be_visible()
    page.reload()


def create_and_publish(page: Page, second: Page, shots: Any, name: str, editor: User) -> None:
    page.get_by_role("button", name="Create the draft").click()
    expect(page.get_by_text("The explainer is a draft now.")).to_be_visible()
    expect(page.locator(".ProseMirror").first).to_be_visible()
    shots(page, f"{name}-desk", full_page=False)
    pages.complete(Story.objects.get(), editor)
    page.reload()
    read_by_a_second_person(page, second, Story.objects.get())
    page.get_by_role("button", name="Publish …").or_(
        page.get_by_role("link", name="Publish …")
    ).first.click()
    confirm_warnings(page)
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("link", name="See it as readers do").first.click()


def read_a_question(page: Page, story: str, question: str) -> None:
    page.goto(story)
    asked = page.locator("details.asked").filter(has_text=question).first
    asked.locator("summary").click()
    asked.get_by_role("link").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(question)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_editor_pastes_an_explainer_and_readers_read_it(open_page, editor, shots, scheme):
    page = open_page(color_scheme=scheme)
    sign_in(page, editor.username)
    paste(page, VOLCANO)
    shots(page, f"own-review-{scheme}")

    expect(page.get_by_text("The same question stands on line")).to_have_count(2)
    guessed = page.get_by_role("group", name="Reuters").nth(1)
    guessed.get_by_label("The guess is right").check()
    painter = page.get_by_role("group").filter(has_text="painter")
    painter.get_by_label("Make a draft").uncheck()
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
    sign_in(page, editor.username)
    paste(page, SAMPLE.read_text(encoding="utf-8"))
    shots(page, "sample-review")
    expect(page.get_by_text("The text has no headline.")).to_be_visible()
    page.get_by_label("Headline").fill(HEADLINE)
    page.get_by_role("group", name="Ars Technica").nth(1).get_by_label("The guess is right").check()
    confirm_every_topic(page)
    second = open_page(user=person("Desk chief"))
    create_and_publish(page, second, shots, "sample", editor)

    story = page.url
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    shots(page, "sample-story")
    for title in ("recover its rocket booster", "new mars mission about"):
        page.goto(story)
        asked = page.locator("details.asked", has_text=re.compile(title, re.IGNORECASE)).first
        asked.locator("summary").click()
        asked.get_by_role("link").last.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(
            re.compile(title, re.IGNORECASE)
        )
    page.goto("/topics/nasa/")
    expect(page.get_by_role("heading", level=1)).to_have_text("NASA")
    expect(page.get_by_role("link", name=HEADLINE).first).to_be_visible()
    shots(page, "sample-topic")

"""A story's whole way over the desk: written, returned, mended, approved, scheduled, corrected while it
waits, read in order, withdrawn.
"""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages
from tests.browser.steps import confirm_warnings
from tests.desk.folds import is_saved, unfold
from tests.desk.screens import address
from tests.people import person
from tests.workflow.situations import as_typed

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "/stories/the-ferry-turns/"


def do(page: Page, story: Story, verb: str, button: str, **values: str) -> None:
    """Open the page of a verb, fill in what it asks, and do it."""
    page.goto(address("verb", story, verb))
    for name, value in values.items():
        field = page.locator(f"[name='{name}']")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"[name='{name}'][value='{value}']").check()
        else:
            field.fill(value)
    confirm_warnings(page)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def write(page: Page, story: Story, **values: str) -> None:
    page.goto(address("change", story))
    for name, value in values.items():
        unfold(page, f"id_{name}")
        page.locator(f"[name='{name}']").fill(value)
    page.keyboard.press("Control+s")
    is_saved(page)


def heading(page: Page) -> str:
    page.goto(PATH)
    return page.get_by_role("heading", level=1).inner_text()


@pytest.mark.console_error_ok("410")
def test_a_story_goes_the_whole_way_over_the_desk(open_page, shots):
    people = {name: person(role, name) for role, name in (("Reporter", "rita"), ("Editor", "ed"))}
    chief = person("Desk chief", "cora")
    story = pages.story(people["rita"])
    reporter, editor = open_page(user=people["rita"]), open_page(user=people["ed"])

    write(reporter, story, standfirst="The old ferry turns round.")
    do(reporter, story, "submit", "Send for review")
    editor.goto("/admin/")
    expect(editor.locator("section[aria-labelledby='to-read-title']")).to_contain_text(
        "The ferry turns"
    )
    shots(editor, "front-page")
    do(editor, story, "return", "Return", note="Say which ferry it is.")
    reporter.goto("/admin/notices/notice/")
    expect(reporter.get_by_role("link", name="Say which ferry it is.")).to_be_visible()
    write(reporter, story, standfirst="The ferry of 1911 turns round.")
    do(reporter, story, "submit", "Send for review")
    do(editor, story, "approve", "Approve")
    do(editor, story, "publish", "Publish now")
    assert heading(reporter) == "The ferry turns"

    write(reporter, story, headline="The ferry turns twice")
    do(reporter, story, "submit", "Send for review")
    do(editor, story, "approve", "Approve")
    later = timezone.now() + timedelta(days=2)
    do(
        editor,
        story,
        "schedule",
        "Schedule",
        kind="update",
        at=as_typed(later),
        note="It did again.",
    )
    shots(editor, "scheduled")
    assert heading(reporter) == "The ferry turns"

    editor.goto(address("verb", story, "correct"))
    framed = editor.frame_locator("iframe[data-live]")
    framed.get_by_text("The ferry of 1911 turns round.").first.click()
    standfirst = editor.locator("[name='standfirst']")
    expect(standfirst).to_be_focused()
    standfirst.fill("The ferry of 1912 turns round.")
    editor.locator("[name='wrong']").fill("The year was given as 1911.")
    editor.locator("[name='right']").fill("The ferry was built in 1912.")
    expect(editor.locator("#notice .correction")).to_contain_text("The ferry was built in 1912.")
    shots(editor, "correcting")
    editor.get_by_role("button", name="Correct", exact=True).click()
    expect(editor.locator(".messagelist .success")).to_be_visible()
    assert heading(reporter) == "The ferry turns"
    expect(reporter.get_by_text("The ferry of 1912 turns round.").first).to_be_visible()
    expect(reporter.locator(".correction")).to_contain_text("The ferry was built in 1912.")

    with time_machine.travel(later + timedelta(minutes=1)):
        assert heading(reporter) == "The ferry turns twice"
        expect(reporter.get_by_text("The ferry of 1912 turns round.").first).to_be_visible()
        boss = open_page(user=chief)
        do(boss, story, "withdraw", "Withdraw", note="The ferry never turned.")
        answer = reporter.goto(PATH)
        assert answer is not None
        assert answer.status == 410
        expect(reporter.get_by_text("The ferry never turned.")).to_be_visible()
    assert [event.verb for event in story.events.order_by("pk") if event.verb in STORY.verbs] == [
        *("submit", "return", "submit", "approve", "publish"),
        *("submit", "approve", "schedule", "correct", "withdraw"),
    ]

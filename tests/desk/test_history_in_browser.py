"""The desk's history in a real browser: by keyboard, on narrow screens, in both schemes, held to axe."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from stories.documents import AnalysisPart, SourceReport
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import axe, pages, release
from tests.desk.screens import address
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)


def part(number, body):
    return AnalysisPart(id=f"ana0000{number}", heading=f"Part {number}", body=f"<p>{body}</p>")


@pytest.fixture
def chief():
    return person("Desk chief", "ada")


@pytest.fixture
def story(chief):
    report = SourceReport(
        id="rep00001",
        outlet="Ship Review",
        url="https://review.example/1",
        paraphrase="It leaned by nine degrees.",
    )
    story = pages.story(
        chief,
        analysis=(part(1, "It leaned by nine degrees."), part(2, "Nobody was hurt.")),
        reports=(report,),
    )
    release.publish(story, actor=chief)
    document = document_of(Story.objects.get(pk=story.pk))
    changed = replace(
        document,
        analysis=(
            document.analysis[1],
            replace(document.analysis[0], body="<p>It leaned by six.</p>"),
        ),
        reports=(replace(report, paraphrase="It leaned by six degrees, then by five."),),
        tags=("Ships",),
        standfirst="A standfirst in the works.",
    )
    STORY.revise(story, changed, actor=chief)
    release.publish(
        story, actor=chief, kind="correction", wrong="Nine degrees.", right="Six.", gravity="top"
    )
    return story


def test_a_part_is_restored_by_keyboard(open_page, story, chief):
    page = open_page(user=chief)
    page.goto(address("history", story))
    page.get_by_role("link", name="Restore version 1").press("Enter")
    page.get_by_label("Restore this: Standfirst").press("Space")
    page.get_by_label("Note").fill("It said too much.")
    page.get_by_role("button", name="Restore what is ticked").press("Enter")
    expect(page.get_by_text("Version 1 has been restored as a draft.")).to_be_visible()
    document = document_of(Story.objects.get(pk=story.pk))
    assert document.standfirst == ""
    assert document.tags == ("Ships",)


def test_two_texts_are_chosen_and_compared(open_page, story, chief):
    page = open_page(user=chief)
    page.goto(address("history", story))
    page.get_by_label("Compare", exact=True).select_option("1")
    page.get_by_label("with", exact=True).select_option("2")
    page.get_by_role("button", name="Compare").press("Enter")
    expect(page.get_by_role("heading", name="What the papers say")).to_be_visible()


@pytest.mark.console_error_ok("Applying inline style")  # axe itself
def test_the_pages_fit_and_axe_finds_nothing(open_page, story, chief, shots):
    page = open_page(user=chief)
    found = []
    for name, url in (
        ("history", address("history", story)),
        ("compare", f"{address('compare', story)}?from=1&to=2"),
        ("restore", address("restore", story, 1)),
    ):
        page.goto(url)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in axe.schemes(page):
                shots(page, f"desk-{name}-{width}-{scheme}")
                assert page.evaluate("document.documentElement.scrollWidth") <= width, name
                found += [f"{name}, {width}, {scheme}: {each}" for each in axe.violations(page)]
    assert not found, "\n".join(found)

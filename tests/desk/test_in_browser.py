"""The desk in a real browser, mouse put away. Any breach of the policy fails these tests."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from stories.documents import AnalysisPart
from stories.models.draft import Story
from stories.workflow import STORY
from tests import axe, pages, release
from tests.desk.folds import is_saved, unfold
from tests.desk.screens import address, fresh
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)


def parts_of(story: Story) -> list[tuple[str, str]]:
    return [(row.heading, row.body) for row in story.analysis.order_by("position")]


def editor_of(page: Page, label: str):
    return page.get_by_role("textbox", name=label)


def test_an_editor_writes_orders_and_publishes_a_story_by_keyboard(open_page, shots):
    chief = person("Desk chief")
    page = open_page(user=chief)
    page.goto(reverse("admin:stories_story_add"))
    expect(page.locator("#id_headline")).to_be_focused()
    page.keyboard.type("The harbour is dredged again")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Slug")).to_have_value("the-harbour-is-dredged-again")
    editor_of(page, "What’s happened, What's happened").focus()
    page.keyboard.type("It was dredged at noon.")
    for heading, body in (("Why now", "Silt."), ("What is next", "More silt.")):
        add = page.get_by_role("button", name="Add another Analysis part")
        add.focus()
        page.keyboard.press("Enter")
        page.keyboard.type(heading)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        editor_of(page, "Body").last.focus()
        page.keyboard.type(body)
    page.get_by_role("button", name="Move up").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("is now 1 of 2")).to_be_attached()
    shots(page, "desk-new-story")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_text("was added successfully")).to_be_visible()
    story = Story.objects.get()
    assert story.summary == "<p>It was dredged at noon.</p>"
    assert parts_of(story) == [("What is next", "<p>More silt.</p>"), ("Why now", "<p>Silt.</p>")]

    expect(page.get_by_role("link", name="The story has no byline")).to_be_visible()
    shots(page, "desk-new-story-findings")
    pages.complete(story, chief)
    page.reload()
    page.get_by_role("button", name="Send for review …").press("Enter")
    page.get_by_role("button", name="Send for review", exact=True).press("Enter")
    STORY.approve(story, actor=release.second_reader())
    page.goto(address("change", story))
    page.get_by_role("button", name="Publish …").press("Enter")
    page.get_by_role("button", name="Publish now").press("Enter")
    expect(page.get_by_text("is published: version 1")).to_be_visible()
    assert fresh(story).standing == "live"


def test_a_moved_part_keeps_its_text_when_a_new_row_is_taken_away_again(open_page):
    chief = person("Desk chief")
    story = pages.story(
        chief,
        analysis=tuple(
            AnalysisPart(id=f"aaaa000{n}", heading=name, body=f"<p>{name}.</p>")
            for n, name in enumerate(("One", "Two", "Three"), start=1)
        ),
    )
    page = open_page(user=chief)
    page.goto(address("change", story))
    unfold(page, "behind")
    page.get_by_role("button", name="Move up: Analysis part Three").press("Enter")
    page.get_by_role("button", name="Add another Analysis part").press("Enter")
    page.get_by_role("button", name="Add another Analysis part").press("Enter")
    page.keyboard.type("Four")
    page.get_by_role("button", name="Remove").first.press("Enter")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    is_saved(page)
    assert parts_of(story) == [
        ("One", "<p>One.</p>"),
        ("Three", "<p>Three.</p>"),
        ("Two", "<p>Two.</p>"),
        ("Four", ""),
    ]
    assert set(story.analysis.values_list("uid", flat=True)) > {"aaaa0001", "aaaa0002", "aaaa0003"}


def test_a_part_can_be_dragged_by_its_grip(open_page):
    chief = person("Desk chief")
    story = pages.story(
        chief,
        analysis=(
            AnalysisPart(id="aaaa0001", heading="One"),
            AnalysisPart(id="aaaa0002", heading="Two"),
        ),
    )
    page = open_page(user=chief, height=1400)
    page.goto(address("change", story))
    unfold(page, "behind")
    page.locator("#analysis-1 .desk-grip").scroll_into_view_if_needed()
    grip = page.locator("#analysis-1 .desk-grip").bounding_box()
    goal = page.locator("#analysis-0").bounding_box()
    assert grip
    assert goal
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(goal["x"] + 60, goal["y"] + 10, steps=8)
    page.mouse.up()
    expect(page.get_by_text("is now 1 of 2")).to_be_attached()
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    is_saved(page)
    assert [heading for heading, _ in parts_of(story)] == ["Two", "One"]


def test_a_topic_is_chosen_by_typing_its_other_name(open_page):
    chief = person("Desk chief")
    story = pages.story(chief)
    pages.entity(chief, "National Aeronautics", aliases=("NASA",))
    page = open_page(user=chief)
    page.goto(address("change", story))
    unfold(page, "topics")
    page.get_by_role("button", name="Add another Topic").press("Enter")
    page.locator("#entity_rows-0 [role=combobox]").click()
    page.keyboard.type("nasa")
    page.get_by_role("option", name="National Aeronautics").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    is_saved(page)
    assert [str(row) for row in story.entity_rows.all()] == ["National Aeronautics"]


def test_a_jump_from_a_problem_lands_in_its_field(open_page):
    chief = person("Desk chief")
    asked = pages.faq(chief, question="", slug="x")
    page = open_page(user=chief)
    page.goto(address("verb", asked, "publish"))
    page.get_by_role("link", name="The FAQ has no question.").press("Enter")
    expect(page.locator("#id_question")).to_be_focused()


def test_no_page_of_the_desk_scrolls_sideways_or_breaks_the_policy(open_page, shots):
    chief = person("Desk chief")
    topic = pages.entity(chief)
    story = pages.story(
        chief,
        "A headline that is long enough to need more than one line on a narrow telephone",
        slug="long",
        entities=(topic.key,),
        analysis=(AnalysisPart(id="aaaa0001", heading="One", body="<p>x</p>"),),
    )
    page = open_page(user=chief)
    urls = {
        "index": reverse("admin:index"),
        "list": reverse("admin:stories_story_changelist"),
        "form": address("change", story),
        "publish": address("verb", story, "publish"),
        "history": address("history", story),
        "preview": address("preview", story),
    }
    for name, url in urls.items():
        page.goto(url, wait_until="networkidle")
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in axe.schemes(page):
                assert page.evaluate(wider) <= 0, (name, width)
                shots(page, f"desk-{name}-{width}-{scheme}")


def test_the_desk_works_without_javascript(open_page):
    chief = person("Desk chief")
    story = pages.story(chief)
    page = open_page(user=chief, java_script_enabled=False)
    page.goto(address("change", story) + "?rows=1")
    page.locator("#id_analysis-0-heading").fill("By hand")
    page.locator("#id_analysis-0-body").fill("<p>And typed.</p>")
    unfold(page, "happened")
    page.locator("#id_summary").fill("<p>Typed as it is kept.</p>")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert parts_of(story) == [("By hand", "<p>And typed.</p>")]
    release.approve(story, actor=chief)
    page.goto(address("change", story))
    page.get_by_role("button", name="Publish …").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("is published: version 1")).to_be_visible()

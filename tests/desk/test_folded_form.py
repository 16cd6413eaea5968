"""The long form folded: how much of it there is at first, what opens it, what is remembered."""

import json
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from newsdesk.desk.row_lines import RowLine
from stories.admin import ReportInline
from stories.documents import AnalysisPart, DeeperQuestion, SourceReport, StoryDocument
from stories.workflow import STORY
from tests import axe, pages
from tests.desk.folds import unfold
from tests.desk.screens import address, fields, signed_in, tree
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = " ".join(["The quay was cleared of ice before the first boat came in that morning."] * 5)
STOPS = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]'
)].filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility()).length"""


@pytest.fixture
def chief(transactional_db):
    return person("Desk chief")


@pytest.fixture
def long_story(chief):
    """A story of the size of a real explainer, with as much for the checks to find."""
    topics = [pages.entity(chief, f"Harbour body {n}") for n in range(18)]
    questions = [pages.faq(chief, f"Why does ice hold quay {n}?") for n in range(12)]
    reports = [
        SourceReport(id=f"bbbb{n:04}", outlet=f"Paper {n}", reporters="A. Writer", paraphrase=WORDS)
        for n in range(8)
    ]
    document = StoryDocument(
        headline="The ice at the quay and what became of the boats that could not leave it",
        slug="ice",
        summary=f"<p>{WORDS}</p>",
        background=f"<p>{WORDS}</p>",
        analysis=tuple(
            AnalysisPart(id=f"aaaa{n:04}", heading=f"Reason {n}", body=f"<p>{WORDS}</p>")
            for n in range(4)
        ),
        reports=(*reports, pages.REPORT),
        deeper=tuple(DeeperQuestion(id=f"cccc{n:04}", text=f"Who pays {n}?") for n in range(3)),
        faqs=tuple(each.key for each in questions),
        entities=tuple(each.key for each in topics),
    )
    return STORY.create(document, actor=chief)


def test_a_long_story_is_a_few_screens_and_stops_long(open_page, chief, long_story, shots):
    client = signed_in(chief)
    assert len(client.get(address("change", long_story)).content) <= 190_000
    for width, height, most in ((1280, 900, 2.5), (390, 844, 7.0)):
        page = open_page(user=chief, width=width, height=height)
        page.goto(address("change", long_story), wait_until="networkidle")
        shots(page, f"folded-form-{width}")
        assert page.evaluate("document.documentElement.scrollHeight") / height <= most
        assert page.evaluate(STOPS) <= 110


def test_a_folded_section_says_what_is_in_it_and_what_is_wanting(chief, long_story):
    shown = tree(signed_in(chief).get(address("change", long_story)))
    lines = {
        section.get("id"): " ".join(section.xpath("./details/summary")[0].text_content().split())
        for section in shown.xpath("//section[contains(@class, 'desk-section')]")
    }
    assert lines["papers"].startswith("What the papers say 9 reports, 8 without link 8 to fix")
    assert lines["behind"].startswith("What's behind the headline? 4 analysis parts")
    assert "18 topics" in lines["topics"]
    assert "70 words" in lines["happened"]
    assert lines["picture"] == "Lead image empty"
    outline = shown.xpath("//nav[@id='outline']//a[@href='#papers']/..")[0]
    assert " ".join(outline.text_content().split()) == "What the papers say8 to fix"


def test_a_report_says_who_wrote_what_and_what_it_lacks():
    line = ReportInline.row_line
    row = ReportInline.model(paraphrase="", reporters="A. Writer", attribution_guessed=True)
    told = line(None, row)
    assert told == RowLine(name="The desk · A. Writer", lacks=("nothing written", "to confirm"))


def test_empty_fields_stand_behind_their_names_and_filled_ones_do_not(chief):
    report = SourceReport(id="bbbb0001", paraphrase="It says.", headline="Ice", quotation="")
    story = pages.story(chief, reports=(report,))
    row = tree(signed_in(chief).get(address("change", story))).xpath("//*[@id='reports-0']")[0]
    names = [each.text_content() for each in row.xpath(".//details[@class='desk-add']/summary")]
    assert "exact quotation, who said it" in names
    assert not any("headline" in name for name in names)


def test_every_choice_among_pages_has_the_links_of_the_house(chief):
    form = tree(signed_in(chief).get(address("change", pages.story(chief))))
    wrapped = form.xpath("//*[@class='related-widget-wrapper']")
    assert {"section", "outlet", "entity"} <= {each.get("data-model-ref") for each in wrapped}
    assert not form.xpath("//*[@class='related-widget-wrapper']//img")


def test_labels_that_add_a_row_have_no_capital_in_their_middle(chief):
    page = tree(signed_in(chief).get(address("change", pages.story(chief))))
    told = [json.loads(each)["options"] for each in page.xpath("//@data-inline-formset")]
    labels = {each["addText"] for each in told}
    assert {"Add another byline", "Add another source report"} <= labels
    assert all(each["prefix"] and each["deleteText"] == "Remove" for each in told)


def test_rows_that_share_their_fields_show_each_its_own(chief):
    outlets = [
        SourceReport(id=f"bbbb{n:04}", outlet=f"Paper {n}", paraphrase=f"It says {n}.")
        for n in range(3)
    ]
    form = tree(signed_in(chief).get(address("change", pages.story(chief, reports=tuple(outlets)))))
    for n in range(3):
        chosen = form.xpath(f"//select[@id='id_reports-{n}-outlet']/option[@selected]")
        assert [each.text for each in chosen] == [f"Paper {n}"]
        assert (
            form.xpath(f"//*[@id='id_reports-{n}-paraphrase']")[0].text.strip() == f"It says {n}."
        )
    assert not form.xpath("//select[@id='id_reports-__prefix__-outlet']/option[@selected]")


def test_a_row_that_is_one_choice_is_sent_as_it_was(chief):
    topic = pages.entity(chief)
    story = pages.story(chief, entities=(topic.key,))
    client = signed_in(chief)
    data = fields(client.get(address("change", story)))
    assert data["entity_rows-0-entity"] == [str(topic.pk)]
    client.post(address("change", story), data | {"_continue": "1", "standfirst": "New."})
    assert [row.entity for row in story.entity_rows.all()] == [topic]


def test_what_is_wrong_opens_its_row_and_section_without_a_script(open_page, chief, long_story):
    page = open_page(user=chief, java_script_enabled=False)
    page.goto(address("change", long_story))
    unfold(page, "id_reports-2-url")
    page.locator("#id_reports-2-url").fill("not an address at all")
    page.locator("#papers > details > summary").press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#id_reports-2-url")).to_be_visible()
    expect(page.locator("#id_reports-1-url")).to_be_hidden()
    page.get_by_role("link", name="Source report: Link").click()
    expect(page.locator("#id_reports-2-url")).to_be_in_viewport()


def test_a_page_that_is_shown_again_begins_at_the_first_wrong_field(chief, long_story):
    client = signed_in(chief)
    data = fields(client.get(address("change", long_story))) | {"_save": "1"}
    wrong = {"reports-3-url": "nowhere at all", "reports-5-url": "nor here"}
    shown = tree(client.post(address("change", long_story), data | wrong))
    assert shown.xpath("//*[@autofocus]/@id") == ["id_reports-3-url"]
    added = client.get(reverse("admin:stories_story_add"))
    new = tree(client.post(reverse("admin:stories_story_add"), fields(added) | {"slug": "not one"}))
    assert new.xpath("//*[@autofocus]/@id") == ["id_slug"]


def test_a_link_to_a_field_opens_all_that_it_stands_in(open_page, chief, long_story):
    page = open_page(user=chief)
    page.goto(f"{address('change', long_story)}#bbbb0003-url")
    expect(page.locator("#id_reports-3-url")).to_be_focused()
    expect(page.locator("#id_reports-2-url")).to_be_hidden()
    page.goto(f"{address('change', long_story)}#field-background")
    expect(page.locator("#background .ProseMirror")).to_be_focused()


def test_what_was_open_is_open_again_and_all_can_be_folded(open_page, chief, long_story):
    page = open_page(user=chief)
    page.goto(address("change", long_story))
    unfold(page, "behind", "analysis-2")
    page.locator("#headline > details > summary").press("Enter")
    page.reload()
    expect(page.locator("#id_analysis-2-heading")).to_be_visible()
    expect(page.locator("#id_headline")).to_be_hidden()
    page.get_by_role("button", name="Open all").press("Enter")
    expect(page.locator("#background .ProseMirror")).to_be_visible()
    page.get_by_role("button", name="Fold all").press("Enter")
    expect(page.locator(".desk-fold[open]")).to_have_count(0)


def test_keys_go_from_part_to_part_and_to_the_outline(open_page, chief, long_story):
    page = open_page(user=chief)
    page.goto(address("change", long_story), wait_until="networkidle")
    expect(page.get_by_role("button", name="Open all")).to_be_visible()
    page.keyboard.press("Alt+o")
    expect(page.locator("#outline a[href='#headline']")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#papers > details > summary")).to_be_focused()
    expect(page.locator("#reports-0")).to_be_visible()
    expect(page.locator("#outline [aria-current]")).to_have_attribute("href", "#papers")
    page.keyboard.press("Alt+n")
    expect(page.locator("#background .ProseMirror")).to_be_focused()
    expect(page.locator("#outline [aria-current]")).to_have_attribute("href", "#background")


def test_the_outline_is_a_sheet_on_a_telephone(open_page, chief, long_story, shots):
    page = open_page(user=chief, width=390, height=844)
    page.goto(address("change", long_story), wait_until="networkidle")
    outline = page.locator("#outline")
    expect(outline).to_be_hidden()
    page.get_by_role("button", name="Outline").press("Enter")
    expect(outline).to_be_visible()
    shots(page, "folded-form-outline-390", full_page=False)
    outline.get_by_role("link", name="What the papers say").press("Enter")
    expect(outline).to_be_hidden()
    expect(page.locator("#reports-0")).to_be_in_viewport()


@pytest.mark.console_error_ok("inline style")
@pytest.mark.parametrize("width", [390, 1280])
def test_nobody_is_shut_out_of_what_folds(open_page, chief, long_story, shots, width):
    page = open_page(user=chief, width=width)
    page.goto(address("change", long_story), wait_until="networkidle")
    unfold(page, "papers", "reports-1", "topics", "entity_rows-0", "behind")
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for scheme in axe.schemes(page):
        shots(page, f"folded-form-open-{width}-{scheme}")
        assert axe.violations(page) == []
        assert page.evaluate(wider) <= 0


def test_a_new_page_opens_what_one_begins_with(open_page, chief):
    page = open_page(user=chief)
    for kind in ("stories_story", "faqs_faq", "entities_entity"):
        page.goto(reverse(f"admin:{kind}_add"))
        closed = page.locator(".desk-fold:not([open]) > summary")
        assert not [t for t in closed.all_inner_texts() if not re.search("mage|desk|Elsewhere", t)]

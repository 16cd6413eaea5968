"""A reader asks and reports, with and without JavaScript; the desk answers at the keyboard."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from playwright.sync_api import expect

from faqs.duplicate_review import comparison, question_index
from faqs.models.draft import Faq
from faqs.models.reader_question import AskedQuestion
from faqs.reader_questions import workflow as asking
from newsdesk.site.error_reports import workflow as reporting
from newsdesk.submissions import rate_limit
from stories.documents import AnalysisPart
from stories.models.draft import Story
from stories.models.error_report import ErrorReport
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import axe
from tests.duplicate_review.desk import (
    slow,
    type_at_once,
    type_keys,
    wait_for_ahead,
    wait_until_saved,
)
from tests.people import person
from tests.public import desk
from tests.submissions.readers import STORY_PATH, ask, number_in, report
from tests.worlds import world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_wait")]
BODY = "<p>It turned at noon.</p><p>The wind was strong and came from the north.</p>"
ASKED = "/admin/faqs/askedquestion/"
REPORTED = "/admin/stories/errorreport/"
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@world
def lay_out():
    chief = person("Desk chief")
    desk.question(chief, "Why do ferries lean?")
    part = AnalysisPart(id="ana00001", heading="Why it turned", body=BODY)
    desk.full_story(chief, "The ferry turns", analysis=(part,))
    return chief


@pytest.fixture
def published(transactional_db):
    chief = lay_out()
    comparison.catch_up()
    yield chief
    question_index.forget()


def number_on(page):
    return page.locator(".letter-number strong").inner_text().replace("-", "")


def test_a_reader_asks_without_javascript_and_looks_the_answer_up(published, open_page, shots):
    page = open_page(java_script_enabled=False)
    page.goto("/questions/why-do-ferries-lean/")
    page.get_by_role("link", name="Ask a question of your own").click()
    page.get_by_label("What would you like to know?").fill("Why does a ferry lean in the wind?")
    page.get_by_role("button", name="See if it is answered").click()
    expect(page.get_by_role("link", name="This answers me").first).to_be_visible()
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your question waits for a moderator")
    number = number_on(page)
    row = AskedQuestion.objects.get(number=number)
    assert row.page.startswith("faq:")
    asking.answer(row, Faq.objects.get(question="Why do ferries lean?"), actor=published)
    page.goto("/ask/")
    page.get_by_label("Your reference number").fill(row.shown_number.lower())
    page.get_by_role("button", name="Look it up").click()
    page.get_by_role("link", name="Read the answer").click()
    assert page.url.endswith("/questions/why-do-ferries-lean/")


def test_the_nearest_answers_appear_while_a_question_is_typed(published, open_page, shots):
    page = open_page()
    page.goto("/ask/")
    page.get_by_label("What would you like to know?").press_sequentially("Why does a ferry lean")
    page.get_by_role("link", name="Why do ferries lean?").wait_for()
    shots(page, "ask-typing")
    page.get_by_role("link", name="Why do ferries lean?").click()
    page.wait_for_url("**/questions/why-do-ferries-lean/")


def test_a_reader_reports_an_error_without_javascript(published, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(STORY_PATH)
    part = page.locator(".part", has=page.get_by_role("heading", name="Why it turned"))
    part.get_by_role("link", name="Report an error").click()
    page.get_by_label("The wind was strong and came from the north.").check()
    page.get_by_label("What is wrong").fill("It came from the south.")
    page.get_by_label("A link that shows it").fill("weather.example/log")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have received your report")
    row = ErrorReport.objects.get(number=number_on(page))
    assert row.passage == "The wind was strong and came from the north."
    reporting.keep(row, actor=published, reason="The log says north.")
    page.reload()
    expect(page.get_by_text("The log says north.")).to_be_visible()


def test_words_that_a_reader_marks_are_reported(published, open_page, shots):
    page = open_page()
    page.goto(STORY_PATH)
    page.evaluate(
        """() => {
          const text = document.querySelector("#part-ana00001 .prose p:last-child").firstChild;
          const range = document.createRange();
          range.setStart(text, 4);
          range.setEnd(text, 19);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    offer = page.get_by_role("link", name="Report an error here")
    offer.wait_for()
    shots(page, "report-marked")
    offer.click()
    expect(page.locator(".letter-passage mark")).to_have_text("wind was strong")
    page.get_by_label("What is wrong").fill("It was calm.")
    page.get_by_role("button", name="Send the report").click()
    page.wait_for_url(re.compile("/report/[0-9A-Z]{10}/"))
    row = ErrorReport.objects.get()
    assert (row.part, row.quote) == ("part-ana00001", "wind was strong")
    assert row.passage == "The wind was strong and came from the north."


def test_a_paragraph_is_chosen_by_keyboard(published, open_page, shots):
    page = open_page()
    page.goto(STORY_PATH)
    choose = page.get_by_role("button", name="Choose the paragraph")
    choose.press("Enter")
    expect(choose).to_have_attribute("aria-pressed", "true")
    shots(page, "report-choose")
    link = page.get_by_role("link", name="Report this paragraph: The wind was strong")
    link.press("Enter")
    expect(page.locator(".letter-passage mark")).to_have_text(
        "The wind was strong and came from the north."
    )
    page.go_back()
    choose.press("Enter")
    choose.press("Enter")
    expect(page.get_by_role("link", name="Report this paragraph: The wind")).to_have_count(0)


def test_a_moderator_answers_questions_at_the_keyboard(published, open_page, shots):
    for question in (
        "Why do ferries lean?",
        "Who paints the harbour buoys?",
        "Is it all a hoax?",
        "Who feeds the gulls?",
    ):
        number_in(ask(Client(), question))
    moderator = person("Moderator")
    page = open_page(user=moderator)
    page.goto(ASKED)
    title = page.locator("#pair-title")
    expect(title).to_have_text("Why do ferries lean?")
    shots(page, "inbox-questions")
    page.keyboard.press("1")
    expect(title).to_have_text("Who paints the harbour buoys?")
    page.keyboard.press("f")
    expect(title).to_have_text("Is it all a hoax?")
    page.keyboard.press("n")
    expect(title).to_have_text("Who feeds the gulls?")
    page.keyboard.press("n")
    expect(title).to_have_text("Is it all a hoax?")
    page.keyboard.press("r")
    page.keyboard.type("This is no question.")
    page.keyboard.press("Enter")
    expect(title).to_have_text("Who feeds the gulls?")
    assert "Who feeds the gulls?" in page.locator("#queue-live").inner_text()
    page.keyboard.press("u")
    expect(title).to_have_text("Is it all a hoax?")
    wait_until_saved(page)
    states = AskedQuestion.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["answered", "drafted", "waiting", "waiting"]


def test_no_key_is_lost_while_an_answer_travels(published, open_page):
    for n, thing in enumerate("buoys gulls piers nets locks sails".split()):
        ask(Client(REMOTE_ADDR=f"192.0.2.{n}"), f"Who looks after the {thing}?")
    page = open_page(user=person("Moderator"))
    page.goto(ASKED)
    wait_for_ahead(page, 5)
    slow(page)
    rows = list(AskedQuestion.objects.order_by("pk").values_list("pk", flat=True))
    seen = type_keys(page, "ddfdud")
    assert seen == [rows[n] for n in (0, 1, 2, 3, 4, 3)]
    wait_until_saved(page)
    states = list(AskedQuestion.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["dismissed", "dismissed", "drafted", "dismissed", "waiting", "waiting"]
    assert Faq.objects.filter(question="Who looks after the piers?").count() == 1


@pytest.mark.console_error_ok("status of 409")
def test_what_somebody_else_settled_is_told_and_the_others_are_stored(published, open_page):
    for n, thing in enumerate("buoys gulls piers".split()):
        ask(Client(REMOTE_ADDR=f"192.0.2.{n}"), f"Who looks after the {thing}?")
    page = open_page(user=person("Moderator"))
    page.goto(ASKED)
    wait_for_ahead(page, 2)
    slow(page)
    second = AskedQuestion.objects.get(text__contains="gulls")
    asking.dismiss(second, actor=published, reason="It is outside what we explain here.")
    type_at_once(page, "ddf")
    told = page.locator("[data-part=told]")
    told.get_by_text(f"already by {published}").wait_for()
    wait_until_saved(page)
    states = AskedQuestion.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["dismissed", "dismissed", "drafted"]
    told.get_by_role("link", name="Look at it").click()
    page.wait_for_url(re.compile(f"letter={second.pk}"))


def test_an_editor_settles_reports_at_the_keyboard(published, open_page, shots):
    for words in ("It was eleven.", "It was ten.", "Buy now."):
        report(Client(), part="part-ana00001", text="wind was strong", wrong=words)
    page = open_page(user=person("Editor"))
    page.goto(REPORTED)
    said = page.locator("#letter-wrong + .side-text")
    expect(said).to_have_text("It was eleven.")
    shots(page, "inbox-reports")
    page.keyboard.press("n")
    expect(said).to_have_text("It was ten.")
    page.keyboard.press("r")
    page.keyboard.type("The log says noon.")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Buy now.")
    page.keyboard.press("s")
    expect(said).to_have_text("It was eleven.")
    page.keyboard.press("t")
    expect(page.locator(".queue-empty, .desk-badge").first).to_be_visible()
    wait_until_saved(page)
    states = ErrorReport.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["checking", "unchanged", "spam"]


def test_the_inboxes_work_without_javascript(published, open_page):
    ask(Client(), "Who paints the harbour buoys?")
    page = open_page(user=person("Moderator"), java_script_enabled=False)
    page.goto(ASKED)
    page.get_by_label("Not taken up, because").fill("We cannot tell.")
    page.get_by_role("button", name="Do not take up").click()
    expect(page.get_by_role("heading", name="Nothing waits here")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#pair-title")).to_have_text("Who paints the harbour buoys?")


@pytest.mark.console_error_ok("422|429")
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    published, open_page, shots, monkeypatch, width
):
    """Outcomes, refusals and the desk's screens; the forms themselves are among the public page types."""
    asked, error = _letters(published)
    editing = f"/admin/stories/story/{error['open'].page.partition(':')[2]}/change/"
    pages = {f"outcome-{name}": f"/ask/{row.number}/?sent=1" for name, row in asked.items()}
    pages |= {f"report-{name}": f"/report/{row.number}/" for name, row in error.items()}
    desk_pages = {
        "desk-asked": ASKED,
        "desk-asked-settled": f"{ASKED}?state=answered",
        "desk-reported": REPORTED,
        "desk-reported-settled": f"{REPORTED}?state=corrected",
        "desk-form": editing,
    }
    found = []
    reader = open_page(width=width)
    editor = open_page(width=width, user=published)

    def look(page, name):
        page.wait_for_load_state()
        for scheme in axe.schemes(page):
            shots(page, f"letters-{name}-{width}-{scheme}")
            found.extend(f"{name}, {scheme}: {each}" for each in axe.violations(page))
            if page.evaluate(TOO_WIDE):
                found.append(f"{name}, {scheme}: too wide")

    for name, path in pages.items():
        reader.goto(path)
        look(reader, name)
    for name, path in desk_pages.items():
        editor.goto(path, wait_until="networkidle")
        look(editor, name)
    reader.goto("/ask/?q=Why+does+a+ferry+lean")
    reader.get_by_label("Your question").fill("Write to me at ada@reed.example, why?")
    reader.get_by_role("button", name="Send the question").click()
    look(reader, "ask-refused")
    monkeypatch.setattr(rate_limit, "count", _too_many)
    reader.goto(f"/report/?page={STORY_PATH}&part=part-ana00001&text=wind+was+strong")
    look(reader, "report-form")
    reader.get_by_label("What is wrong").fill("It was calm.")
    reader.get_by_role("button", name="Send the report").click()
    look(reader, "report-429")
    assert not found, "\n".join(found)


def _too_many(request):
    raise rate_limit.TooMany(540)


def _letters(chief):
    """Return one question and one report in each state that looks different."""
    asked, error = {}, {}
    for n, name in enumerate(("waiting", "drafted", "answered", "dismissed")):
        ask(Client(REMOTE_ADDR=f"192.0.2.{n}"), f"Who paints the {name} harbour buoys, and when?")
        asked[name] = AskedQuestion.objects.latest("pk")
    ask(Client(REMOTE_ADDR="192.0.2.9"), "Why do ferries lean?")
    asking.draft(asked["drafted"], actor=chief)
    faq = Faq.objects.get(question="Why do ferries lean?")
    asking.answer(asked["answered"], faq, actor=chief)
    asking.dismiss(asked["dismissed"], actor=chief, reason="It is outside what we explain here.")
    for n, name in enumerate(("open", "keep", "correct", "spam")):
        report(
            Client(REMOTE_ADDR=f"192.0.2.{20 + n}"),
            part="part-ana00001",
            text="wind was strong",
            wrong="The paper says that it was calm on that day, and the log of the harbour agrees.",
            source="https://weather.example/log/of/a/day?with=a-long-address-that-does-not-end",
        )
        error[name] = ErrorReport.objects.latest("pk")
    edition = _correct(chief)
    reporting.keep(error["keep"], actor=chief, reason="The log of that day says strong.")
    reporting.correct(error["correct"], actor=chief, edition=edition.pk, reason="Thank you.")
    reporting.spam(error["spam"], actor=chief)
    return asked, error


def _correct(chief):
    story = Story.objects.get(headline="The ferry turns")
    part = AnalysisPart(id="ana00001", heading="Why it turned", body="<p>The day was calm.</p>")
    document = replace(document_of(story), analysis=(part,))
    return STORY.correct(
        story, actor=chief, document=document, wrong="The wind was strong.", right="It was calm."
    )

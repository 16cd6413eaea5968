"""Pages that a form needs are made and changed in a dialog of it: nothing of the form is left or lost."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from faqs.models.draft import Faq
from stories.documents import SourceReport
from stories.models.draft import Story
from tests import axe, pages
from tests.desk.folds import is_saved, unfold
from tests.desk.screens import address, list_address, signed_in, tree
from tests.people import person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.console_error_ok("inline style"),  # axe tries them out.
]


@pytest.fixture
def chief(db):
    return person("Desk chief", "chief")


@pytest.fixture
def story(chief):
    topic, faq = pages.entity(chief), pages.faq(chief)
    reports = (SourceReport(id="rrrr0001", outlet="The Tide", paraphrase="It reports."),)
    return pages.story(chief, reports=reports, entities=(topic.key,), faqs=(faq.key,))


def open_form(open_page, user, story, **options):
    page = open_page(user=user, **options)
    page.goto(address("change", story), wait_until="networkidle")
    return page


def dialog(page):
    return page.locator("dialog.desk-related")


def inside(page):
    return page.frame_locator("dialog.desk-related iframe")


def add_row(page, section, kind):
    unfold(page, section)
    page.get_by_role("button", name=f"Add another {kind}").press("Enter")


def press(link):
    link.focus()
    link.press("Enter")


# What the desk answers


def test_the_links_lead_to_ordinary_pages(chief, story):
    form = tree(signed_in(chief).get(address("change", story)))
    added = form.xpath("//a[contains(@class, 'add-related')]/@href")
    assert list_address(Outlet, "add") in added
    assert not [each for each in added if "_popup" in each]


@pytest.mark.parametrize("model", [Outlet, Entity, Faq])
def test_only_what_is_asked_for_as_a_dialog_may_be_framed_and_only_by_the_desk(chief, model):
    client, url = signed_in(chief), list_address(model, "add")
    plain, framed = client.get(url), client.get(f"{url}?_popup=1")
    assert plain["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in plain["Content-Security-Policy"]
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    for other in (list_address(model), reverse("admin:index"), "/"):
        answer = client.get(f"{other}?_popup=1")
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], other
        assert "frame-src" not in answer["Content-Security-Policy"], other


# In a browser


def test_a_new_outlet_stands_in_the_field_as_a_change_that_is_not_saved(open_page, chief, story):
    page = open_form(open_page, chief, story)
    page.locator("#id_headline").fill("Typed before")
    add_row(page, "papers", "Source report")
    press(page.locator("#add_id_reports-1-outlet"))
    expect(dialog(page)).to_have_accessible_name("Add another outlet")
    expect(inside(page).locator("#id_name")).to_be_focused()
    page.keyboard.type("The Lantern")
    page.keyboard.press("Enter")
    expect(dialog(page)).to_have_count(0)
    field = page.locator("#id_reports-1-outlet")
    expect(field.locator("option:checked")).to_have_text("The Lantern")
    expect(page.locator("#reports-1 .select2-selection").first).to_be_focused()
    expect(page.locator("#reports-1 .select2-selection__rendered").first).to_contain_text(
        "The Lantern"
    )
    assert page.locator("#id_headline").input_value() == "Typed before"
    assert story.reports.count() == 1
    page.keyboard.press("Control+s")
    is_saved(page)
    assert set(story.reports.values_list("outlet__name", flat=True)) == {"The Tide", "The Lantern"}


def test_errors_stand_beside_their_fields_in_the_dialog(open_page, chief, story):
    page = open_form(open_page, chief, story)
    add_row(page, "topics", "Topic")
    press(page.locator("#add_id_entity_rows-1-entity"))
    frame = inside(page)
    frame.locator("#id_name").fill("Lighthouse")
    frame.get_by_label("Slug").fill("Not a slug")
    frame.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(frame.locator(".errornote").first).to_be_visible()
    expect(frame.locator(".desk-field.errors")).to_contain_text("Slug")
    frame.get_by_label("Slug").fill("lighthouse")
    frame.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(dialog(page)).to_have_count(0)
    chosen = page.locator("#id_entity_rows-1-entity option:checked")
    expect(chosen).to_contain_text("Lighthouse")
    assert Entity.objects.filter(name="Lighthouse").count() == 1


def test_a_name_that_is_changed_is_the_new_one_everywhere_in_the_form(open_page, chief, story):
    page = open_form(open_page, chief, story)
    unfold(page, "papers", "reports-0")
    press(page.locator("#change_id_reports-0-outlet"))
    frame = inside(page)
    frame.locator("#id_name").fill("The New Tide")
    frame.get_by_role("button", name="Save", exact=True).press("Enter")
    frame.get_by_role("button", name="Save the change").press("Enter")
    expect(dialog(page)).to_have_count(0)
    expect(page.locator("#reports-0 .select2-selection__rendered").first).to_contain_text(
        "The New Tide"
    )


def test_the_page_behind_a_row_opens_beside_the_form(open_page, chief, story):
    page = open_form(open_page, chief, story)
    page.locator("#id_headline").fill("Typed before")
    unfold(page, "questions", "faq_rows-0")
    press(page.get_by_role("link", name="Open this", exact=False).first)
    frame = inside(page)
    frame.locator("#id_question").fill("Why do ferries roll?")
    frame.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(dialog(page)).to_have_count(0)
    expect(page.locator("#faq_rows-0 .inline_label")).to_have_text("Why do ferries roll?")
    assert page.locator("#id_headline").input_value() == "Typed before"
    assert Faq.objects.get().question == "Why do ferries roll?"


def test_escape_asks_only_where_words_would_be_lost(open_page, chief, story):
    page = open_form(open_page, chief, story)
    add_row(page, "questions", "Common question")
    link = page.locator("#add_id_faq_rows-1-faq")
    press(link)
    expect(inside(page).locator("#id_question")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(link).to_be_focused()
    link.press("Enter")
    expect(inside(page).locator("#id_question")).to_be_focused()
    page.keyboard.type("Why so slow?")
    for _ in range(2):
        page.keyboard.press("Escape")
        expect(dialog(page).get_by_role("alert")).to_contain_text("not saved")
    page.keyboard.press("Enter")  # "Keep writing" has the focus.
    expect(dialog(page).get_by_role("alert")).to_be_hidden()
    expect(inside(page).locator("#id_question")).to_have_value("Why so slow?")
    page.keyboard.press("Escape")
    dialog(page).get_by_role("button", name="Discard it").press("Enter")
    expect(dialog(page)).to_have_count(0)
    expect(link).to_be_focused()
    assert Faq.objects.count() == 1


@pytest.mark.console_error_ok("inline style|401|403|Failed to load resource")
def test_who_is_signed_out_signs_in_beside_it_and_loses_nothing(open_page, chief, story):
    page = open_form(open_page, chief, story)
    add_row(page, "papers", "Source report")
    press(page.locator("#add_id_reports-1-outlet"))
    inside(page).locator("#id_name").fill("The Lantern")
    Session.objects.all().delete()
    inside(page).get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Sign in again")).to_be_visible()
    chief.set_password("stop-the-press")
    chief.save()
    with page.expect_popup() as opened_tab:
        page.get_by_role("link", name="Sign in again").click()
    tab = opened_tab.value
    tab.get_by_label("Username").fill("chief")
    tab.get_by_label("Password").fill("stop-the-press")
    tab.keyboard.press("Enter")
    expect(dialog(page)).to_have_count(0)
    expect(page.locator("#id_reports-1-outlet option:checked")).to_have_text("The Lantern")


def test_without_javascript_the_link_opens_the_page(open_page, chief, story):
    page = open_page(user=chief, java_script_enabled=False)
    page.goto(address("change", story))
    page.locator("#add_id_section").click()
    expect(page).to_have_url(re.compile("/sections/section/add/$"))
    assert Story.objects.count() == 1


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_it_is_accessible_and_fits(open_page, chief, story, shots, width):
    page = open_form(open_page, chief, story, width=width)
    add_row(page, "topics", "Topic")
    press(page.locator("#add_id_entity_rows-1-entity"))
    expect(inside(page).locator("#id_name")).to_be_visible()
    for scheme in axe.schemes(page):
        shots(page, f"dialog-{width}-{scheme}", full_page=False)
        assert axe.violations(page) == []
    page.goto(f"{list_address(Entity, 'add')}?_popup=1", wait_until="networkidle")
    for _ in axe.schemes(page):
        assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""Saving without leaving the form: place, rows and text stay, what is wrong is said beside its field."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from newsdesk.editing.models import Scratch
from stories.models.draft import Story
from tests import pages
from tests.desk.folds import is_saved, unfold
from tests.desk.screens import address, fields, save, signed_in
from tests.editing.forms import headings, opened, said, sent

pytestmark = pytest.mark.django_db(transaction=True)

JSON = {"HTTP_ACCEPT": "application/json"}
refused = pytest.mark.console_error_ok("401|403|422|Failed to load resource")


# What the desk answers


def test_a_save_in_place_answers_with_ids_for_new_rows_and_a_mark_to_go_on_from(story, ada):
    data = opened(ada, story)
    data |= {"analysis-TOTAL_FORMS": "4", "analysis-3-heading": "Four", "analysis-3-position": "1"}
    told = ada.post(address("change", story), data, **JSON).json()
    assert headings(story)[0] == "Four"
    new = told["rows"]["analysis"][0]
    row = story.analysis.get(heading="Four")
    assert (new["was"], new["id"], new["uid"]) == (3, row.pk, row.uid)
    assert "Four" in new["line"]
    assert told["sections"]["behind"]["told"] == "4 analysis parts"
    fresh = opened(ada, story)
    assert told["loaded"] == fresh["loaded"][0]
    assert told["form"] not in (data["form"][0], fresh["form"][0])


def test_what_is_wrong_is_told_by_field_and_nothing_is_saved(story, ada):
    data = opened(ada, story, slug="Not a slug", timeline__0__date="long ago")
    answer = ada.post(address("change", story), data, **JSON)
    assert answer.status_code == 422
    wrong = {each["id"]: each for each in answer.json()["wrong"]}
    assert set(wrong) == {"id_slug", "id_timeline-0-date"}
    assert wrong["id_timeline-0-date"]["label"] == "Timeline event 1, date"
    assert "2014-03" in wrong["id_timeline-0-date"]["said"]
    assert said(story).slug != "Not a slug"


def test_a_save_that_met_another_one_says_where_to_go_on(story, ada, ben):
    data = opened(ada, story, standfirst="Ada’s")
    save(ben, story, headline="Ben’s headline")
    told = ada.post(address("change", story), data, **JSON).json()
    assert told == {"go": address("change", story)}
    assert (said(story).standfirst, said(story).headline) == ("Ada’s", "Ben’s headline")


def test_a_new_page_says_where_it_is(ada_user, ada):
    add = reverse("admin:stories_story_add")
    data = fields(ada.get(add)) | {"headline": "New", "_continue": "1"}
    told = ada.post(add, data, **JSON).json()
    assert told == {"go": address("change", Story.objects.get())}


def test_who_is_not_signed_in_is_told_so_and_nothing_is_saved(story, ada, client):
    data = opened(ada, story, headline="Too late")
    answer = client.post(address("change", story), data, **JSON)
    assert (answer.status_code, answer.json()) == (401, {"ended": "login"})
    assert said(story).headline == "The ferry turns"


def test_a_form_saved_twice_in_place_saves_no_row_twice(story, ada):
    data = opened(ada, story)
    data |= {"analysis-TOTAL_FORMS": "4", "analysis-3-heading": "Four", "analysis-3-position": "4"}
    told = ada.post(address("change", story), data, **JSON).json()
    new = told["rows"]["analysis"][-1]
    data |= {"analysis-3-id": str(new["id"]), "analysis-INITIAL_FORMS": "4"}
    data |= {"loaded": told["loaded"], "form": told["form"], "analysis-3-heading": "Four again"}
    assert ada.post(address("change", story), data, **JSON).status_code == 200
    assert headings(story) == ["One", "Two", "Three", "Four again"]


# In a browser


def summary_of(page):
    return page.get_by_role("textbox", name="What’s happened, What's happened")


def add_part(page, heading):
    page.get_by_role("button", name="Add another Analysis part").press("Enter")
    page.keyboard.type(heading)


def open_form(open_page, user, story, **options):
    page = open_page(user=user, **options)
    page.goto(address("change", story), wait_until="networkidle")
    page.evaluate("window.isTheSamePage = true")
    return page


def test_cursor_scroll_undo_and_open_rows_stay(open_page, ada_user, story):
    page = open_form(open_page, ada_user, story, height=500)
    unfold(page, "happened", "behind", "analysis-1")
    summary = summary_of(page)
    summary.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("First. ")
    before = page.evaluate("scrollY")
    page.keyboard.press("Control+s")
    is_saved(page)
    assert page.evaluate("[scrollY, window.isTheSamePage]") == [before, True]
    page.keyboard.type("Then. ")
    expect(summary).to_have_text("First. Then. It turned at noon.")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(summary).to_have_text("It turned at noon.")
    expect(page.locator("#analysis-1 > details")).to_have_attribute("open", "")
    assert said(story).summary == "<p>First. It turned at noon.</p>"


def test_three_saves_with_rows_added_removed_and_moved_make_none_twice_and_lose_none(
    open_page, ada_user, story
):
    page = open_form(open_page, ada_user, story)
    unfold(page, "behind")
    add_part(page, "Four")
    page.keyboard.press("Control+s")
    is_saved(page)
    assert headings(story) == ["One", "Two", "Three", "Four"]

    held = []
    page.route("**/change/", lambda route: held.append(route))
    page.locator("#analysis-0").get_by_label("Remove", exact=True).check()
    page.get_by_role("button", name="Move up: Analysis part Four").press("Enter")
    add_part(page, "Five")
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-kept")).to_have_text("Saving …")
    add_part(page, "Six")
    page.get_by_role("button", name="Move up: Analysis part Three").press("Enter")
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    page.unroute("**/change/")
    is_saved(page)
    assert headings(story) == ["Two", "Four", "Three", "Five"]

    page.keyboard.press("Control+s")
    expect(page.locator("#analysis-4")).to_have_class(re.compile("has_original"))
    is_saved(page)
    assert sorted(headings(story)) == ["Five", "Four", "Six", "Three", "Two"]
    assert headings(story)[:3] == ["Two", "Three", "Four"]
    page.locator(".desk-row", has_text="Five").get_by_label("Remove", exact=True).check()
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-row:not(.empty-form)", has_text="Five")).to_have_count(0)
    is_saved(page)
    assert headings(story) == ["Two", "Three", "Four", "Six"]


def test_a_row_removed_while_it_is_being_saved_is_gone_after_the_next_save(
    open_page, ada_user, story
):
    page = open_form(open_page, ada_user, story)
    unfold(page, "behind")
    held = []
    page.route("**/change/", lambda route: held.append(route))
    add_part(page, "Four")
    page.keyboard.press("Control+s")
    while not held:
        page.wait_for_timeout(50)
    page.locator("#analysis-3").get_by_role("button", name="Remove").press("Enter")
    held[0].continue_()
    page.unroute("**/change/")
    is_saved(page)
    page.keyboard.press("Control+s")
    expect(page.locator("#behind .desk-told")).to_have_text("3 analysis parts")
    assert headings(story) == ["One", "Two", "Three"]


def test_a_second_press_waits_for_the_first(open_page, ada_user, story):
    page = open_form(open_page, ada_user, story)
    sendings, most = [], []

    def slowly(route):
        sendings.append(route)
        most.append(len(sendings))
        answer = route.fetch()
        sendings.remove(route)
        route.fulfill(response=answer)

    page.route("**/change/", slowly)
    page.locator("#id_headline").fill("Once")
    page.keyboard.press("Control+s")
    page.locator("#id_headline").fill("Twice")
    page.keyboard.press("Control+s")
    page.keyboard.press("Control+s")
    is_saved(page)
    for _ in range(100):
        if len(most) > 1 and not sendings:
            break
        page.wait_for_timeout(100)
    assert max(most) == 1
    is_saved(page)
    assert said(story).headline == "Twice"


@refused
def test_errors_stand_beside_their_fields_and_are_listed_with_the_focus_on_them(
    open_page, ada_user, story
):
    page = open_form(open_page, ada_user, story)
    unfold(page, "id_timeline-0-date")
    page.locator("#id_timeline-0-date").fill("long ago")
    page.locator("#background > details > summary").press("Enter")
    page.keyboard.press("Control+s")
    listed = page.locator(".desk-wrong")
    expect(listed).to_be_focused()
    listed.get_by_role("link", name=re.compile("Timeline event 1, date: Write a year")).press(
        "Enter"
    )
    expect(page.locator("#id_timeline-0-date")).to_be_focused()
    expect(page.locator("[id$=-date] .errorlist")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("2015")
    page.keyboard.press("Control+s")
    is_saved(page)
    expect(listed).to_have_count(0)
    assert said(story).timeline[0].date == "2015"


@refused
def test_who_signs_in_beside_the_text_goes_on_where_they_were(open_page, ada_user, story):
    ada_user.set_password("of-ada")
    ada_user.save()
    page = open_form(open_page, ada_user, story)
    page.locator("#id_standfirst").fill("Typed before it ended.")
    Session.objects.all().delete()
    page.keyboard.press("Control+s")
    with page.expect_popup() as opened_tab:
        page.get_by_role("dialog").get_by_role("link", name="Sign in again").press("Enter")
    tab = opened_tab.value
    tab.get_by_label("Username").fill("ada")
    tab.get_by_label("Password").fill("of-ada")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("goes on by itself")).to_be_visible()
    is_saved(page)
    assert page.evaluate("window.isTheSamePage")
    assert said(story).standfirst == "Typed before it ended."


class Held:
    """The first request to an address, held before the desk has it, or its answer before the browser has."""

    def __init__(self, page, address, *, answered):
        self.page, self.answered, self.first = page, answered, []
        page.route(address, self.keep)

    def keep(self, route):
        if self.first:
            route.continue_()
        else:
            self.first.append((route, route.fetch() if self.answered else None))

    def wait(self):
        for _ in range(100):
            if self.first:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("Nothing was sent.")

    def let_go(self):
        self.wait()
        route, answer = self.first[0]
        route.fulfill(response=answer) if answer else route.continue_()
        self.page.wait_for_timeout(300)


@pytest.mark.parametrize(
    ("answered", "another"),
    [("before the save", True), ("while it is under way", True), ("after it", False)],
    ids=["before", "meanwhile", "after"],
)
def test_a_text_that_is_kept_beside_its_save_is_not_offered_again(
    open_page, ada_user, ben_user, story, answered, another
):
    page = open_form(open_page, ada_user, story)
    autosave = Held(page, "**/scratch/", answered=answered == "before the save")
    page.locator("#id_standfirst").fill("Ada’s standfirst")
    autosave.wait()
    if another:
        save(signed_in(ben_user), story, headline="Ben’s headline")
    saving = Held(page, f"**{address('change', story)}", answered=True)
    page.keyboard.press("Control+s")
    saving.wait()
    if answered == "while it is under way":
        autosave.let_go()
        page.wait_for_timeout(1_500)
    saving.let_go()
    if another:
        expect(page.get_by_text("Kept beside yours")).to_be_visible()
    else:
        is_saved(page)
        if answered != "while it is under way":
            autosave.let_go()
    page.wait_for_timeout(1_500)
    assert said(story).standfirst == "Ada’s standfirst"
    assert not Scratch.objects.filter(closed=False).exists()
    page.goto(address("change", story), wait_until="networkidle")
    expect(page.get_by_text("Unsaved changes from")).to_have_count(0)


def test_what_is_typed_while_a_save_is_under_way_is_kept_once_it_is_over(
    open_page, ada_user, story
):
    page = open_form(open_page, ada_user, story)
    page.locator("#id_standfirst").fill("First")
    saving = Held(page, f"**{address('change', story)}", answered=True)
    page.keyboard.press("Control+s")
    saving.wait()
    sent = []
    page.on(
        "request", lambda request: sent.append(request.url) if "/scratch/" in request.url else 0
    )
    page.locator("#id_standfirst").fill("Second")
    page.wait_for_timeout(2_000)
    assert sent == []
    saving.let_go()
    expect(page.locator(".desk-kept")).to_contain_text("kept")
    kept = Scratch.objects.get(closed=False)
    assert dict(map(tuple, kept.data))["standfirst"] == "Second"
    # The next opening of the form brings the browser's own copy too: it is one text.
    page.goto(address("change", story), wait_until="networkidle")
    expect(page.get_by_text("Unsaved changes from")).to_have_count(1)


def test_what_another_saved_meanwhile_is_shown_and_the_place_kept(
    open_page, ada_user, ben_user, story
):
    page = open_form(open_page, ada_user, story)
    page.locator("#id_standfirst").fill("Ada’s standfirst")
    save(signed_in(ben_user), story, headline="Ben’s headline")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Kept beside yours")).to_be_visible()
    expect(page.locator("#id_headline")).to_have_value("Ben’s headline")
    expect(page.locator("#id_standfirst")).to_be_focused()
    page.wait_for_load_state("networkidle")


def test_faqs_and_topics_save_in_place_too(open_page, ada_user):
    faq, topic = pages.faq(ada_user), pages.entity(ada_user)
    for item, field in ((faq, "question"), (topic, "name")):
        page = open_form(open_page, ada_user, item)
        page.locator(f"#id_{field}").fill("Said otherwise")
        page.keyboard.press("Control+s")
        is_saved(page)
        assert page.evaluate("window.isTheSamePage")
        item.refresh_from_db()
        assert getattr(item, field) == "Said otherwise"


def test_a_plain_save_is_as_before(story, ada):
    answer = sent(ada, story, opened(ada, story, headline="Plainly"), follow=False)
    assert answer.status_code == 302
    assert said(story).headline == "Plainly"


@pytest.mark.parametrize("goes_on", [True, False], ids=["typed on", "only saved"])
def test_what_is_typed_after_a_save_whose_page_is_closed_before_its_answer_is_offered(
    open_page, ada_user, story, goes_on
):
    page = open_form(open_page, ada_user, story)
    page.locator("#id_standfirst").fill("First")
    saving = Held(page, f"**{address('change', story)}", answered=True)
    page.keyboard.press("Control+s")
    saving.wait()
    assert said(story).standfirst == "First"
    if goes_on:
        page.locator("#id_standfirst").fill("First and second")
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto(address("change", story), wait_until="networkidle")
    expect(again.locator("#id_standfirst")).to_have_value("First")
    offer = again.locator(".unsaved-text")
    if goes_on:
        offer.get_by_role("link", name=re.compile("Restore")).press("Enter")
        expect(again.locator("#id_standfirst")).to_have_value("First and second")
    else:
        again.wait_for_timeout(500)
        expect(offer).to_have_count(0)

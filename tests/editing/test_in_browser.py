"""Writing in a real browser: text survives what happens to browser, network and login; saves meet."""

import json
import re
from urllib.parse import parse_qs, quote_plus

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from newsdesk.editing.models import Scratch
from tests import axe
from tests.desk.folds import go_to_end, is_saved, unfold
from tests.desk.screens import address, save, signed_in
from tests.editing.forms import said

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # axe tries inline styles out; a request that a test breaks off is an error in the console.
    pytest.mark.console_error_ok(
        "inline style|Failed to load resource|net::ERR|403|409|status of 5"
    ),
]

SUMMARY = "What’s happened, What's happened"


def write(page, headline="Typed and not saved"):
    """Type into a field, into rich text and into a new row, as somebody does who is in a hurry."""
    page.locator("#id_headline").fill(headline)
    unfold(page, "happened", "behind")
    go_to_end(page, page.get_by_role("textbox", name=SUMMARY))
    page.keyboard.type(" It rolled. ")
    page.keyboard.press("Control+b")
    page.keyboard.type("Hard.")
    page.get_by_role("button", name="Add another Analysis part").press("Enter")
    page.keyboard.type("A new part")
    page.get_by_role("textbox", name="Body").last.focus()
    page.keyboard.type("With its text.")


def kept(page):
    expect(page.locator(".desk-kept")).to_contain_text("Unsaved, kept")


def expect_all_of_it(page, headline="Typed and not saved"):
    expect(page.locator("#id_headline")).to_have_value(headline)
    summary = page.get_by_role("textbox", name=SUMMARY)
    expect(summary).to_contain_text("It rolled. Hard.")
    expect(summary.locator("strong")).to_have_text("Hard.")
    expect(page.locator("#id_analysis-3-heading")).to_have_value("A new part")
    expect(page.get_by_role("textbox", name="Body").last).to_contain_text("With its text.")


def state_of(page):
    """Return what a browser has on its disk: cookies and local storage."""
    return page.context.storage_state()


def state_with(page, words):
    """Return `state_of` once it has these words: what was typed last is copied a little later."""
    for _ in range(50):
        state = state_of(page)
        if quote_plus(words) in json.dumps(state):
            return state
        page.wait_for_timeout(200)
    raise AssertionError(f"The browser has not kept “{words}”.")


def restore(page):
    page.get_by_role("link", name=re.compile("^Restore")).first.click()
    expect(page.get_by_text("These are your unsaved changes.")).to_be_visible()


def test_a_browser_killed_five_seconds_after_typing_loses_nothing(
    open_page, ada_user, story, shots
):
    page = open_page(user=ada_user)
    page.goto(address("change", story))
    write(page)
    page.wait_for_timeout(5_000)
    page.context.close()

    page = open_page(user=ada_user)
    page.goto(address("change", story))
    expect(page.get_by_text("Unsaved changes from")).to_be_visible()
    expect(page.locator("#id_headline")).to_have_value("The ferry turns")
    shots(page, "drafting-offer", full_page=False)
    page.get_by_role("link", name=re.compile("^Show")).press("Enter")
    expect(page.get_by_text("With its text.")).to_be_visible()
    shots(page, "drafting-typed")
    page.get_by_role("link", name="Restore it into the form").press("Enter")
    expect_all_of_it(page)
    shots(page, "drafting-restored", full_page=False)
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    is_saved(page)
    assert said(story).summary == "<p>It turned at noon. It rolled. <strong>Hard.</strong></p>"
    assert [part.heading for part in said(story).analysis][-1] == "A new part"
    expect(page.get_by_text("Unsaved changes from")).to_have_count(0)


def test_what_the_network_never_took_is_brought_from_the_browser(open_page, ada_user, story):
    page = open_page(user=ada_user)
    page.goto(address("change", story))
    # All that editors are made of has come.
    expect(page.locator("#background .ProseMirror")).to_be_attached()
    # No route would stop the last message of a page that is closed.
    page.context.set_offline(True)
    write(page)
    expect(page.get_by_role("status").filter(has_text="cannot be reached")).to_be_visible()
    state = state_with(page, "With its text.")
    page.context.close()
    assert not Scratch.objects.exists()

    page = open_page(storage_state=state)
    page.goto(address("change", story))
    expect(page.get_by_text("kept in this browser.")).to_be_visible()
    restore(page)
    expect_all_of_it(page)


def test_a_new_page_that_was_never_saved_comes_back(open_page, ada_user, db):
    page = open_page(user=ada_user)
    page.goto(reverse("admin:stories_story_add"))
    page.locator("#id_headline").fill("A story that nobody saved")
    kept(page)
    page.context.close()
    page = open_page(user=ada_user)
    page.goto(reverse("admin:stories_story_add"))
    restore(page)
    expect(page.locator("#id_headline")).to_have_value("A story that nobody saved")


def test_a_login_that_ended_while_typing_loses_nothing(open_page, ada_user, story):
    ada_user.set_password("of-ada")
    ada_user.save()
    page = open_page(user=ada_user)
    page.goto(address("change", story))
    Session.objects.all().delete()
    write(page)
    expect(page.get_by_role("status").filter(has_text="login has ended")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in again").press("Enter")
    opened.value.get_by_label("Username").fill("ada")
    opened.value.get_by_label("Password").fill("of-ada")
    opened.value.keyboard.press("Enter")
    is_saved(page)
    expect_all_of_it(page)
    assert said(story).headline == "Typed and not saved"


def test_without_javascript_a_login_that_ended_loses_nothing(open_page, ada_user, story):
    ada_user.set_password("of-ada")
    ada_user.save()
    page = open_page(user=ada_user, java_script_enabled=False)
    page.goto(address("change", story))
    page.locator("#id_standfirst").fill("Typed without JavaScript.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("of-ada")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#id_standfirst")).to_have_value("Typed without JavaScript.")
    page.get_by_role("button", name="Save", exact=True).click()
    assert said(story).standfirst == "Typed without JavaScript."


# Answers that are late, in the wrong order, or do not come


def order_of(request):
    return int(parse_qs(request.post_data)["order"][0])


def test_a_slow_answer_holds_the_next_text_back_and_the_newest_one_wins(open_page, ada_user, story):
    page = open_page(user=ada_user)
    page.goto(address("change", story))
    waiting, orders = [], []

    def hold(route):
        orders.append(order_of(route.request))
        waiting.append(route)
        if len(waiting) > 1:
            route.continue_()

    page.route("**/scratch/", hold)
    page.locator("#id_headline").fill("First")
    page.wait_for_timeout(2_500)
    page.locator("#id_headline").fill("Second")
    page.wait_for_timeout(3_000)
    assert len(waiting) == 1  # One request in flight.
    waiting[0].continue_()
    page.wait_for_timeout(2_500)
    kept(page)
    assert orders == sorted(set(orders))
    assert dict(map(tuple, Scratch.objects.get().data))["headline"] == "Second"


def test_requests_that_arrive_in_the_wrong_order_leave_the_newer_text(open_page, ada_user, story):
    page = open_page(user=ada_user)
    page.goto(address("change", story))
    late = []

    def delay_the_first(route):
        if not late:
            late.append((route.request.post_data, route.request.headers))
            route.abort()
        else:
            route.continue_()

    page.route("**/scratch/", delay_the_first)
    page.locator("#id_headline").fill("Older")
    page.wait_for_timeout(2_500)
    page.locator("#id_headline").fill("Newer")
    kept(page)
    body, headers = late[0]
    answer = page.request.post(
        address("scratch", story), data=body, headers={"Content-Type": headers["content-type"]}
    )
    assert answer.status == 409
    assert dict(map(tuple, Scratch.objects.get().data))["headline"] == "Newer"


def test_a_failing_answer_is_said_and_the_text_sent_again(open_page, ada_user, story):
    page = open_page(user=ada_user)
    page.goto(address("change", story))
    failures = []

    def fail_twice(route):
        if len(failures) < 2:
            failures.append(route)
            route.fulfill(status=500, body="no")
        else:
            route.continue_()

    page.route("**/scratch/", fail_twice)
    page.locator("#id_headline").fill("Sent again")
    expect(page.get_by_role("status").filter(has_text="cannot be reached")).to_be_visible()
    expect(page.locator(".desk-kept")).to_contain_text("Unsaved, kept")
    expect(page.locator(".desk-not-kept")).to_be_empty()
    assert dict(map(tuple, Scratch.objects.get().data))["headline"] == "Sent again"


def test_an_answer_after_the_save_brings_nothing_back(open_page, ada_user, story):
    page = open_page(user=ada_user)
    page.goto(address("change", story))
    held = []
    page.route("**/scratch/", lambda route: held.append(route.request.post_data) or route.abort())
    page.locator("#id_headline").fill("Saved")
    page.wait_for_timeout(2_500)
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    is_saved(page)
    page.request.post(
        address("scratch", story),
        data=held[0],
        headers={"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"},
    )
    page.unroute("**/scratch/")
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Unsaved changes from")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('desk-text'))") == []


# Two editors


def test_two_browsers_see_each_other_and_a_save_and_meet_in_one_field(
    open_page, ada_user, ben_user, story, shots
):
    adas, bens = open_page(user=ada_user), open_page(user=ben_user)
    adas.goto(address("change", story))
    bens.goto(address("change", story))
    unfold(bens, "behind", "analysis-0")
    bens.locator("#id_analysis-0-heading").focus()
    here = adas.locator(".presence-person")
    expect(here).to_contain_text("ben has this page open, in “What's behind")
    expect(adas.locator(".desk-outline .outline-here")).to_have_text("ben")

    bens.locator("#id_standfirst").fill("What Ben saved.")
    bens.locator("#id_headline").fill("Ben’s headline")
    bens.get_by_role("button", name="Save", exact=True).press("Enter")
    is_saved(bens)
    expect(adas.get_by_text(re.compile("ben saved this page at .* put together"))).to_be_visible(
        timeout=10_000
    )
    shots(adas, "drafting-presence", full_page=False)

    adas.locator("#id_standfirst").fill("What Ada typed.")
    unfold(adas, "behind", "analysis-1")
    adas.locator("#id_analysis-1-heading").fill("Ada’s heading")
    adas.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(adas.get_by_role("heading", name="Standfirst")).to_be_visible()
    adas.get_by_label("Write it together").press("Space")
    adas.get_by_label("Written together: Standfirst").fill("What both wrote.")
    adas.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(adas.get_by_text("Kept beside yours")).to_be_visible()
    document = said(story)
    assert (document.standfirst, document.headline) == ("What both wrote.", "Ben’s headline")
    assert document.analysis[1].heading == "Ada’s heading"

    bens.context.close()
    expect(here).to_have_count(0)


@pytest.fixture
def clashing(open_page, ada_user, ben_user, story):
    """Open the page that asks about a plain text, a rich text and a removed part."""

    def open_one(**options):
        page = open_page(user=ada_user, **options)
        page.goto(address("change", story))
        page.locator("#id_standfirst").fill("It leaned further than it ever had, people said.")
        unfold(page, "happened", "behind", "analysis-1")
        page.get_by_role("textbox", name=SUMMARY).fill("It turned at noon, and it leaned.")
        page.locator("#id_analysis-1-heading").fill("Two, and a half")
        save(
            signed_in(ben_user),
            story,
            headline="Ben’s headline",
            standfirst="It hardly leaned.",
            summary="<p>It turned at <strong>one</strong>.</p><ul><li>So Ben says.</li></ul>",
            analysis__1__DELETE="on",
        )
        page.get_by_role("button", name="Save", exact=True).press("Enter")
        expect(page.get_by_role("heading", name="Standfirst")).to_be_visible()
        return page

    return open_one


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_that_asks_is_accessible_and_fits(clashing, shots, width):
    page = clashing(width=width)
    for scheme in axe.schemes(page):
        shots(page, f"drafting-clash-{width}-{scheme}")
        assert axe.violations(page) == []
    for choice in page.get_by_label("Write it together").all():
        choice.check()
    page.get_by_label("Keep the text").check()
    page.set_viewport_size({"width": min(width, 320) if width < 500 else width, "height": 900})
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for scheme in axe.schemes(page):
        assert page.evaluate(wider) <= 0
        shots(page, f"drafting-clash-open-{width}-{scheme}")
    go_to_end(
        page, page.get_by_role("textbox", name=re.compile("Written together: What's happened"))
    )
    page.keyboard.type(" Both.")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_text("Kept beside yours")).to_be_visible()


def test_the_choice_is_made_without_javascript(open_page, ada_user, ben_user, story):
    page = open_page(user=ada_user, java_script_enabled=False)
    page.goto(address("change", story))
    page.locator("#id_standfirst").fill("What Ada typed.")
    save(signed_in(ben_user), story, standfirst="What Ben saved.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Write it together").check()
    page.get_by_label("Written together").fill("What both wrote.")
    page.get_by_role("button", name="Save", exact=True).click()
    assert said(story).standfirst == "What both wrote."


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_offers_and_unsaved_texts_are_accessible(open_page, ada_user, story, shots, width, scheme):
    page = open_page(user=ada_user, width=width, color_scheme=scheme)
    page.goto(address("change", story))
    write(page)
    kept(page)
    shots(page, f"drafting-kept-{width}-{scheme}", full_page=False)
    for url in (address("change", story), address("typed", story, Scratch.objects.get().pk)):
        page.goto(url, wait_until="networkidle")
        assert axe.violations(page) == []
        name = "typed" if "typed" in url or "scratch" in url else "form"
        shots(page, f"drafting-{name}-{width}-{scheme}", full_page=name == "typed")

"""A moderator at the keyboard, a reader at the addresses, and the way back."""

import re

import pytest
from django.urls import reverse

from faqs import merging
from faqs.duplicate_review import comparison
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair
from tests import axe
from tests.duplicate_review.desk import (
    FERRY,
    SAME_FERRY,
    fresh,
    pair_of,
    question,
    twins,
    wait_for_ahead,
    wait_until_saved,
)
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

QUEUE = "/admin/faqs/duplicatepair/"
THIRD = "Why do ferries lean in turn?"


def test_a_cluster_is_merged_by_keyboard_read_undone_and_read_again(open_page, live_server, shots):
    moderator = person("Moderator")
    one, two, three = twins(moderator, FERRY, SAME_FERRY, THIRD)
    titles = {FERRY: one, SAME_FERRY: two, THIRD: three}
    desk, reader = open_page(user=moderator), open_page()

    desk.goto(QUEUE)
    desk.keyboard.press("c")
    desk.wait_for_url(re.compile("cluster/"))
    desk.keyboard.press("s")
    desk.get_by_text("Decided: 3 pairs the same.").wait_for()
    desk.keyboard.press("m")
    desk.wait_for_url(re.compile("merge/"))
    shots(desk, "judging-cluster")
    staying = titles[desk.locator(".merge-members .is-kept .side-title").inner_text()]
    gone = [faq for faq in titles.values() if faq != staying]
    desk.keyboard.press("g")
    desk.get_by_role("link", name="Undo", exact=True).wait_for()

    for faq in gone:
        answer = reader.goto(faq.public_path)
        assert answer.status == 200
        assert answer.request.redirected_from.url == f"{live_server.url}{faq.public_path}"
        assert answer.request.redirected_from.redirected_from is None
        assert reader.locator("h1").inner_text() == str(staying)

    desk.get_by_role("link", name="Undo", exact=True).focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("textbox", name="Reason").fill("They ask different things.")
    desk.get_by_role("button", name="Undo").press("Enter")
    desk.get_by_text("stand for themselves again").wait_for()
    for faq in titles.values():
        answer = reader.goto(faq.public_path)
        assert answer.request.redirected_from is None
        assert reader.locator("h1").inner_text() == str(faq)


def test_each_key_judges_and_the_next_pair_is_there_and_announced(open_page, shots):
    moderator = person("Moderator")
    for thing in ("gulls", "buoys", "tides", "ropes", "masts"):
        twins(moderator, f"Who looks after the {thing}?", f"Who looks after {thing}?")
    page = open_page(user=moderator)
    page.goto(QUEUE)
    wait_for_ahead(page, 4)
    title = page.locator("#left-title")
    for key, state in (("s", "same"), ("2", "different"), ("v", "variant"), ("k", "skipped")):
        before = title.inner_text()
        page.keyboard.press(key)
        page.wait_for_function(
            "was => document.querySelector('#left-title').innerText != was", arg=before
        )
        assert title.inner_text() in page.locator("#queue-live").inner_text()
        wait_until_saved(page)
        assert DuplicatePair.objects.filter(left__question=before, state=state).count() == 1
    assert DuplicatePair.objects.get(state="different").reason == "Another time."
    before = title.inner_text()
    page.keyboard.press("u")
    page.wait_for_function(
        "was => document.querySelector('#left-title').innerText != was", arg=before
    )
    wait_until_saved(page)
    assert not DuplicatePair.objects.filter(state="skipped").exists()
    page.keyboard.press("r")
    page.keyboard.type("About s and d.")
    page.keyboard.press("Enter")
    page.get_by_text("“About s and d.”").wait_for()
    shots(page, "desk-queue")


def test_keys_can_be_turned_off_and_stay_off(open_page):
    moderator = person("Moderator")
    twins(moderator)
    page = open_page(user=moderator)
    page.goto(QUEUE)
    page.get_by_label("Keys work").uncheck()
    page.reload()
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    assert DuplicatePair.objects.get().state == "open"


def test_without_javascript_the_buttons_do_the_same(open_page):
    moderator = person("Moderator")
    twins(moderator)
    twins(moderator, "Who looks after the gulls?", "Who looks after gulls?")
    page = open_page(user=moderator, java_script_enabled=False)
    page.goto(QUEUE)
    page.get_by_role("button", name="Variants").click()
    assert DuplicatePair.objects.filter(state="variant").count() == 1
    page.get_by_role("link", name="Merge", exact=False).last.click()
    page.get_by_role("button", name="Merge into").click()
    assert Faq.objects.exclude(merged_into=None).count() == 1


# axe tries inline styles out; the first test of this file would notice any of ours.
@pytest.mark.console_error_ok("Applying inline style")
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, shots, width):
    moderator = person("Moderator")
    one, two, three = twins(moderator, FERRY, SAME_FERRY, THIRD)
    first, other = twins(moderator, "Who looks after the gulls?", "Who looks after gulls?")
    record = merging.merge(first, other, actor=moderator, reason="One and the same.")
    question(moderator, "How many moons has Mars?", intro="<p>Mars has two moons.</p>")
    twins(moderator, "How many moons does Mars have?", intro="<p>Mars has three moons.</p>")
    page = open_page(user=moderator, width=width)
    keys = "&".join(f"faq={faq.pk}" for faq in (one, two, three))
    places = {
        "queue": QUEUE,
        "merge": f"{QUEUE}merge/?faq={one.pk}&faq={two.pk}",
        "cluster": f"{QUEUE}merge/?{keys}",
        "merges": f"{QUEUE}merges/",
        "undo": f"{QUEUE}merges/{record.pk}/undo/",
        "proposals": f"{QUEUE}proposals/",
        "health": f"{QUEUE}health/",
        "moderators": f"{QUEUE}moderators/",
        "reasons": f"{QUEUE}reasons/",
        "opinion": f"{QUEUE}{pair_of(one, two).pk}/opinion/",
    }
    for name, where in places.items():
        assert page.goto(where).status == 200, where
        for scheme in axe.schemes(page):
            shots(page, f"judging-{name}-{width}-{scheme}")
            assert page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            ), where
            assert axe.violations(page) == [], where


def test_the_nearest_questions_appear_while_one_is_typed(open_page):
    moderator = person("Moderator")
    known = question(moderator, FERRY)
    comparison.catch_up()
    page = open_page(user=moderator)
    page.goto(reverse("admin:faqs_faq_add"))
    if not page.locator("nearest-questions").count():
        page.add_script_tag(url="/static/desk/nearest-questions.js", type="module")
        page.evaluate(
            """address => {
              const made = document.createElement("nearest-questions");
              made.setAttribute("for", "id_question");
              made.setAttribute("src", address);
              document.querySelector("#id_question").after(made);
            }""",
            reverse("admin:faqs_duplicatepair_nearest"),
        )
    page.locator("#id_question").press_sequentially("Why do ferries lean")
    page.get_by_role("button", name=f"Use “{FERRY}”").click()
    page.wait_for_url(re.compile(f"/{known.pk}/change/"))
    assert fresh(known).question == FERRY

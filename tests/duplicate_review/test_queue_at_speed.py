"""Keys at full speed: every one counts, on the pair that stood there, however slow or broken the line is."""

import re

import pytest

from faqs.duplicate_review import decisions
from faqs.models.duplicate_review import DuplicatePair, DuplicateVerdict
from tests import axe
from tests.duplicate_review.desk import (
    FERRY,
    SAME_FERRY,
    fresh,
    pair_of,
    pairs_apart,
    slow,
    twins,
    type_at_once,
    type_keys,
    wait_for_ahead,
    wait_until_saved,
)
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

QUEUE = "/admin/faqs/duplicatepair/"
STATES = {"s": "same", "v": "variant", "k": "skipped", "1": "different", "d": "different"}


def opened(open_page, moderator, *, ahead=5, **options):
    """Return the queue in a browser that has the next pairs at hand."""
    page = open_page(user=moderator, **options)
    page.goto(QUEUE)
    wait_for_ahead(page, ahead)
    return page


def stored(pairs):
    return dict(DuplicatePair.objects.filter(pk__in=pairs).values_list("pk", "state"))


def test_two_keys_a_second_over_a_slow_line_are_all_stored_on_what_was_seen(open_page):
    """Six times as fast as twenty pairs a minute, with 300 ms for each answer."""
    moderator = person("Moderator")
    pairs = pairs_apart(moderator, 30, live=False)
    page = opened(open_page, moderator)
    slow(page)
    keys = ("s1vkd" * 6)[:24]
    seen = type_keys(page, keys, pause=500)
    wait_until_saved(page)
    assert seen == [pair.pk for pair in pairs[:24]]
    assert stored(seen) == {pair: STATES[key] for pair, key in zip(seen, keys, strict=True)}
    assert DuplicateVerdict.objects.count() == 24


def test_five_keys_at_once_are_five_decisions_and_a_sixth_hits_nothing_unseen(open_page):
    moderator = person("Moderator")
    pairs = pairs_apart(moderator, 8, live=False)
    page = opened(open_page, moderator)
    slow(page)
    type_at_once(page, "svk1dv" + "ss")
    assert "decided nothing" in page.locator("#queue-live").inner_text()
    wait_until_saved(page)
    page.locator(".queue-item").wait_for()
    states = ["same", "variant", "skipped", "different", "different", "variant", "open", "open"]
    assert [fresh(pair).state for pair in pairs] == states


@pytest.mark.console_error_ok("ERR_INTERNET_DISCONNECTED")
def test_while_the_desk_does_not_answer_decisions_are_kept_and_then_sent(open_page, shots):
    moderator = person("Moderator")
    pairs = pairs_apart(moderator, 7, live=False)
    page = opened(open_page, moderator)
    page.context.set_offline(True)
    type_keys(page, "sv1")
    note = page.locator(".queue-unsaved")
    note.get_by_text("3 decisions are kept in this window and not saved yet.").wait_for()
    shots(page, "judging-offline")
    assert {fresh(pair).state for pair in pairs} == {"open"}
    page.context.set_offline(False)
    wait_until_saved(page)
    assert [fresh(pair).state for pair in pairs[:4]] == ["same", "variant", "different", "open"]
    note.wait_for(state="detached")


@pytest.mark.console_error_ok("ERR_INTERNET_DISCONNECTED")
@pytest.mark.parametrize("by", ["button", "loading the page anew"])
def test_what_could_not_be_sent_is_sent_again(open_page, by):
    moderator = person("Moderator")
    pairs = pairs_apart(moderator, 7, live=False)
    page = opened(open_page, moderator)
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/judge/**", lambda route: route.abort("internetdisconnected"))
    type_keys(page, "s1")
    page.locator(".queue-unsaved").wait_for()
    page.unroute("**/judge/**")
    if by == "button":
        page.get_by_role("button", name="Send again").click()
    else:
        page.reload()
    wait_until_saved(page)
    assert [fresh(pair).state for pair in pairs[:3]] == ["same", "different", "open"]
    page.wait_for_function(
        "pair => document.querySelector('.queue-item')?.dataset.item === pair", arg=str(pairs[2].pk)
    )


@pytest.mark.console_error_ok("status of 409")
def test_a_pair_that_somebody_else_decided_is_told_and_the_others_are_stored(open_page):
    moderator = person("Moderator")
    pairs = pairs_apart(moderator, 7, live=False)
    page = opened(open_page, moderator)
    slow(page)
    decisions.judge(pairs[1], "different", actor=person("Moderator", "second"), reason="Not so.")
    type_at_once(page, "sss")
    told = page.locator("[data-part=told]")
    told.get_by_text("second decided on this pair a moment ago: different.").wait_for()
    wait_until_saved(page)
    assert [fresh(pair).state for pair in pairs[:4]] == ["same", "different", "same", "open"]
    page.get_by_role("link", name="Look at it").click()
    page.get_by_text("decided by second").wait_for()


def test_undoing_is_as_quick_as_deciding_and_in_the_same_order(open_page):
    moderator = person("Moderator")
    pairs = pairs_apart(moderator, 12, live=False)
    page = opened(open_page, moderator)
    slow(page)
    seen = type_keys(page, "ssvuu1" + "v")
    order = [pairs[n].pk for n in (0, 1, 2, 3, 2, 1, 2)]
    assert seen == order
    wait_until_saved(page)
    said = list(DuplicateVerdict.objects.values_list("pair", "verdict"))
    assert [fresh(pair).state for pair in pairs[:4]] == ["same", "different", "variant", "open"], (
        said
    )
    # What was decided before the page was opened can be undone, too: up to ten.
    page.reload()
    wait_for_ahead(page, 5)
    for pair in (pairs[2], pairs[1], pairs[0]):
        page.keyboard.press("u")
        page.wait_for_function(
            "pair => document.querySelector('.queue-item')?.dataset.item === pair", arg=str(pair.pk)
        )
    wait_until_saved(page)
    assert {fresh(pair).state for pair in pairs} == {"open"}


def test_leaving_by_a_key_waits_for_what_is_on_its_way(open_page):
    moderator = person("Moderator")
    twins(moderator, FERRY, SAME_FERRY, "Why do ferries lean in turn?")
    page = opened(open_page, moderator, ahead=2)
    slow(page)
    page.keyboard.press("s")
    page.keyboard.press("m")
    page.wait_for_url(re.compile("merge/"))
    assert DuplicatePair.objects.filter(state="same").count() == 1


def test_without_a_reason_nothing_is_sent(open_page):
    moderator = person("Moderator")
    (pair,) = pairs_apart(moderator, 1, live=False)
    page = opened(open_page, moderator, ahead=0)
    page.get_by_label("Different, because").fill("")
    page.get_by_role("button", name="Different D").click()
    assert page.evaluate("document.activeElement.id") == "decision-reason"
    assert fresh(pair).state == "open"


def test_a_moderator_walks_forty_pairs_a_cluster_and_two_undos_by_keyboard(open_page, shots):
    moderator = person("Moderator")
    pairs_apart(moderator, 40, live=False)
    cluster = twins(moderator, FERRY, SAME_FERRY, "Why do ferries lean in turn?", live=False)
    page = opened(open_page, moderator)
    slow(page)
    keys = "s1vd" * 10
    walked = dict(zip(type_keys(page, keys, pause=60), (STATES[key] for key in keys), strict=True))
    assert len(walked) == 40
    page.keyboard.press("u")
    last = int(page.locator(".queue-item").get_attribute("data-item"))
    page.keyboard.press("k")
    wait_until_saved(page)
    assert stored(walked) == walked | {last: "skipped"}
    page.keyboard.press("c")
    page.wait_for_url(re.compile("cluster/"))
    page.get_by_text("Drag a question to a group").wait_for()  # So that its keys work.
    number = page.get_by_role("group", name=re.compile("in turn")).get_attribute("data-member")
    page.keyboard.press(number)
    page.keyboard.press("b")
    page.keyboard.press("r")
    page.keyboard.type("About any turn.")
    shots(page, "judging-cluster-groups")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.get_by_text("Decided: 1 pair the same, 2 pairs different.").wait_for()
    page.get_by_text("Drag a question to a group").wait_for()
    same = pair_of(cluster[0], cluster[1])
    assert (same.state, pair_of(cluster[1], cluster[2]).reason) == ("same", "About any turn.")
    page.keyboard.press("u")
    page.get_by_text("Undone").wait_for()
    assert {fresh(pair_of(cluster[n], cluster[m])).state for n, m in ((0, 1), (0, 2), (1, 2))} == {
        "open"
    }


def test_keys_pressed_while_a_decision_on_a_cluster_travels_are_done_in_order(open_page):
    moderator = person("Moderator")
    faqs = twins(moderator, FERRY, SAME_FERRY, "Why do ferries lean in turn?", live=False)
    page = open_page(user=moderator)
    page.goto(f"{QUEUE}cluster/?" + "&".join(f"faq={faq.pk}" for faq in faqs))
    page.get_by_text("Drag a question to a group").wait_for()
    slow(page)
    # All are the same; undone; the third left out, and the other two the same.
    type_at_once(page, "su3xs")
    page.get_by_text("Decided: 1 pair the same").wait_for()
    pairs = pair_of(*faqs[:2]), pair_of(faqs[0], faqs[2]), pair_of(faqs[1], faqs[2])
    assert [pair.state for pair in pairs] == ["same", "open", "open"]


@pytest.mark.console_error_ok("409")
def test_keys_that_were_pressed_for_another_page_than_a_refusal_are_dropped(open_page):
    moderator = person("Moderator")
    faqs = twins(moderator, FERRY, SAME_FERRY, "Why do ferries lean in turn?", live=False)
    page = open_page(user=moderator)
    page.goto(f"{QUEUE}cluster/?" + "&".join(f"faq={faq.pk}" for faq in faqs))
    page.get_by_text("Drag a question to a group").wait_for()
    slow(page)
    type_at_once(page, "gs")  # No group B: refused, and nothing is the same.
    page.get_by_role("alert").wait_for()
    page.get_by_text("Drag a question to a group").wait_for()
    assert {pair_of(*faqs[:2]).state, pair_of(*faqs[1:]).state} == {"open"}


def test_questions_are_dragged_into_two_groups(open_page, shots):
    moderator = person("Moderator")
    faqs = twins(moderator, FERRY, SAME_FERRY, "Why do ferries lean in turn?")
    page = open_page(user=moderator)
    page.goto(f"{QUEUE}cluster/?" + "&".join(f"faq={faq.pk}" for faq in faqs))
    page.locator("[data-member='3']").drag_to(page.get_by_role("heading", name="Group B"))
    assert page.get_by_role("heading", name="Group B (1)").count() == 1
    page.get_by_label("Because").fill("Any turn.")
    page.get_by_role("button", name="Two groups").click()
    page.get_by_text("Decided: 1 pair the same, 2 pairs different.").wait_for()
    assert pair_of(faqs[0], faqs[2]).reason == "Any turn."


def test_groups_are_chosen_without_javascript(open_page):
    moderator = person("Moderator")
    faqs = twins(moderator, FERRY, SAME_FERRY, "Why do ferries lean in turn?")
    page = open_page(user=moderator, java_script_enabled=False)
    page.goto(QUEUE)
    page.get_by_role("link", name="Decide on all 3 together").click()
    page.get_by_role("group", name=re.compile("in turn")).get_by_label("Group B").check()
    page.get_by_label("Because").fill("Any turn.")
    page.get_by_role("button", name="Two groups").click()
    assert pair_of(faqs[0], faqs[1]).state == "same"
    page.locator(".queue-last").get_by_role("button", name="Undo").click()
    assert pair_of(faqs[0], faqs[1]).state == "open"


# axe tries inline styles out; the walk would notice any of ours.
@pytest.mark.console_error_ok("Applying inline style")
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_a_cluster_and_on_a_pair_that_was_decided_before(
    open_page, shots, width
):
    moderator = person("Moderator")
    faqs = twins(moderator, FERRY, SAME_FERRY, "Why do ferries lean in turn?")
    decisions.judge(pair_of(*faqs[:2]), "different", actor=moderator, reason="Boats and ships.")
    page = open_page(user=moderator, width=width)
    for name, where in {
        "cluster-page": f"{QUEUE}cluster/?" + "&".join(f"faq={faq.pk}" for faq in faqs),
        "refused": f"{QUEUE}merge/?faq={faqs[0].pk}&faq={faqs[1].pk}",
    }.items():
        assert page.goto(where).status == 200
        for scheme in axe.schemes(page):
            shots(page, f"judging-{name}-{width}-{scheme}")
            assert page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            ), where
            assert axe.violations(page) == [], where

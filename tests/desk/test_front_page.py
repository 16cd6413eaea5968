"""The front page of the desk: the board, one's own work, the week, what needs attention, the search."""

import dataclasses
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages, release
from tests.desk.screens import address, signed_in, text, tree
from tests.people import person
from tests.workflow.situations import crew, make, reworded, soon

pytestmark = pytest.mark.django_db


def card(page, anchor):
    (found,) = page.xpath(f"//section[@aria-labelledby='{anchor}-title']")
    return " ".join(found.text_content().split())


def front(user, query=""):
    return tree(signed_in(user).get(f"/admin/{query}"))


def test_the_board_has_a_column_for_each_state_with_owner_and_due_time():
    people = crew()
    for situation in ("draft", "submitted", "approved"):
        item = make("story", situation, people)
        Story.objects.filter(pk=item.pk).update(
            headline=f"Tale of {situation}", slug=situation, owner=people["writer"], due_at=soon(5)
        )
    page = front(people["chief"])
    for state, situation in (
        ("drafting", "draft"),
        ("submitted", "submitted"),
        ("approved", "approved"),
    ):
        told = card(page, f"board-{state}")
        assert f"Tale of {situation}" in told
        assert "the-writer" in told
        assert "Due" in told


def test_what_was_withdrawn_is_nobodys_work_until_somebody_mends_it():
    chief = person("Desk chief")
    story = pages.story(chief)
    release.publish(story, actor=chief)
    STORY.withdraw(story, actor=chief, note="Nothing of it holds.")
    assert "The ferry turns" not in card(front(chief), "board-drafting")
    STORY.revise(story, reworded("story", story), actor=chief)
    assert "The ferry" in card(front(chief), "board-drafting")


def test_what_others_submitted_waits_for_who_may_approve_it_and_for_nobody_else():
    people = crew()
    make("story", "submitted", people)
    assert "The ferry turns" in card(front(people["reader"]), "to-read")
    assert "The ferry turns" not in card(front(people["writer"]), "to-read")


def test_ones_own_drafts_are_those_one_owns_or_made():
    chief, reporter = person("Desk chief"), person("Reporter")
    pages.story(chief, "My own draft")
    given = pages.story(chief, "Given away")
    Story.objects.filter(pk=given.pk).update(owner=reporter)
    assert "My own draft" in card(front(chief), "mine")
    assert "Given away" not in card(front(chief), "mine")
    assert "Given away" in card(front(reporter), "mine")


def test_the_week_shows_what_appears_which_embargo_ends_and_what_is_due():
    people = crew()
    at = timezone.now() + timedelta(days=10)
    week = f"?week={timezone.localtime(at):%Y-%m-%d}"
    scheduled = pages.story(people["chief"], "Comes out")
    release.schedule(scheduled, actor=people["chief"], at=at)
    held = pages.story(people["chief"], "Held back")
    STORY.embargo(held, actor=people["chief"], until=at, note="Embargo.")
    due = pages.story(people["chief"], "Is due")
    Story.objects.filter(pk=due.pk).update(due_at=at)
    told = card(front(people["chief"], week), "week")
    for title, what in (("Comes out", "appears"), ("Held back", "embargo"), ("Is due", "due")):
        assert f"{title} {what}" in told
    assert "Comes out" not in card(front(people["chief"], "?week=nonsense"), "week")


@pytest.mark.parametrize("today", ["2026-11-29", "2026-11-30", "2026-12-31"])
def test_the_week_begins_today_whatever_day_that_is(today):
    """On a Sunday a week from Monday on would show nothing of what comes."""
    with time_machine.travel(f"{today}T10:00:00Z", tick=False):
        chief = person("Desk chief")
        due = pages.story(chief, "Is due tomorrow")
        Story.objects.filter(pk=due.pk).update(due_at=timezone.now() + timedelta(days=1))
        now = front(chief)
        assert "Is due tomorrow due" in card(now, "week")
        assert "Week before Week after" in card(now, "week")
        (after,) = now.xpath("//a[.='Week after']/@href")
        later = card(front(chief, after.removesuffix("#week")), "week")
        assert "Is due tomorrow" not in later
        assert "Week before Today Week after" in later


def test_what_needs_attention_is_listed_with_its_reason():
    people = crew()
    void = make("story", "void", people)
    Story.objects.filter(pk=void.pk).update(headline="Changed after approval", slug="a")
    stale = make("story", "live", people)
    Story.objects.filter(pk=stale.pk).update(
        headline="Long ago", slug="b", review_on=timezone.localdate()
    )
    pages.ENTITY.create(pages.EntityDocument(name="Tug", slug="tug"), actor=people["chief"])
    page = front(people["chief"])
    assert "Changed after approval" in card(page, "approved-and-changed-since")
    assert "Long ago" in card(page, "to-be-read-again")
    assert "Tug" in card(page, "topics-to-confirm")


def test_a_clash_with_what_is_scheduled_stands_there_until_its_time():
    people = crew()
    item = pages.story(people["chief"])
    release.publish(item, actor=people["chief"])
    STORY.revise(item, reworded("story", item, "One."), actor=people["chief"])
    release.schedule(item, actor=people["chief"], at=soon(5), kind="update")
    live = STORY.read(item.latest_edition())
    mended = type(live)(**{f: getattr(live, f) for f in live.__slots__} | {"standfirst": "Two."})
    told = {"wrong": "This.", "right": "That."}
    STORY.correct(item, actor=people["chief"], document=mended, **told)
    assert "Appears" in card(front(people["chief"]), "conflicts-with-what-is-scheduled")


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/admin/").status_code == 200
    return len(captured)


def test_the_front_page_costs_the_same_however_much_there_is():
    people = crew()
    client = signed_in(people["reader"])

    def more(number):
        for situation in ("submitted", "approved", "scheduled", "corrected"):
            make("story", situation, people, f"{situation} {number}")
        pages.story(people["reader"], f"Own {number}")
        pages.faq(people["reader"], f"Why {number}?")
        pages.entity(people["reader"], f"Topic {number}")

    more(0)
    client.get("/admin/")
    for_one = queries(client)
    for number in range(1, 12):
        more(number)
    assert queries(client) == for_one
    assert for_one <= 50


@pytest.mark.parametrize("query", ["ferry", "THE FERRY"])
def test_a_search_finds_pages_of_every_kind_by_their_words(query):
    chief = person("Desk chief")
    pages.story(chief)
    pages.faq(chief, "Why does the ferry lean?")
    told = text(signed_in(chief).get("/admin/find/", {"q": query}))
    assert "The ferry turns" in told
    assert "Why does the ferry lean?" in told


def test_mistyped_words_of_a_search_are_put_right_by_those_of_readers_pages():
    chief = person("Desk chief")
    release.publish(pages.story(chief), actor=chief)
    client = signed_in(chief)
    told = text(client.get("/admin/find/", {"q": "ferrry turns"}))
    assert "Shown is what holds “ferry turns”." in told
    assert "The ferry turns" in told
    assert "Shown is what holds" not in text(client.get("/admin/find/", {"q": "ferry"}))
    told = text(client.get("/admin/find/", {"q": "zzyzxqj"}))
    assert "Nothing on the desk holds these words, and no page" in told


def test_a_pasted_public_address_leads_to_the_form_of_its_page_also_an_old_one():
    chief = person("Desk chief")
    item = pages.story(chief)
    release.publish(item, actor=chief)
    document = STORY.document_of(Story.objects.get(pk=item.pk))
    STORY.revise(item, dataclasses.replace(document, slug="moved"), actor=chief)
    release.publish(item, actor=chief, kind="update")
    for asked in (
        "http://127.0.0.1:8000/stories/moved/#happened",
        "/stories/the-ferry-turns",
        "https://elsewhere.example/stories/the-ferry-turns/?utm=1",
    ):
        answer = signed_in(chief).get("/admin/find/", {"q": asked})
        assert answer["Location"] == address("change", item)
    assert signed_in(chief).get("/admin/find/", {"q": "/stories/never/"}).status_code == 200


def test_a_full_day_of_the_week_shows_its_first_entries_and_counts_the_rest():
    chief = person("Desk chief")
    at = timezone.now() + timedelta(days=10)
    for number in range(11):
        due = pages.story(chief, f"Due {number}")
        Story.objects.filter(pk=due.pk).update(due_at=at + timedelta(seconds=number))
    told = card(front(chief, f"?week={timezone.localtime(at):%Y-%m-%d}"), "week")
    assert "Due 7 due" in told
    assert "Due 8 due" not in told
    assert "and 3 more" in told

"""What receivers are told: what readers see, once they see it, and never anything else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from entities.merging import topics as entity_merging
from newsdesk.webhooks import deeds
from newsdesk.webhooks.models import Delivery, Occurrence
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.public import desk

STORY_PATH = "https://news.example/stories/the-ferry-turns/"


def types(partner):
    return [each.told["type"] for each in partner.got]


def changed(item, chief, words="Another turn.", **told):
    item.refresh_from_db()
    STORY.revise(item, replace(document_of(item), standfirst=words), actor=chief)
    release.publish(item, actor=chief, **told)


def test_each_deed_is_told_by_its_name(partner, told, chief, work, later, id_of):
    item = desk.story(chief)
    for told_kind in (
        {"kind": "update", "note": "More.", "words": "The ferry sank twice."},
        {
            "kind": "correction",
            "wrong": "sank",
            "right": "turned",
            "words": "The ferry turned twice.",
        },
        {"kind": "minor", "words": "The ferry turned  twice"},
    ):
        later(60)
        changed(item, chief, **told_kind)
    later(60)
    STORY.withdraw(item, actor=chief, note="It was wrong.")
    later(60)
    changed(item, chief, words="It did turn.", kind="update", note="It is right now.")
    work()
    assert types(partner) == [
        "published", "updated", "corrected", "updated", "withdrawn", "published",
    ]  # fmt: skip
    changes = [each.told["data"]["change"] for each in partner.got]
    assert changes == ["first", "update", "correction", "minor", "withdrawal", "update"]
    assert [each.told["data"]["edition"] for each in partner.got] == [1, 2, 3, 4, 5, 6]


def test_a_message_says_where_a_page_is_and_nothing_of_its_words(partner, told, chief, work, id_of):
    desk.story(chief, standfirst="A turn that everybody saw.")
    work()
    (got,) = partner.got
    uid = id_of("/stories/the-ferry-turns/")
    assert got.told["data"] == {
        "id": uid,
        "kind": "story",
        "address": STORY_PATH,
        "api": f"https://news.example/api/v1/stories/{uid}/",
        "edition": 1,
        "change": "first",
    }
    assert set(got.told) == {"type", "timestamp", "data", "delivery"}
    assert got.told["delivery"] == got.headers["Webhook-Id"]
    assert b"everybody saw" not in got.body


def test_nothing_is_told_of_drafts_of_what_waits_or_of_reviews(partner, told, chief, work, tick):
    pages.story(chief, "Only a draft")
    waiting = pages.story(chief, "Tomorrow")
    release.schedule(waiting, actor=chief, at=timezone.now() + timedelta(hours=2))
    work()
    tick(60)
    assert partner.got == []
    assert not Delivery.objects.exists()
    assert "Tomorrow" not in str(list(Occurrence.objects.values()))


def test_what_was_scheduled_is_told_when_readers_see_it(partner, told, chief, tick):
    waiting = pages.story(chief, "The ferry turns")
    release.schedule(waiting, actor=chief, at=timezone.now() + timedelta(hours=2))
    tick(2 * 3600 - 60)
    assert partner.got == []
    tick(120)
    assert types(partner) == ["published"]
    tick(120)
    assert len(partner.got) == 1


def test_what_was_taken_back_before_its_time_is_never_told(partner, told, chief, tick):
    waiting = pages.story(chief, "The ferry turns")
    release.schedule(waiting, actor=chief, at=timezone.now() + timedelta(hours=2))
    waiting.refresh_from_db()
    STORY.unschedule(waiting, actor=chief, number=1)
    tick(3 * 3600)
    assert partner.got == []


def test_of_what_appeared_and_was_overtaken_before_anybody_looked_only_the_last_is_told(
    partner, told, chief, later, tick
):
    waiting = pages.story(chief, "The ferry turns")
    release.schedule(waiting, actor=chief, at=timezone.now() + timedelta(hours=2))
    later(3 * 3600)
    changed(waiting, chief, kind="update", note="More.")
    tick(60)
    assert types(partner)[-1] == "updated"
    assert Occurrence.objects.filter(told_at=None).count() == 0


def test_a_merge_and_its_undoing_are_told_with_both_pages(partner, told, chief, work, id_of):
    loser, survivor = desk.topic(chief, "Harbour Board"), desk.topic(chief)
    lost, kept = id_of("/topics/harbour-board/"), id_of("/topics/harbour-trust/")
    work()
    partner.got.clear()
    record = entity_merging.merge(loser, survivor, actor=chief)
    work()
    (got,) = [each for each in partner.got if each.told["type"] == "merged"]
    assert got.told["data"]["id"] == lost
    assert got.told["data"]["into"] == {
        "id": kept,
        "address": "https://news.example/topics/harbour-trust/",
    }
    partner.got.clear()
    entity_merging.undo(record, actor=chief)
    work()
    assert [each.told["data"]["id"] for each in partner.got if each.told["type"] == "unmerged"] == [
        lost
    ]


def test_a_page_that_nobody_has_seen_is_merged_in_silence(partner, told, chief, work):
    survivor = desk.topic(chief)
    loser = pages.entity(chief, "Harbour Board")
    work()
    partner.got.clear()
    entity_merging.merge(loser, survivor, actor=chief)
    work()
    assert "merged" not in types(partner)


def test_a_deed_that_is_undone_tells_nobody(partner, told, chief, work):
    with transaction.atomic():
        desk.story(chief)
        assert Delivery.objects.count() == 1
        transaction.set_rollback(True)
    work()
    assert partner.got == []
    assert not Delivery.objects.exists()


def test_only_what_was_chosen_is_told(partner, told, chief, work, later):
    deeds.change(told, ["withdrawn"], actor=chief)
    item = desk.story(chief)
    later(60)
    STORY.withdraw(item, actor=chief, note="It was wrong.")
    work()
    assert types(partner) == ["withdrawn"]


def test_without_a_receiver_a_publish_leaves_no_rows(chief):
    desk.story(chief)
    assert not Occurrence.objects.exists()


@pytest.mark.parametrize("number", [1, 12])
def test_telling_of_many_pages_asks_for_as_much_as_of_one(
    told, chief, number, django_assert_max_num_queries
):
    from newsdesk.webhooks.occurrences import tell_of_appeared

    at = timezone.now() + timedelta(hours=1)
    for each in range(number):
        release.schedule(pages.story(chief, f"Ferry {each}"), actor=chief, at=at)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(timezone, "now", lambda: at + timedelta(minutes=1))
        with django_assert_max_num_queries(14):
            tell_of_appeared()
    assert Delivery.objects.count() == number

"""Editions that wait: they appear by themselves, are moved, taken back, and never lose a correction."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.http import Http404
from django.utils import timezone

from newsdesk.catalogue.models import Page, PastPath
from newsdesk.catalogue.resolve import Gone, Moved, resolve
from newsdesk.notifications.models import Notice
from newsdesk.workflow.guards import InThePast, UnderEmbargo
from newsdesk.workflow.transitions import Blocked, Refused
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.people import person
from tests.workflow.situations import soon

pytestmark = pytest.mark.django_db

PATH = "/stories/the-ferry-turns/"


@pytest.fixture
def chief():
    return person("Desk chief")


def fresh(story):
    return Story.objects.get(pk=story.pk)


def revise(story, actor, **values):
    STORY.revise(story, replace(document_of(fresh(story)), **values), actor=actor)


def live(chief, **values):
    story = pages.story(chief, **values)
    release.publish(story, actor=chief)
    return story


def shown(hours=0):
    """Return the title that readers see in so many hours, or None."""
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        try:
            return resolve(PATH).title
        except Http404:
            return None


def test_a_scheduled_story_appears_by_itself_and_not_before(chief):
    story = pages.story(chief)
    release.schedule(story, actor=chief, at=soon(2))
    assert [shown(hours) for hours in (0, 1.99, 2.01)] == [None, None, "The ferry turns"]
    assert fresh(story).standing == "scheduled"
    with time_machine.travel(soon(3)):
        assert fresh(story).standing == "live"


def test_any_number_of_editions_may_wait_each_for_its_time(chief):
    story = live(chief)
    for hours, headline in ((2, "Two"), (4, "Four"), (6, "Six")):
        revise(story, chief, headline=headline)
        release.schedule(story, actor=chief, at=soon(hours), kind="update")
    titles = [shown(hours) for hours in (0, 3, 5, 7)]
    assert titles == ["The ferry turns", "Two", "Four", "Six"]


def test_a_time_that_has_passed_is_refused(chief):
    with pytest.raises(InThePast, match="has passed"):
        release.schedule(pages.story(chief), actor=chief, at=soon(-1))


def test_what_was_taken_back_never_appears_and_frees_its_address(chief):
    story = pages.story(chief)
    edition = release.schedule(story, actor=chief, at=soon(2))
    STORY.unschedule(story, actor=chief, number=edition.number, note="Not yet.")
    assert shown(3) is None
    assert not Page.objects.exists()
    assert fresh(story).standing == "draft"
    assert story.events.first().detail["visible_from"] == edition.visible_from.isoformat()


def test_a_moved_edition_appears_at_its_new_time_and_the_log_has_both(chief):
    story = live(chief)
    revise(story, chief, headline="Later")
    first = release.schedule(story, actor=chief, at=soon(2), kind="update")
    moved = STORY.reschedule(story, actor=chief, number=first.number, at=soon(5))
    assert [shown(hours) for hours in (3, 6)] == ["The ferry turns", "Later"]
    event = story.events.first()
    assert event.detail["was"] == first.visible_from.isoformat()
    assert event.detail["visible_from"] == moved.visible_from.isoformat()


def test_a_waiting_edition_is_not_moved_past_another(chief):
    story = live(chief)
    numbers = []
    for hours, headline in ((2, "Two"), (4, "Four")):
        revise(story, chief, headline=headline)
        numbers.append(release.schedule(story, actor=chief, at=soon(hours), kind="update").number)
    with pytest.raises(Refused, match="order"):
        STORY.reschedule(story, actor=chief, number=numbers[0], at=soon(6))


def test_what_readers_see_already_is_not_taken_back(chief):
    story = pages.story(chief)
    edition = release.schedule(story, actor=chief, at=soon(2))
    with time_machine.travel(soon(3)), pytest.raises(Refused):
        STORY.unschedule(story, actor=chief, number=edition.number)


def correct(story, chief, **values):
    document = STORY.read(fresh(story).latest_edition())
    return STORY.correct(
        story,
        actor=chief,
        document=replace(document, **values),
        wrong="It said noon.",
        right="It was one o’clock.",
        gravity="top",
    )


def test_an_urgent_correction_goes_live_now_and_into_all_that_waits(chief):
    story = live(chief)
    for hours, headline in ((2, "Two"), (4, "Four")):
        revise(story, chief, headline=headline)
        release.schedule(story, actor=chief, at=soon(hours), kind="update")
    edition = correct(story, chief, summary="<p>It turned at one.</p>")
    assert (edition.kind, edition.gravity) == ("correction", "top")
    assert shown() == "The ferry turns"
    for hours, headline in ((0, "The ferry turns"), (3, "Two"), (5, "Four")):
        with time_machine.travel(soon(hours)):
            document = STORY.read(fresh(story).latest_edition())
            assert (document.headline, document.summary) == (
                headline,
                "<p>It turned at one.</p>",
            )
    assert document_of(fresh(story)).summary == "<p>It turned at one.</p>"
    assert fresh(story).state == "settled"


def test_an_old_page_is_corrected_although_the_gate_asks_more_today(chief, monkeypatch):
    story = live(chief)
    monkeypatch.setattr(Story, "latest_edition", _without_byline(Story.latest_edition))
    edition = correct(story, chief, bylines=(), summary="<p>It turned at one.</p>")
    assert edition.number == 2


def _without_byline(latest):
    def old(story):
        edition = latest(story)
        edition.document["bylines"] = []
        return edition

    return old


def test_a_correction_brings_no_new_problem(chief):
    story = live(chief)
    with pytest.raises(Blocked, match="byline"):
        correct(story, chief, bylines=())
    assert shown() == "The ferry turns"


def test_a_clash_with_what_waits_is_told_to_its_owner_and_kept_in_the_log(chief):
    owner = person("Editor")
    story = live(chief)
    revise(story, chief, summary="<p>It turned at noon, and again at two.</p>")
    release.schedule(story, actor=owner, at=soon(2), kind="update")
    correct(story, chief, summary="<p>It turned at one.</p>")
    assert "conflict" in Notice.objects.get(user=owner, kind="clash").text
    (clash,) = story.events.get(verb="carry").detail["clashes"]
    assert (clash["path"], clash["theirs"]) == ("summary", "<p>It turned at one.</p>")
    with time_machine.travel(soon(3)):
        assert "again at two" in STORY.read(fresh(story).latest_edition()).summary


def test_publishing_what_was_scheduled_leaves_nothing_waiting(chief):
    """Of a page that needs no second reader: a story would have to be taken back and approved again."""
    asked = pages.faq(chief)
    release.schedule(asked, actor=chief, at=soon(2))
    release.publish(asked, actor=chief)
    assert resolve(asked.public_path).title == "Why do ferries lean?"
    assert not asked.editions.waiting().exists()


def test_nobody_publishes_past_an_embargo(chief, admin_user):
    story = pages.story(chief)
    STORY.embargo(story, actor=chief, until=soon(5), note="The paper is under embargo.")
    with pytest.raises(UnderEmbargo):
        release.schedule(story, actor=admin_user, at=soon(2))
    edition = release.publish(story, actor=admin_user)
    assert edition.visible_from == fresh(story).embargo_until
    assert [shown(hours) for hours in (0, 4.9, 5.1)] == [None, None, "The ferry turns"]


def test_drafts_that_go_with_a_scheduled_story_appear_with_it(chief):
    faq = pages.faq(chief)
    story = pages.story(chief, faqs=(faq.key,))
    release.schedule(story, actor=chief, at=soon(2), together=[faq])
    assert not Page.objects.visible().exists()
    assert Page.objects.visible(soon(3)).count() == 2


def test_the_address_of_what_waits_is_unknown_until_its_time(chief):
    story = live(chief)
    revise(story, chief, slug="another-address")
    release.schedule(story, actor=chief, at=soon(2), kind="update")
    with pytest.raises(Http404):
        resolve("/stories/another-address/")
    with time_machine.travel(soon(3)):
        assert resolve("/stories/another-address/").title == "The ferry turns"
        with pytest.raises(Moved):
            resolve(PATH)


def test_an_address_between_two_that_wait_does_not_lead_to_the_page_before_its_time(chief):
    story = live(chief)
    for hours, slug in ((2, "second"), (4, "third")):
        revise(story, chief, slug=slug)
        release.schedule(story, actor=chief, at=soon(hours), kind="update")
    assert PastPath.objects.filter(path="/stories/second/").exists()
    with pytest.raises(Http404):
        resolve("/stories/second/")


@pytest.mark.parametrize("status", [410, 200])
def test_withdrawing_takes_back_what_waits_and_answers_as_was_said(chief, client, status):
    story = live(chief)
    revise(story, chief, headline="Later")
    release.schedule(story, actor=chief, at=soon(2), kind="update")
    STORY.withdraw(story, actor=chief, note="The ferry never turned.", gone_status=status)
    answer = client.get(PATH)
    assert (answer.status_code, "never turned" in answer.content.decode()) == (status, True)
    assert PATH not in client.get("/sitemaps/1.xml").content.decode()
    with time_machine.travel(soon(3)), pytest.raises(Gone):
        resolve(PATH)


def test_a_typo_and_a_check_do_not_call_a_page_updated(chief):
    story = live(chief)
    revise(story, chief, summary="<p>It turned at noon</p>")
    release.publish(story, actor=chief, kind="minor")
    STORY.check(story, actor=chief)
    page = resolve(PATH)
    assert page.updated_at == page.published_at
    assert page.checked_at > page.published_at

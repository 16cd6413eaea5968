"""What the gate finds in live pages is kept with what makes them live, and looked through by a command."""

import datetime
import io
from dataclasses import replace

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entities.models.draft import Entity
from faqs import merging
from newsdesk.catalogue.models import Page
from newsdesk.live_checks import results
from newsdesk.live_checks.models import CheckRun, PageCheck
from newsdesk.rules.findings import Findings
from newsdesk.site.live_checks import sweep as sweeping
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.people import person
from tests.workflow.situations import soon

pytestmark = pytest.mark.django_db

AHEAD = "<p>It turned at noon. The yard will reopen the bridge by {}.</p>"
TOLD = {"wrong": "One thing.", "right": "Another."}


@pytest.fixture
def chief():
    return person("Desk chief")


def ahead(days):
    """Return a summary that says what is to come in so many days."""
    day = timezone.localdate() + datetime.timedelta(days=days)
    return AHEAD.format(f"{day:%-d %B %Y}")


def published(chief, headline="The ferry turns", **values):
    story = pages.story(chief, headline, **values)
    release.publish(story, actor=chief)
    return story


def document(story):
    return document_of(Story.objects.get(pk=story.pk))


def live_checks():
    return list(PageCheck.objects.live().order_by("pk"))


def later(days):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False)


def sweep(*args):
    out = io.StringIO()
    call_command("check_live_pages", *args, stdout=out, stderr=out)
    return out.getvalue()


def spoil(*keys):
    """Make the checks of some pages say that they are broken, as an older gate might have."""
    rows = PageCheck.objects.filter(page__key__in=keys)
    rows.update(broken=1, problems=[["summary", "It is wrong."]])


def test_a_page_is_checked_in_the_transaction_that_publishes_it(chief):
    story = published(chief, summary=ahead(3))
    (check,) = live_checks()
    assert (check.item, check.broken, check.problems) == (story.pk, 0, [])
    assert check.due_on == timezone.localdate() + datetime.timedelta(days=3)
    ((day, field, message),) = check.forecasts
    assert (day, field) == (check.due_on.isoformat(), "summary")
    assert message.startswith("This was to come by “")


def test_a_forecast_comes_due_on_the_day_after_it_without_anything_having_run(chief):
    published(chief, summary=ahead(3))
    for days, due in ((0, 0), (3, 0), (4, 1)):
        with later(days):
            assert PageCheck.objects.live().forecast_due().count() == due


def test_a_forecast_that_somebody_let_stand_is_not_due(chief):
    story = pages.story(chief, summary=ahead(-3))
    warnings = STORY.findings(story, document(story)).warnings
    assert [warning.code for warning in warnings] == ["forecast-past"]
    confirmed = {warning.identity for warning in warnings}
    release.publish(story, actor=chief, confirmed=confirmed, reason="It is told as history.")
    assert live_checks()[0].due_on is None
    sweep("--all")
    assert live_checks()[0].due_on is None


def test_a_forecast_in_two_dates_is_told_once_and_by_the_earlier(chief):
    published(chief, summary="<p>The bridge will open by 3 May 2090 or by 4 June 2091.</p>")
    (check,) = live_checks()
    assert [each[0] for each in check.forecasts] == ["2090-05-03"]


def test_a_correction_is_checked_afresh_and_the_check_of_what_it_replaced_goes(chief):
    story = published(chief, summary=ahead(3))
    spoil(story.key)
    mended = replace(document(story), summary="<p>It turned at one.</p>")
    STORY.correct(story, actor=chief, document=mended, **TOLD)
    (check,) = PageCheck.objects.all()
    assert (check.broken, check.due_on) == (0, None)


def test_a_corrected_page_keeps_what_was_wrong_with_it_before(chief, monkeypatch):
    """What the checks ask today and the live text lacks is no reason to keep another error on it."""
    story = published(chief)
    monkeypatch.setattr("stories.rules.required.missing", lambda document: [results.FAILED])
    mended = replace(document(story), summary="<p>It turned at one.</p>")
    STORY.correct(story, actor=chief, document=mended, **TOLD)
    assert [check.broken for check in live_checks()] == [1]


def test_what_a_change_was_carried_into_is_checked_too(chief):
    story = published(chief)
    STORY.revise(story, replace(document(story), standfirst="New."), actor=chief)
    release.schedule(story, actor=chief, at=soon(), kind="update")
    assert PageCheck.objects.count() == 2
    mended = replace(document(story), standfirst="", summary=ahead(3))
    STORY.correct(story, actor=chief, document=mended, **TOLD)
    assert PageCheck.objects.count() == Page.objects.filter(key=story.key).count() == 2
    with later(2):
        assert [check.due_on is not None for check in live_checks()] == [True]


def test_moving_or_taking_back_what_is_scheduled_keeps_its_check_right(chief):
    story = pages.story(chief)
    edition = release.schedule(story, actor=chief, at=soon(24))
    again = STORY.reschedule(story, actor=chief, number=edition.number, at=soon(48))
    assert PageCheck.objects.count() == 1
    assert live_checks() == []
    with later(3):
        assert [check.item for check in live_checks()] == [story.pk]
    STORY.unschedule(story, actor=chief, number=again.number)
    assert not PageCheck.objects.exists()


def test_a_page_that_still_stands_is_asked_about_and_keeps_what_is_wrong_with_it(
    chief, monkeypatch
):
    story = published(chief)
    monkeypatch.setattr("stories.rules.required.missing", lambda document: [results.FAILED])
    STORY.check(story, actor=chief)
    assert [check.broken for check in live_checks()] == [1]


def test_a_withdrawn_page_is_on_no_list(chief):
    story = published(chief)
    spoil(story.key)
    STORY.withdraw(story, actor=chief, note="It was wrong.")
    assert not PageCheck.objects.exists()
    sweep("--all")
    assert not PageCheck.objects.exists()


def test_a_merged_page_leaves_the_lists_and_comes_back_when_the_merge_is_undone():
    moderator = person("Moderator")
    one, two = pages.faq(moderator), pages.faq(moderator, "Do ferries lean?")
    for each in (one, two):
        release.publish(each, actor=moderator)
    spoil(one.key)
    record = merging.merge(one, two, actor=moderator, reason="The same.")
    assert not PageCheck.objects.live().broken().exists()
    merging.undo(record, actor=moderator, reason="Not so.")
    assert [check.item for check in PageCheck.objects.live().broken()] == [one.pk]


def test_a_refused_publish_leaves_no_check(chief, monkeypatch):
    story = pages.story(chief)

    def fail(checks):
        raise ArithmeticError

    monkeypatch.setattr(results, "store", fail)
    with pytest.raises(ArithmeticError):
        release.publish(story, actor=chief)
    assert not Page.objects.exists()


def test_the_command_finds_what_has_become_wrong_with_a_topic_since(chief):
    topic = pages.entity(chief)
    release.publish(topic, actor=chief)
    summary = "<p>The Harbour Trust turned at noon.</p>"
    story = published(chief, entities=(topic.key,), summary=summary)
    assert "0 published pages checked" in sweep()
    Entity.objects.filter(pk=topic.pk).update(confirmed=False, changed_at=timezone.now())
    assert "2 published pages checked" in sweep()
    found = PageCheck.objects.live().of_kind("story").broken().get()
    assert found.item == story.pk
    assert "Harbour Trust" in found.problems[0][1]


def test_the_command_does_only_what_there_is_to_do_and_all_when_asked(chief):
    published(chief)
    published(chief, "Another turn")
    assert "0 published pages checked" in sweep()
    PageCheck.objects.all().delete()
    assert "2 published pages checked" in sweep()
    assert "0 published pages checked" in sweep()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        assert "2 published pages checked" in sweep()
        assert "0 published pages checked" in sweep()
        assert "2 published pages checked" in sweep("--all")
    assert PageCheck.objects.count() == 2


def test_a_second_run_changes_nothing(chief):
    published(chief, summary=ahead(3))
    release.publish(pages.faq(chief), actor=chief)

    def told():
        return list(PageCheck.objects.order_by("page").values("page", "problems", "forecasts"))

    before = told()
    sweep("--all")
    assert told() == before


def test_one_bad_page_stops_nothing_and_is_on_the_list(chief, monkeypatch, caplog):
    bad, good = published(chief), published(chief, "Another turn")

    def find(documents):
        if bad.key in documents:
            raise ArithmeticError
        return dict.fromkeys(documents, Findings())

    monkeypatch.setattr(STORY, "find", find)
    assert f"The publishing checks failed on {bad.key}" in sweep("--all")
    assert {c.item: c.broken for c in live_checks()} == {bad.pk: 1, good.pk: 0}
    assert CheckRun.last().failed == 1
    assert "ArithmeticError" in caplog.text
    monkeypatch.undo()
    sweep("--all")
    assert not PageCheck.objects.live().broken().exists()


def test_a_page_that_leaves_while_it_is_checked_is_left_out(chief):
    published(chief)
    checks = live_checks()
    Page.objects.all().delete()
    assert results.store(checks) == 0


def test_one_run_is_remembered_and_one_that_was_stopped_is_not_the_last(chief):
    published(chief)
    assert CheckRun.last() is None
    sweep()
    sweep()
    assert CheckRun.objects.count() == 1
    CheckRun.objects.create(started_at=timezone.now())
    assert CheckRun.last().finished_at is not None
    sweep()
    assert CheckRun.objects.count() == 2, "it may be at work still"


@pytest.mark.parametrize("count", [1, 12])
def test_a_batch_takes_the_same_queries_however_many_pages_it_has(chief, count):
    topic = pages.entity(chief)
    for number in range(count):
        published(chief, f"Turn {number}", entities=(topic.key,))
    sweep()
    with CaptureQueriesContext(connection) as captured:
        swept = sweeping.sweep(timezone.now())
    assert swept.pages == count
    assert len(captured) <= 28

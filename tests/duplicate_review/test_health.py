"""The figures of the queue, the bands that follow from them, and the commands that print both."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from faqs.duplicate_review import decisions, health, merges, question_index
from faqs.duplicate_review.charts import charts
from faqs.duplicate_review.weeks import Week
from faqs.duplicates.score import Bands
from faqs.models.duplicate_review import DuplicateBands, DuplicatePair, DuplicateVerdict
from tests.duplicate_review.desk import different, pair_of, plan, question, twins

pytestmark = pytest.mark.django_db


def printed(name, *args):
    out = StringIO()
    call_command(name, *args, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_figures_tell_what_waits_and_what_was_said(moderator):
    one, two = twins(moderator)
    gulls = twins(moderator, "Who feeds the harbour gulls?", "Who feeds harbour gulls?")
    twins(moderator, "Why is the sea blue?", "Why is a sea blue?")
    batch = merges.merge(plan(one, two), actor=moderator)
    merges.undo(batch.records.all(), actor=moderator)
    different(one, two, moderator)
    decisions.judge(pair_of(*gulls), "same", actor=moderator)
    now = health.figures()
    assert (now.waiting, now.to_merge, now.merged, now.undone) == (1, 1, 1, 1)
    assert now.undo_rate == 1.0
    assert dict(now.ages)["today"] == 1
    assert [week.verdicts for week in now.weeks][-1] == 3  # "same", "different", "same"
    likely = now.precision[0]
    assert (likely.judged, likely.same, likely.share) == (2, 1, 0.5)


def test_a_pair_grows_older_in_the_figures(moderator):
    twins(moderator)
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert dict(health.figures().ages)["this month"] == 1


def test_the_figures_can_be_printed(moderator):
    twins(moderator)
    text = printed("queue_health")
    assert "Waiting pairs: 1" in text
    assert "Merges undone: 0 of 0 (–)" in text


def test_a_scan_fills_the_queue_and_can_be_repeated(moderator):
    question(moderator, "Why do ferries lean?")
    question(moderator, "Why do the ferries lean?")
    assert "The queue knows 1 pair." in printed("scan_duplicates")
    assert "The queue knows 1 pair." in printed("scan_duplicates")
    assert DuplicatePair.objects.count() == 1
    question(moderator, "Why do all ferries lean?")
    assert "Every question has been compared." in printed("scan_duplicates", "--behind")
    assert DuplicatePair.objects.count() > 1


def test_bands_follow_the_verdicts_when_there_are_enough_of_them(moderator):
    one, _ = twins(moderator)
    assert "Nothing to change" in printed("calibrate_duplicates", "--write")
    for number in range(120):
        last = DuplicatePair.objects.create(
            left=one,
            right=question(moderator, f"Filler {number} of the tide?", live=False),
            score=0.5,
            band="possible",
            urgency=2,
        )
        score = 0.97 if number % 2 else 0.85
        DuplicateVerdict.objects.create(
            pair=last,
            verdict="same" if number % 2 else "different",
            band="likely",
            score=score,
            method="meaning",
            actor=moderator,
        )
    text = printed("calibrate_duplicates", "--write")
    assert "Decisions that count: 120" in text
    stored = DuplicateBands.objects.get()
    assert stored.verdicts == 120
    assert stored.possible < stored.likely <= 0.97
    assert question_index.current_bands().likely == stored.likely


def test_what_was_learnt_is_kept_and_counts_from_then_on(moderator):
    pair = pair_of(*twins(moderator))
    pair.signals["method"] = "meaning"
    pair.save()
    decisions.judge(pair, "same", actor=moderator)
    assert health.taught() == ({}, 1)
    assert "Decisions to learn from: 1, of 200 needed" in printed("calibrate_duplicates")
    health.store(Bands(0.9, 0.8, {"quantity": -0.05}), 1)
    assert question_index.current_bands().weights == {"quantity": -0.05}


def test_the_course_of_twelve_weeks_is_told_by_its_decisions(moderator):
    now = timezone.now()
    with time_machine.travel(now - timedelta(weeks=6)):
        one, two = twins(moderator)
        gulls = twins(moderator, "Who feeds the harbour gulls?", "Who feeds harbour gulls?")
    with time_machine.travel(now - timedelta(weeks=4)):
        decisions.judge(pair_of(one, two), "same", actor=moderator)
    with time_machine.travel(now - timedelta(weeks=2)):
        decisions.take_back(pair_of(one, two), actor=moderator)
        different(*gulls, moderator)
    course = health.figures().weeks
    assert len(course) == 12
    assert [week.backlog for week in course] == [0] * 5 + [2, 2, 1, 1, 1, 1, 1]
    assert [week.verdicts for week in course] == [0] * 7 + [1, 0, 1, 0, 0]
    assert (course[7].precision("likely"), course[9].precision("likely")) == (1.0, 0.0)
    assert course[8].precision("likely") is None


def test_the_course_is_drawn_with_its_figures_beside_it(moderator, client):
    one, two = twins(moderator)
    decisions.judge(pair_of(one, two), "same", actor=moderator)
    client.force_login(moderator)
    body = client.get(reverse("admin:faqs_duplicatepair_health")).content.decode()
    drawings = re.findall(r'<figure class="desk-chart">.*?</figure>', body, re.DOTALL)
    assert len(drawings) == 3
    assert not any("style=" in each for each in drawings)
    assert all('role="img"' in each and 'aria-label="' in each for each in drawings)
    assert drawings[1].count('class="chart-bar"') == 12
    assert "<td>1 of 1</td>" in body


@pytest.mark.parametrize("most", [0, 1, 2, 3, 7, 40, 900])
def test_no_drawing_leaves_its_frame(most):
    day = date(2026, 9, 7)
    course = [
        Week(
            start=day + timedelta(weeks=n),
            verdicts=most * (n % 2),
            backlog=most - most * n // 12,
            judged={"likely": n % 3, "possible": 0},
            same={"likely": n % 2, "possible": 0},
        )
        for n in range(12)
    ]
    for chart in charts(course):
        marks = [
            *(mark for bars in chart.bars for mark in bars.marks),
            *(point for line in chart.lines for point in line.points),
        ]
        assert all(0 <= mark.x <= chart.width and 0 <= mark.y <= chart.base for mark in marks)
        assert all(0 <= label.y <= chart.height for label in (*chart.scale, *chart.along))


def test_the_figures_tell_how_often_each_band_was_right_by_month(moderator):
    one, two = twins(moderator)
    decisions.judge(pair_of(one, two), "same", actor=moderator)
    (month,) = health.figures().months
    assert month.start.day == 1
    assert [(each.judged, each.same) for each in month.precision if each.judged] == [(1, 1)]

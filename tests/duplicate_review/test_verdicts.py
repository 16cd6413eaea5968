"""What a moderator says is remembered, with who and why."""

import pytest
from django.core.exceptions import PermissionDenied

from faqs.duplicate_review import comparison, decisions
from faqs.models.duplicate_review import DuplicatePair, DuplicateVerdict
from faqs.workflow import FAQ
from newsdesk.workflow.transitions import NoteRequired
from tests.duplicate_review.desk import (
    FERRY,
    SAME_FERRY,
    different,
    fresh,
    pair_of,
    question,
    rewrite,
    twins,
    waiting,
)
from tests.people import person

pytestmark = pytest.mark.django_db


def test_two_wordings_of_one_question_are_found_when_they_are_saved(moderator):
    one, two = twins(moderator)
    pair = pair_of(one, two)
    assert pair.state == "open"
    assert pair.band == "likely"
    assert pair.signals["label"] == "likely the same"


def test_drafts_take_part_and_tombstones_and_discarded_pages_do_not(moderator):
    draft = question(moderator, FERRY, live=False)
    put_away = question(moderator, FERRY, live=False)
    FAQ.discard(put_away, actor=moderator)
    other = question(moderator, SAME_FERRY)
    comparison.catch_up()
    assert [pair.sides for pair in waiting()] == [(draft, other)]


def test_what_was_judged_different_is_not_suggested_again(moderator):
    one, two = twins(moderator)
    different(one, two, moderator, "One is about boats in the wind.")
    comparison.scan()
    assert waiting() == []
    assert pair_of(one, two).reason == "One is about boats in the wind."


def test_a_skipped_pair_is_open_again_when_a_text_is_another_one(moderator):
    one, two = twins(moderator)
    decisions.judge(pair_of(one, two), "skipped", actor=moderator)
    rewrite(one, moderator, intro="<p>They lean outwards.</p>")
    assert waiting() == [pair_of(one, two)]


def test_variants_stay_linked_whatever_is_rewritten(moderator):
    one, two = twins(moderator)
    decisions.judge(pair_of(one, two), "variant", actor=moderator)
    rewrite(one, moderator, intro="<p>They lean outwards.</p>")
    assert pair_of(one, two).state == "variant"


def test_a_skipped_pair_waits_apart(moderator):
    one, two = twins(moderator)
    decisions.judge(pair_of(one, two), "skipped", actor=moderator)
    assert waiting() == []
    assert DuplicatePair.objects.suggested().in_state("skipped").count() == 1


def test_a_pair_that_is_not_alike_any_more_leaves_the_queue(moderator):
    one, two = twins(moderator)
    rewrite(one, moderator, question="Who feeds the gulls of the harbour?")
    assert waiting() == []
    assert pair_of(one, two).band == "apart"


def test_different_needs_a_reason(moderator):
    one, two = twins(moderator)
    with pytest.raises(NoteRequired):
        decisions.judge(pair_of(one, two), "different", actor=moderator, reason="  ")


def test_the_second_of_two_moderators_is_told_who_was_quicker(moderator, second):
    one, two = twins(moderator)
    decisions.judge(pair_of(one, two), "same", actor=moderator)
    with pytest.raises(decisions.AlreadyJudged, match="moderator decided"):
        decisions.judge(pair_of(one, two), "variant", actor=second)


def test_a_verdict_sent_twice_counts_once(moderator):
    one, two = twins(moderator)
    for _ in range(2):
        decisions.judge(pair_of(one, two), "same", actor=moderator)
    assert DuplicateVerdict.objects.count() == 1


def test_a_verdict_on_a_text_that_has_changed_since_is_refused(moderator):
    one, two = twins(moderator)
    shown = decisions.seen(pair_of(one, two))
    rewrite(one, moderator, intro="<p>They lean outwards.</p>")
    with pytest.raises(decisions.TextChanged):
        decisions.judge(pair_of(one, two), "same", actor=moderator, of=shown)


def test_a_verdict_can_be_taken_back_and_the_log_keeps_both(moderator):
    one, two = twins(moderator)
    different(one, two, moderator)
    decisions.take_back(pair_of(one, two), actor=moderator)
    assert waiting() == [pair_of(one, two)]
    deeds = list(fresh(two).events.values_list("verb", flat=True))
    assert deeds[:2] == ["reopened_pair", "judged_different"]


@pytest.mark.parametrize("verdict", decisions.VERDICTS)
def test_only_who_may_merge_judges(moderator, verdict):
    one, two = twins(moderator)
    with pytest.raises(PermissionDenied):
        decisions.judge(pair_of(one, two), verdict, actor=person("Editor"), reason="Because.")
    assert pair_of(one, two).state == "open"


def test_questions_that_hang_together_are_one_cluster(moderator):
    one, two, three = twins(moderator, FERRY, SAME_FERRY, "Why do ferries lean in turn?")
    twins(moderator, "Who feeds the harbour gulls?", "Who feeds harbour gulls?")
    clusters = {pair.cluster for pair in waiting()}
    assert len(clusters) == 2
    assert one.pk in clusters
    different(one, two, moderator)
    different(one, three, moderator)
    assert pair_of(two, three).cluster == two.pk


def test_scanning_twice_changes_nothing(moderator):
    twins(moderator)
    comparison.scan()
    before = list(DuplicatePair.objects.values())
    comparison.scan()
    assert list(DuplicatePair.objects.values()) == before


def test_contradicting_twins_come_first(moderator):
    twins(moderator)
    question(moderator, "How many moons has Mars?", intro="<p>Mars has two moons.</p>")
    question(moderator, "How many moons does Mars have?", intro="<p>Mars has three moons.</p>")
    comparison.catch_up()
    first = waiting()[0]
    assert first.contradicts
    assert first.urgency == 0
    assert first.signals["contradictions"]

"""The last ten decisions of a moderator can be undone, each once, and never those of somebody else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faqs.duplicate_review import clusters, decisions, merges
from faqs.duplicate_review.clusters import GroupVerdict
from faqs.duplicate_review.decisions import NotAlone, NothingToUndo
from faqs.duplicate_review.last_deeds import MOST, last_deeds
from faqs.models.duplicate_review import DuplicateVerdict
from tests.duplicate_review.desk import FERRY, SAME_FERRY, fresh, pair_of, plan, twins
from tests.people import person

pytestmark = pytest.mark.django_db

THREE = (FERRY, SAME_FERRY, "Why do ferries lean in turn?")


def judged(moderator, number):
    """Return a pair that was judged the same."""
    titles = (f"Who feeds the gulls of pier {number}?", f"Who feeds gulls of pier {number}?")
    return decisions.judge(pair_of(*twins(moderator, *titles)), "same", actor=moderator)


def test_the_last_ten_decisions_are_told_the_newest_first(moderator, second):
    pairs = [judged(moderator, number) for number in range(MOST + 2)]
    judged(second, 99)
    decisions.take_back(pairs[-1], actor=second)
    assert [deed.pair for deed in last_deeds(moderator)] == pairs[-2 : -MOST - 2 : -1]


def test_a_decision_is_undone_once_and_the_log_keeps_both(moderator):
    pair = judged(moderator, 1)
    for _ in range(2):
        decisions.undo(pair, actor=moderator)
        assert fresh(pair).state == "open"
    assert [v.verdict for v in DuplicateVerdict.objects.all()] == ["same", "open"]
    assert last_deeds(moderator) == []


def test_nobody_undoes_what_somebody_else_decided(moderator, second):
    pair = judged(moderator, 1)
    with pytest.raises(NothingToUndo, match="moderator has decided"):
        decisions.undo(pair, actor=second)
    with pytest.raises(PermissionDenied):
        decisions.undo(pair, actor=person("Editor"))
    decisions.take_back(pair, actor=second)
    decisions.judge(pair, "variant", actor=second)
    with pytest.raises(NothingToUndo, match="second-moderator has decided on this pair since"):
        decisions.undo(pair, actor=moderator)
    assert fresh(pair).state == "variant"


def test_what_was_merged_since_is_not_undone_from_the_queue(moderator):
    one, two = twins(moderator)
    pair = decisions.judge(pair_of(one, two), "same", actor=moderator)
    merges.merge(plan(one, two), actor=moderator)
    with pytest.raises(NotAlone):
        decisions.undo(pair, actor=moderator)
    assert last_deeds(moderator) == []


def test_what_was_decided_in_one_go_is_undone_in_one_go(moderator):
    faqs = twins(moderator, *THREE)
    groups = dict.fromkeys([faq.pk for faq in faqs], "a")
    clusters.decide(groups, GroupVerdict.SAME, actor=moderator, of=merges.marks(groups))
    (deed,) = last_deeds(moderator)
    assert deed.others == 2
    undone = decisions.undo(pair_of(faqs[1], faqs[2]), actor=moderator)
    assert {fresh(pair).state for pair in undone} == {"open"}
    assert len(undone) == 3


def test_the_last_decisions_cost_one_query(moderator):
    for number in range(3):
        judged(moderator, number)
    with CaptureQueriesContext(connection) as seen:
        assert [deed.title for deed in last_deeds(moderator)]
    assert len(seen) == 1

"""Vectors and the base in memory: made when a FAQ is saved, one FAQ at a time, followed by every process."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faqs.duplicate_review import comparison, question_index
from faqs.jobs import compare_saved
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair, FaqVector
from newsdesk.jobs.job import hand_in
from tests.duplicate_review.desk import FERRY, SAME_FERRY, fresh, question, rewrite, twins, waiting

pytestmark = pytest.mark.django_db


def test_a_saved_question_is_compared_once_the_transaction_is_through(
    moderator, django_capture_on_commit_callbacks
):
    twins(moderator, FERRY)
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(compare_saved, [question(moderator, SAME_FERRY).pk])
    assert len(waiting()) == 1
    assert not comparison.behind().exists()


def test_a_failing_comparison_costs_no_save(
    moderator, django_capture_on_commit_callbacks, monkeypatch
):
    def fail(key):
        raise RuntimeError("No room.")

    monkeypatch.setattr(comparison, "compare", fail)
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(compare_saved, [question(moderator, FERRY).pk])
    assert Faq.objects.count() == 1


def test_what_is_behind_is_compared_when_the_queue_is_opened_a_few_at_a_time(moderator):
    for number in range(5):
        question(moderator, f"Why do ferries lean {number} degrees?")
    assert comparison.catch_up(2) == 3
    assert comparison.catch_up(3) == 0
    assert FaqVector.objects.count() == 5


def test_an_unchanged_question_is_not_compared_again(moderator):
    one, _ = twins(moderator)
    stamp = fresh(one).vector.compared_at
    assert comparison.compare(one.pk) == 0
    assert comparison.catch_up() == 0
    assert fresh(one).vector.compared_at == stamp


def test_one_changed_question_costs_as_much_in_a_large_base_as_in_a_small_one(moderator):
    one, _ = twins(moderator)

    def cost():
        rewrite(one, moderator, intro=f"<p>Rewritten {FaqVector.objects.count()}.</p>")
        Faq.objects.filter(pk=one.pk).update(digest="changed")
        with CaptureQueriesContext(connection) as queries:
            comparison.compare(one.pk)
        return len(queries)

    few = cost()
    for number in range(12):
        question(moderator, f"Who paints buoy number {number}?")
    comparison.catch_up()
    assert cost() == few


def test_another_process_sees_what_this_one_wrote(moderator):
    twins(moderator, FERRY)
    question_index.base()
    remembered = question_index._memory
    question_index.forget()
    question(moderator, SAME_FERRY)
    comparison.catch_up()
    question_index._memory = remembered
    assert len(question_index.base().titles) == 2


def test_vectors_of_another_model_are_made_anew(moderator, with_model):
    one, two = twins(moderator)
    FaqVector.objects.filter(faq=one).update(encoder="an-older-model")
    assert list(comparison.behind()) == [one]
    comparison.catch_up()
    assert fresh(one).vector.encoder == fresh(two).vector.encoder != ""
    assert len(bytes(fresh(one).vector.components)) == 384


def test_by_meaning_other_words_are_found_too(moderator, with_model):
    twins(moderator, "How do whales sleep?", "In what way do whales sleep?")
    assert len(waiting()) == 1
    assert waiting()[0].signals["method"] == "meaning"


def test_a_scan_keeps_what_the_model_finds_unlike_and_is_proved(moderator, with_model):
    twins(moderator, "What was hit in Odessa last night?", "What was hit in Odesa last night?")
    assert [pair.band for pair in waiting()] == ["possible"]
    comparison.scan()
    assert [pair.band for pair in waiting()] == ["possible"]


def test_scan_and_single_comparisons_agree(moderator):
    twins(moderator, FERRY, SAME_FERRY, "Why do ferries lean in turn?", "Who paints the buoys?")
    one_by_one = list(
        DuplicatePair.objects.order_by("left", "right").values("left", "right", "score")
    )
    DuplicatePair.objects.all().delete()
    comparison.scan()
    assert one_by_one == list(
        DuplicatePair.objects.order_by("left", "right").values("left", "right", "score")
    )

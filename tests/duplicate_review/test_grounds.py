"""A decision stands while what it was about stands; then it comes back with its reason, and guards."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from faqs.documents import Answer
from faqs.duplicate_review import comparison, decisions, merges
from faqs.duplicate_review.guards import JudgedDifferent
from faqs.models.duplicate_review import DuplicatePair, DuplicateVerdict
from newsdesk.merging.taken import MergeChoice
from tests.duplicate_review.desk import (
    FERRY,
    SAME_FERRY,
    different,
    fresh,
    pair_of,
    plan,
    rewrite,
    twins,
    waiting,
)

pytestmark = pytest.mark.django_db

SHARP = "Why do ferries lean in turn?"
TWO, THREE = "How many moons has Mars?", "How many moons does Mars have?"


def mars(moderator):
    """Return two questions whose answers contradict each other."""
    (two,) = twins(moderator, TWO, intro="<p>Mars has two moons, both of them smal.</p>")
    (three,) = twins(moderator, THREE, intro="<p>Mars has three moons, says the Observer.</p>")
    return two, three


@pytest.mark.parametrize(
    "change",
    [
        {"intro": "<p>They lean outwards.</p>"},
        {"answers": (Answer(id="a-new", question="Ever?", text="<p>Now and then.</p>"),)},
        {"question": FERRY.upper().replace("?", " ?")},
        {"tags": ("Sea",)},
    ],
)
@pytest.mark.parametrize("verdict", ["different", "same"])
def test_a_decision_stands_whatever_else_is_rewritten(moderator, change, verdict):
    one, two = twins(moderator)
    decisions.judge(pair_of(one, two), verdict, actor=moderator, reason="About boats.")
    rewrite(one, moderator, **change)
    comparison.scan()
    assert waiting() == []
    assert pair_of(one, two).state == verdict


def test_a_third_page_merged_into_one_of_two_wakes_nothing(moderator):
    one, two, third = twins(moderator, FERRY, SAME_FERRY, "Why do ferries lean in turn?")
    different(one, two, moderator)
    taken = MergeChoice(items={"answers": ["a-q3"], "sources": ["s-q3"]})
    merges.merge(merges.Plan(survivor=one.pk, taken={third.pk: taken}), actor=moderator)
    comparison.catch_up()
    comparison.scan()
    assert pair_of(one, two).state == "different"


def test_another_question_wakes_it_and_the_merge_stays_guarded_meanwhile(moderator):
    one, two = twins(moderator)
    different(one, two, moderator, "Boats and ships.")
    rewrite(one, moderator, question=SHARP)
    assert waiting() == [pair_of(one, two)]
    assert pair_of(one, two).woken.reason == "Boats and ships."
    with pytest.raises(JudgedDifferent, match="Boats and ships"):
        merges.merge(plan(one, two), actor=moderator)
    decisions.judge(pair_of(one, two), "skipped", actor=moderator)
    with pytest.raises(JudgedDifferent, match="Boats and ships"):
        merges.merge(plan(one, two), actor=moderator)
    decisions.judge(pair_of(one, two), "same", actor=moderator)
    merges.merge(plan(one, two), actor=moderator)


def test_a_question_that_is_changed_back_puts_the_decision_back(moderator):
    one, two = twins(moderator)
    different(one, two, moderator)
    rewrite(one, moderator, question=SHARP)
    rewrite(one, moderator, question=FERRY)
    assert pair_of(one, two).state == "different"
    assert DuplicateVerdict.objects.count() == 1


@pytest.mark.parametrize(
    ("reason", "wakes"),
    [
        ("One speaks of two moons, the other of three.", True),
        ("Only one of them names “both of them”.", True),
        ("They ask different things.", False),
        ("Mars is in either.", False),
    ],
)
def test_a_fact_that_the_reason_names_wakes_it_when_it_changes(moderator, reason, wakes):
    two, three = mars(moderator)
    different(two, three, moderator, reason)
    rewrite(two, moderator, intro="<p>Mars has two moons, both of them small.</p>")
    assert pair_of(two, three).state == "different"
    rewrite(two, moderator, intro="<p>Mars has four moons, all small.</p>")
    assert pair_of(two, three).state == ("open" if wakes else "different")


def test_a_number_in_another_spelling_is_the_same_fact(moderator):
    two, three = mars(moderator)
    different(two, three, moderator, "One speaks of two moons, the other of three.")
    rewrite(two, moderator, intro="<p>Mars has 2 moons.</p>")
    assert pair_of(two, three).state == "different"


def test_the_queue_says_who_decided_why_and_what_has_changed_since(client, moderator, second):
    one, two = twins(moderator)
    different(one, two, second, "Boats and ships.")
    rewrite(one, moderator, question=SHARP)
    client.force_login(moderator)
    address = reverse("admin:faqs_duplicatepair_changelist")
    text = client.get(address).content.decode()
    assert "<strong>second-moderator</strong> said “different”" in text
    assert "because: “Boats and ships”" in text
    assert f"The question “{FERRY}” was changed to “{SHARP}”." in text
    assert "They cannot be merged until you decide again." in text
    client.force_login(second)
    assert "<strong>You</strong> said “different”" in client.get(address).content.decode()


def test_a_decision_from_before_grounds_were_kept_wakes_by_any_other_text(moderator):
    one, two = twins(moderator)
    pair = pair_of(one, two)
    old = DuplicateVerdict.objects.create(
        pair=pair, verdict="different", band=pair.band, score=pair.score, actor=moderator,
        left_text=pair.left_text, right_text=pair.right_text, reason="Boats and ships.",
    )  # fmt: skip
    DuplicatePair.objects.filter(pk=pair.pk).update(
        state="different", decided_by=moderator, decided_at=old.at, stands=old
    )
    rewrite(one, moderator, intro="<p>They lean outwards.</p>")
    assert waiting() == [pair]
    with pytest.raises(JudgedDifferent, match="Boats and ships"):
        merges.merge(plan(one, two), actor=moderator)


def test_an_upgrade_names_the_decision_that_stands(moderator):
    one, two = twins(moderator)
    different(one, two, moderator)
    DuplicatePair.objects.update(stands=None)
    import_module("faqs.migrations.0008_decisions_that_stand").name_the_last(apps, None)
    assert pair_of(one, two).stands == DuplicateVerdict.objects.get()


def test_undoing_a_new_decision_brings_the_guard_back_and_taking_back_does_not(moderator):
    one, two = twins(moderator)
    different(one, two, moderator, "Boats and ships.")
    rewrite(one, moderator, question=SHARP)
    decisions.judge(pair_of(one, two), "same", actor=moderator)
    decisions.undo(pair_of(one, two), actor=moderator)
    assert pair_of(one, two).woken.reason == "Boats and ships."
    decisions.take_back(pair_of(one, two), actor=moderator)
    assert fresh(pair_of(one, two)).stands is None
    merges.merge(plan(one, two), actor=moderator)

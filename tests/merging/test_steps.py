"""What the engine notes of a merge and its undo: a step for every text, the chain behind each; and locks."""

import dataclasses

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faqs import merging
from faqs.models.merge import FaqMergeStep
from faqs.workflow import FAQ
from newsdesk.pages.documents import as_data
from tests.merging.test_engine import all_of, document, fresh, live, question
from tests.merging.test_what_is_kept import scheduled, waiting
from tests.people import person
from tests.workflow.situations import arguments

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return person("Moderator")


def texts(faq):
    """Return the data of the draft, of what readers see, and of what waits."""
    return [as_data(document(faq)), as_data(live(faq)), as_data(waiting(faq))]


def chains(faq):
    """Return what stands behind each of these."""
    faq = fresh(faq)
    editions = (None, faq.latest_edition(), faq.editions.waiting().get())
    return [FAQ.lineage.behind(faq, edition) for edition in editions]


def steps(record, *, undo):
    return list(FaqMergeStep.objects.filter(record=record, undo=undo).order_by("pk"))


def noted(step):
    names = ("item_id", "public", "before", "after", "taken", "chain", "edition")
    return {name: getattr(step, name) for name in names}


def noted_of(faq, deed, *, undo, taken):
    """Do a deed that changes all three texts of a page; return its record and the steps that it noted."""
    was, before = texts(faq), chains(faq)
    record = deed()
    made = steps(record, undo=undo)
    assert [noted(step) for step in made] == [
        {
            "item_id": faq.pk,
            "public": public,
            "before": text,
            "after": after,
            "taken": taken,
            "chain": chain,
            "edition": None,
        }
        for public, text, after, chain in zip(
            (False, True, True), was, texts(faq), before, strict=True
        )
    ]
    behind = [[*chain, step.pk] for chain, step in zip(before, made, strict=True)]
    assert chains(faq) == behind
    return record, made


def test_a_merge_and_its_undo_note_what_they_did_to_each_text(moderator):
    zero, one, two = (question(moderator, name) for name in ("zero", "one", "two"))
    first = merging.merge(zero, one, actor=moderator, taken=all_of(zero, one))
    scheduled(two, moderator, intro="<p>Tomorrow.</p>")
    merging.merge(question(moderator, "three"), fresh(two), actor=moderator)
    taken, base, behind = all_of(one, two), as_data(live(two)), chains(two)[1]
    record, made = noted_of(
        two,
        lambda: merging.merge(fresh(one), fresh(two), actor=moderator, taken=taken),
        undo=False,
        taken=taken.as_data(),
    )
    data, brought = as_data(live(one)), [steps(first, undo=False)[1].pk]
    assert [step.loser for step in made] == [
        {"loser": data},
        {"loser": data},
        {"loser": data, "base": base},
    ]
    assert [step.loser_chain for step in made] == [
        {"loser": brought},
        {"loser": brought},
        {"loser": brought, "base": behind},
    ]
    noted_of(two, lambda: merging.undo(record, actor=moderator), undo=True, taken={})


def test_what_a_merge_leaves_as_it_is_stands_with_it_behind_it(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    scheduled(two, moderator, intro="<p>Tomorrow.</p>")
    record = merging.merge(one, fresh(two), actor=moderator)
    made = steps(record, undo=False)
    editions = [fresh(two).latest_edition(), fresh(two).editions.waiting().get()]
    assert [step.edition for step in made] == [None, *(each.number for each in editions)]
    assert chains(two) == [[step.pk] for step in made]
    assert [each.merges for each in editions] == [[], []]


@pytest.mark.parametrize(
    "verb", ["publish", "schedule", "reschedule", "correct", "clarify", "check", "withdraw"]
)
def test_behind_an_edition_stands_what_was_merged_into_its_words(verb, moderator):
    chief = person("Desk chief")
    one, two = question(moderator, "one"), question(moderator, "two")
    record = merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    scheduled(two, moderator, intro="<p>Tomorrow.</p>")
    last = two.editions.latest("number").number
    text = dataclasses.replace(document(two), intro="<p>The day after.</p>")
    FAQ.revise(fresh(two), text, actor=chief)
    two = fresh(two)
    FAQ.transitions()[verb](two, actor=chief, **arguments("faq", verb, two))
    edition = two.editions.get(number=last + 1)
    assert {step.record for step in FaqMergeStep.objects.filter(pk__in=edition.merges)} >= {record}


def test_a_correction_of_merged_words_is_noted_in_the_draft_too(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    before, latest = as_data(document(two)), fresh(two).latest_edition()
    chain, behind = (FAQ.lineage.behind(two, each) for each in (None, latest))
    mended = dataclasses.replace(live(two), intro="<p>Corrected.</p>")
    edition = FAQ.clarify(fresh(two), actor=moderator, document=mended, note="Clearer.")
    step = FaqMergeStep.objects.get(record=None)
    assert noted(step) | {"taken": {}} == {
        "item_id": two.pk,
        "public": False,
        "before": before,
        "after": as_data(document(two)),
        "taken": {},
        "chain": chain,
        "edition": None,
    }
    assert step.loser == {"base": as_data(FAQ.read(latest)), "theirs": as_data(mended)}
    assert step.loser_chain == {"base": behind, "theirs": FAQ.lineage.behind(two, edition)}
    assert FAQ.lineage.behind(two) == [*chain, step.pk]


def test_of_a_page_into_which_nothing_was_merged_nothing_is_noted(moderator):
    two = question(moderator, "two")
    scheduled(two, moderator, intro="<p>Tomorrow.</p>")
    mended = dataclasses.replace(live(two), question="What is two really?")
    FAQ.clarify(fresh(two), actor=moderator, document=mended, note="Clearer.")
    assert not FaqMergeStep.objects.exists()


def test_two_pages_are_locked_in_one_order_and_no_others(moderator):
    """And to undo a merge, its record too. On SQLite the whole database is locked."""
    one, two = question(moderator, "one", live=False), question(moderator, "two", live=False)
    with CaptureQueriesContext(connection) as merging_:
        record = merging.merge(two, one, actor=moderator)
    with CaptureQueriesContext(connection) as undoing:
        merging.undo(record, actor=moderator)
    for captured, number in ((merging_, 1), (undoing, 2)):
        asked = [query["sql"] for query in captured.captured_queries]
        locks = [sql for sql in asked if "FOR UPDATE" in sql and 'FROM "faqs_' in sql]
        assert len(locks) == (number if connection.vendor == "postgresql" else 0)
        ordered = [sql for sql in asked if 'ORDER BY "faqs_faq"."id" ASC' in sql]
        assert ['WHERE "faqs_faq"."id" IN (' in sql for sql in ordered] == [True, True]

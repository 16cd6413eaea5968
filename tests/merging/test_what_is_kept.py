"""What a merge and its undo leave behind: editions, events, notices, checks; and which words readers know."""

import dataclasses

import pytest
from django.db.models.signals import post_init

from faqs import merging
from faqs.documents import Source
from faqs.models.edition import FaqEdition
from faqs.models.merge import FaqMerge, FaqMergeStep
from faqs.workflow import FAQ
from newsdesk.catalogue.models import Page
from newsdesk.merging.live import UnconfirmedMerge, live_data
from newsdesk.merging.taken import MergeChoice
from newsdesk.notifications.models import Notice
from newsdesk.pages.documents import as_data
from newsdesk.pages.status import State
from newsdesk.workflow.authorship import authors
from newsdesk.workflow.transitions import Refused
from tests import release
from tests.merging.test_engine import all_of, document, fresh, live, question, retext
from tests.people import person
from tests.workflow.situations import soon

pytestmark = pytest.mark.django_db

SOURCE = Source(id="s1", title="Notes", url="https://notes.example/1")


@pytest.fixture
def moderator():
    return person("Moderator")


@pytest.fixture
def other():
    return person("Desk chief", "somebody-else")


def ids(text):
    return [answer.id for answer in text.answers]


def waiting(faq):
    (edition,) = fresh(faq).editions.waiting()
    return FAQ.read(edition)


def scheduled(faq, actor, **values):
    retext(faq, actor, **values)
    return release.schedule(fresh(faq), actor=actor, at=soon(), kind="update")


def shown_and_unchecked(faq):
    rows = Page.objects.filter(key=faq.key)
    return rows.count(), rows.filter(gate_check=None).count()


# What is kept


def test_a_merge_is_an_update_that_says_what_it_combines(moderator, other):
    one, two = question(moderator, "one"), question(moderator, "two")
    taken = all_of(one, two)
    record = merging.merge(one, two, actor=other, reason="Same.", taken=taken)
    edition = fresh(two).latest_edition()
    told = (edition.kind, edition.note, edition.actor, edition.number, edition.schema)
    assert told == ("update", "Combines “What is one?”.", other, 2, FAQ.kind.schema)
    published, absorbed = two.events.filter(actor=other).order_by("-pk")[:2]
    assert (published.verb, published.edition, published.note, published.detail) == (
        "publish",
        2,
        "Combines “What is one?”.",
        {},
    )
    detail = {"record": record.pk, "loser": one.pk, "survivor": two.pk}
    assert (absorbed.verb, absorbed.note, absorbed.detail) == ("absorb", "Same.", detail)
    merged = one.events.get(verb="merge")
    assert (merged.actor, merged.note, merged.detail) == (other, "Same.", detail)
    assert (record.title, record.reason, record.actor) == ("What is one?", "Same.", other)
    assert record.taken == taken.as_data()
    assert fresh(two).changed_by == other


@pytest.mark.parametrize(
    ("seen", "note"),
    [
        (True, "No longer combines “What is one?”."),
        (False, "No longer combines another page."),
    ],
)
def test_an_undo_is_an_update_that_says_what_is_combined_no_longer(moderator, other, seen, note):
    one, two = question(moderator, "one", live=seen), question(moderator, "two")
    record = merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    if not seen:
        release.publish(fresh(two), actor=moderator, kind="update")
    undone = merging.undo(record, actor=other, reason="They differ.")
    assert (undone.undone_by, undone.undo_reason) == (other, "They differ.")
    stored = FaqMerge.objects.get()
    assert (stored.undone_by, stored.undo_reason, stored.is_active) == (
        other,
        "They differ.",
        False,
    )
    edition = fresh(two).latest_edition()
    assert (edition.kind, edition.note, edition.actor) == ("update", note, other)
    published = two.events.filter(verb="publish").latest("pk")
    assert (published.edition, published.note, published.actor) == (edition.number, note, other)
    detail = {"record": record.pk, "loser": one.pk, "survivor": two.pk}
    for faq in (one, two):
        event = faq.events.get(verb="unmerge")
        assert (event.actor, event.note, event.detail) == (other, "They differ.", detail)
    assert fresh(two).changed_by == other


def test_a_merge_that_takes_nothing_publishes_nothing_and_writes_no_draft(moderator, other):
    one, two = question(moderator, "one"), question(moderator, "two")
    before = fresh(two)
    record = merging.merge(one, two, actor=other)
    assert Page.objects.get(key=two.key).also == "What is one?"
    merging.undo(record, actor=other)
    assert Page.objects.get(key=two.key).also == ""
    assert not FaqMergeStep.objects.filter(undo=True).exists()
    after = fresh(two)
    assert (after.changed_at, after.changed_by) == (before.changed_at, moderator)
    assert after.editions.count() == 1
    assert after.revisions.count() == before.revisions.count()


def test_pointing_to_another_page_is_no_change_of_the_text(moderator, other):
    one, two = question(moderator, "one"), question(moderator, "two")
    before = fresh(one)
    record = merging.merge(one, two, actor=other, taken=all_of(one, two))
    assert fresh(one).changed_at == before.changed_at
    merging.undo(record, actor=other)
    assert (fresh(one).changed_at, fresh(one).changed_by) == (before.changed_at, moderator)


def test_what_a_merge_and_its_undo_show_is_checked_with_them(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    scheduled(two, moderator, intro="<p>Tomorrow.</p>")
    record = merging.merge(one, fresh(two), actor=moderator, taken=all_of(one, two))
    assert shown_and_unchecked(two) == (2, 0)
    merging.undo(record, actor=moderator)
    assert shown_and_unchecked(two) == (2, 0)


def test_a_clash_with_what_is_scheduled_is_kept_in_the_log_and_told_to_its_owner(moderator, other):
    one, two = question(moderator, "one", intro="<p>Theirs.</p>"), question(moderator, "two")
    first = scheduled(two, other, intro="<p>Tomorrow.</p>")
    taken = dataclasses.replace(all_of(one, two), fields=("intro",))
    merging.merge(one, fresh(two), actor=moderator, taken=taken)
    (edition,) = fresh(two).editions.waiting()
    event = two.events.get(verb="carry")
    assert event.actor == moderator
    (clash,) = event.detail.pop("clashes")
    assert (clash["path"], clash["ours"]) == ("intro", "<p>Tomorrow.</p>")
    assert event.detail == {
        "into": edition.number,
        "instead_of": first.number,
        "visible_from": first.visible_from.isoformat(),
    }
    (told,) = Notice.objects.filter(kind="clash")
    assert (told.user, f" {edition.number}, scheduled" in told.text) == (other, True)
    assert (edition.visible_from, edition.actor) == (first.visible_from, other)


def test_nobody_is_told_of_what_does_not_clash(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    scheduled(two, moderator, intro="<p>Tomorrow.</p>")
    merging.merge(one, fresh(two), actor=moderator, taken=all_of(one, two))
    assert not two.events.filter(verb="carry").exists()
    assert not Notice.objects.filter(kind="clash").exists()


# Whose words they are, and whether they are published


def test_who_wrote_what_was_taken_from_a_draft_is_an_author_of_the_page(moderator, other):
    draft = question(other, "one", live=False)
    two, three = question(moderator, "two"), question(moderator, "three")
    merging.merge(draft, two, actor=moderator, taken=all_of(draft, two))
    assert authors(fresh(two)) == {moderator.pk, other.pk}
    untaken = question(other, "four", live=False)
    assert authors(fresh(three)) == set()
    retext(three, moderator, intro="<p>Later.</p>")
    merging.merge(untaken, fresh(three), actor=moderator)
    assert authors(fresh(three)) == {moderator.pk}


@pytest.mark.parametrize("hand", ["settled", "submitted", "drafting", "as published"])
def test_a_page_stays_in_the_hands_that_it_was_in(moderator, other, hand):
    one, two = question(moderator, "one"), question(moderator, "two")
    if hand != "settled":
        retext(two, moderator, intro="<p>Later.</p>")
    if hand == "submitted":
        FAQ.submit(fresh(two), actor=moderator)
    if hand == "as published":
        retext(two, moderator, intro=live(two).intro)
    record = merging.merge(one, fresh(two), actor=other, taken=all_of(one, two))
    states = {"settled": State.SETTLED, "submitted": State.SUBMITTED}
    assert fresh(two).state == states.get(hand, State.DRAFTING)
    merging.undo(record, actor=other)
    assert fresh(two).state == states.get(hand, State.DRAFTING)


def test_a_page_whose_merged_words_wait_to_be_published_is_in_writing(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    merging.merge(one, two, actor=moderator, taken=MergeChoice(values={"intro": "<p>New.</p>"}))
    assert fresh(two).state == State.DRAFTING


def test_what_is_scheduled_stays_all_there_is_to_do_after_a_merge(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    scheduled(two, moderator, intro="<p>Tomorrow.</p>")
    record = merging.merge(one, fresh(two), actor=moderator, taken=all_of(one, two))
    assert fresh(two).state == State.SETTLED
    merging.undo(record, actor=moderator)
    assert fresh(two).state == State.SETTLED


# What two merges brought


def test_what_two_merges_brought_stays_until_both_are_undone(moderator):
    """Everywhere: in what readers see, in the draft, and in what is scheduled."""
    two = question(moderator, "two")
    scheduled(two, moderator, intro="<p>Tomorrow.</p>")
    retext(two, moderator, intro="<p>The day after.</p>")
    records = []
    for name in ("one", "three"):
        faq = question(moderator, name, tags=("Sea",))
        taken = MergeChoice(items={"tags": ["Sea"]})
        records.append(merging.merge(faq, fresh(two), actor=moderator, taken=taken))
    for record, left in zip(records, (("Sea",), ()), strict=True):
        merging.undo(record, actor=moderator)
        assert [text.tags for text in (live(two), document(two), waiting(two))] == [left] * 3


@pytest.mark.parametrize("verb", ["check", "clarify", "correct", "reschedule"])
def test_undoing_reaches_editions_that_came_of_merged_ones(moderator, verb):
    one, two = question(moderator, "one"), question(moderator, "two")
    record = merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    first = scheduled(two, moderator, intro="<p>Tomorrow.</p>")
    mended = dataclasses.replace(live(two), question="What is two really?")
    told = {
        "check": {},
        "clarify": {"document": mended, "note": "Clearer."},
        "correct": {"document": mended, "wrong": "One.", "right": "Two."},
        "reschedule": {"number": first.number, "at": soon(30)},
    }[verb]
    getattr(FAQ, verb)(fresh(two), actor=moderator, **told)
    assert [ids(text) for text in (live(two), waiting(two))] == [["two-own", "one-own"]] * 2
    merging.undo(record, actor=moderator)
    texts = (live(two), document(two), waiting(two))
    assert [ids(text) for text in texts] == [["two-own"]] * 3
    kept = "What is two really?" if verb in ("clarify", "correct") else "What is two?"
    assert {text.question for text in texts} == {kept}
    assert [text.intro for text in texts] == ["<p>They turn.</p>", *["<p>Tomorrow.</p>"] * 2]


def test_undoing_reaches_editions_from_before_chains_were_kept(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    later = question(moderator, "three")

    def forget(instance, **kwargs):
        if instance.pk is None:
            instance.merges = None

    post_init.connect(forget, sender=FaqEdition)
    try:
        record = merging.merge(one, two, actor=moderator, taken=all_of(one, two))
        retext(two, moderator, intro="<p>Later.</p>")
        release.publish(fresh(two), actor=moderator, kind="update")
    finally:
        post_init.disconnect(forget, sender=FaqEdition)
    assert set(two.editions.filter(number__gt=1).values_list("merges", flat=True)) == {None}
    merging.merge(later, fresh(two), actor=moderator, taken=all_of(later, two))
    for name in ("one", "two"):
        mended = dataclasses.replace(live(two), question=f"What is {name} really?")
        FAQ.clarify(fresh(two), actor=moderator, document=mended, note="Clearer.")
    merging.undo(record, actor=moderator)
    assert ids(live(two)) == ids(document(two)) == ["two-own", "three-own"]
    assert live(two).intro == "<p>Later.</p>"


# Which words readers know


def test_words_of_what_was_merged_in_before_are_known(moderator):
    one, two, three = (
        question(moderator, n, intro=f"<p>{n}.</p>") for n in ("one", "two", "three")
    )
    merging.merge(one, two, actor=moderator)
    both = MergeChoice(values={"intro": "<p>one.</p><p>three.</p>"})
    merging.merge(three, fresh(two), actor=moderator, taken=both)
    assert live(two).intro == "<p>one.</p><p>three.</p>"


def test_words_of_a_draft_that_was_merged_in_before_are_not_known(moderator):
    draft = question(moderator, "one", live=False, intro="<p>zebrine</p>")
    two, three = question(moderator, "two"), question(moderator, "three")
    merging.merge(draft, two, actor=moderator)
    secret = MergeChoice(values={"intro": "<p>zebrine</p>"})
    merging.merge(three, fresh(two), actor=moderator, taken=secret)
    assert live(two).intro == "<p>They turn.</p>"
    assert document(two).intro == "<p>zebrine</p>"


def test_words_that_were_merged_into_another_page_are_no_words_of_this_one(moderator):
    one, two, three, four = (
        question(moderator, n, intro=f"<p>{n}.</p>") for n in ("one", "two", "three", "four")
    )
    merging.merge(one, four, actor=moderator)
    merging.merge(three, two, actor=moderator, taken=MergeChoice(values={"intro": "<p>one.</p>"}))
    assert live(two).intro == "<p>two.</p>"


def test_a_merge_after_an_undo_and_a_correction_is_like_any_other(moderator):
    one, two, three = (question(moderator, name) for name in ("one", "two", "three"))
    merging.undo(merging.merge(one, two, actor=moderator, taken=all_of(one, two)), actor=moderator)
    scheduled(two, moderator, intro="<p>Tomorrow.</p>")
    mended = dataclasses.replace(live(two), question="What is two really?")
    FAQ.clarify(fresh(two), actor=moderator, document=mended, note="Clearer.")
    merging.merge(
        three, fresh(two), actor=moderator, taken=MergeChoice(values={"intro": "<p>New.</p>"})
    )
    assert live(two).intro == "<p>They turn.</p>"


# The checks of the merged text


def test_what_the_checks_said_of_either_page_before_is_no_news(moderator):
    sourced, bare = {"sources": (SOURCE,)}, {}
    drop = MergeChoice(dropped={"sources": ["s1"]})
    # The one that goes had no source; it is the same to say of the one that stays.
    merging.merge(
        question(moderator, "one", **bare),
        question(moderator, "two", **sourced),
        actor=moderator,
        reason="Same.",
        taken=drop,
    )
    # The one that stays had none.
    three, four = question(moderator, "three", **sourced), question(moderator, "four", **bare)
    merging.merge(three, four, actor=moderator, taken=all_of(three, four))
    # Neither has a warning, before or after.
    five, six = (question(moderator, name, **sourced) for name in ("five", "six"))
    merging.merge(five, six, actor=moderator, taken=MergeChoice(fields=("intro",)))


@pytest.mark.parametrize("who", ["loser", "survivor", "nobody"])
def test_what_was_accepted_of_either_page_once_is_no_news(moderator, who):
    one, two = (
        question(moderator, name, **({} if name == who else {"sources": (SOURCE,)}))
        for name in ("loser", "survivor")
    )
    for faq in (one, two):
        retext(faq, moderator, sources=(SOURCE,), intro="<p>They turn again.</p>")
        release.publish(fresh(faq), actor=moderator, kind="update")
    drop = MergeChoice(dropped={"sources": ["s1"]})
    if who == "nobody":
        with pytest.raises(UnconfirmedMerge, match="look at this first"):
            merging.merge(fresh(one), fresh(two), actor=moderator, reason="Same.", taken=drop)
    else:
        merging.merge(fresh(one), fresh(two), actor=moderator, reason="Same.", taken=drop)
        assert live(two).sources == ()


@pytest.mark.parametrize("who", ["loser", "survivor", "nobody"])
def test_what_a_clarification_left_on_either_page_is_no_news(moderator, who):
    """It asks for no acceptance of a warning, so there is none."""
    one, two = (
        question(moderator, name, sources=(SOURCE,), intro=f"<p>{name}</p>")
        for name in ("loser", "survivor")
    )
    for faq in (one, two):
        bare = dataclasses.replace(live(faq), sources=())
        if bare.intro == f"<p>{who}</p>":
            FAQ.clarify(faq, actor=moderator, document=bare, note="Clearer.")
    taken = MergeChoice(fields=("intro",), dropped={"sources": ["s1"]})
    if who == "nobody":
        with pytest.raises(UnconfirmedMerge, match="look at this first"):
            merging.merge(fresh(one), fresh(two), actor=moderator, reason="Same.", taken=taken)
    else:
        merging.merge(fresh(one), fresh(two), actor=moderator, reason="Same.", taken=taken)
        assert (live(two).sources, live(two).intro) == ((), "<p>loser</p>")


def test_what_was_confirmed_with_a_merge_is_in_the_log(moderator):
    one, two = (question(moderator, name, sources=(SOURCE,)) for name in ("one", "two"))
    drop = MergeChoice(dropped={"sources": ["s1"]})
    with pytest.raises(UnconfirmedMerge) as refused:
        merging.merge(one, two, actor=moderator, reason="Same.", taken=drop)
    (warning,) = refused.value.warnings
    told = {"reason": "Same.", "taken": drop}
    with pytest.raises(Refused, match="have changed"):
        merging.merge(one, two, actor=moderator, confirmed=[warning.identity, "0"], **told)
    merging.merge(one, two, actor=moderator, confirmed=[warning.identity], **told)
    looked = two.events.filter(verb="publish").latest("pk").detail["looked_at"]
    assert looked["reason"] == "Same."
    assert [each["identity"] for each in looked["warnings"]] == [warning.identity]


# What a page would bring


def test_a_page_brings_what_readers_see_of_it_a_draft_what_it_says(moderator):
    seen, draft = question(moderator, "one"), question(moderator, "two", live=False)
    retext(seen, moderator, intro="<p>Later.</p>")
    gone = question(moderator, "three")
    FAQ.withdraw(gone, actor=person("Desk chief"), note="Wrong.")
    retext(gone, moderator, intro="<p>Better.</p>")
    for faq, intro in (
        (seen, "<p>They turn.</p>"),
        (draft, "<p>They turn.</p>"),
        (gone, "<p>Better.</p>"),
    ):
        assert live_data(FAQ, fresh(faq))["intro"] == intro
        assert FAQ.merging.public_data(fresh(faq))["intro"] == intro
    assert FAQ.merging.public_data(fresh(seen)) == as_data(live(seen))
    assert [FAQ.merging.brought(fresh(faq)).public for faq in (seen, draft, gone)] == [
        True,
        False,
        False,
    ]
    assert not FaqMergeStep.objects.exists()

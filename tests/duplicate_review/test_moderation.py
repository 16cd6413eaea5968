"""What moderators agree on among themselves: second opinions, reasons, watched questions, figures of each."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from faqs.duplicate_review import decisions, merges, opinions, reasons, watches
from faqs.duplicate_review.statistics import moderators
from faqs.models.duplicate_review import DuplicateVerdict
from faqs.models.moderation import DifferenceReasons, SecondOpinion
from newsdesk.notifications.models import Notice
from newsdesk.notifications.subjects import subjects_for
from tests.duplicate_review.desk import different, fresh, pair_of, plan, question, twins, waiting
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(db):
    return person("Desk chief")


@pytest.fixture
def pair(moderator):
    return pair_of(*twins(moderator))


def notices(user, kind):
    return list(Notice.objects.of(user).waiting().filter(kind=kind))


def at(name, *args):
    return reverse(f"admin:faqs_duplicatepair_{name}", args=args)


# Second opinions


def test_a_pair_waits_for_the_colleague_who_was_asked(moderator, second, chief, pair):
    opinions.ask(pair, actor=moderator, asked=second, note="Is a turn a bend?")
    for other in (moderator, chief):
        with pytest.raises(opinions.WaitsForOpinion, match=str(second)):
            decisions.judge(pair, "same", actor=other)
        with pytest.raises(opinions.WaitsForOpinion):
            merges.merge(plan(pair.left, pair.right), actor=other)
        with pytest.raises(opinions.WaitsForOpinion):
            merges.propose(plan(pair.left, pair.right), actor=other)
    decisions.judge(pair, "different", actor=second, reason="Another thing.")
    opinion = SecondOpinion.objects.get()
    assert (opinion.ended_by, opinion.verdict) == (second, "different")
    decisions.take_back(pair, actor=moderator)
    decisions.judge(pair, "same", actor=moderator)


def test_anybody_is_everybody_but_who_asked(moderator, second, pair):
    opinions.ask(pair, actor=moderator)
    with pytest.raises(opinions.WaitsForOpinion, match="somebody else than moderator"):
        decisions.judge(pair, "same", actor=moderator)
    decisions.judge(pair, "same", actor=second)


def test_who_is_asked_is_told_and_who_asked_hears_what_was_decided(moderator, second, pair):
    opinions.ask(pair, actor=moderator, asked=second)
    (told,) = notices(second, "opinion")
    assert told.text == "moderator asks for your opinion on two questions."
    assert "ferries" not in told.text
    assert not notices(moderator, "opinion")
    decisions.judge(pair, "variant", actor=second)
    (answer,) = notices(moderator, "opinion")
    assert answer.text.endswith("that you asked about: variants.")
    assert {"opinions", "watched"} <= {each.name for each in subjects_for(moderator)}


def test_who_may_not_decide_is_not_asked_and_nobody_twice(moderator, second, pair):
    for nobody in (person("Reporter"), moderator):
        with pytest.raises(opinions.NotToBeAsked):
            opinions.ask(pair, actor=moderator, asked=nobody)
    opinions.ask(pair, actor=moderator, asked=second)
    with pytest.raises(opinions.NotToBeAsked, match="already"):
        opinions.ask(pair, actor=moderator)
    with pytest.raises(PermissionDenied):
        opinions.ask(pair, actor=person("Editor"))


def test_a_pair_that_is_decided_is_not_asked_about(moderator, second, pair):
    decisions.judge(pair, "same", actor=moderator)
    with pytest.raises(opinions.NotToBeAsked, match="take the decision back"):
        opinions.ask(pair, actor=moderator, asked=second)


def test_a_question_can_be_withdrawn_and_handed_back_and_by_nobody_else(
    moderator, second, chief, pair
):
    for actor in (moderator, second):
        opinion = opinions.ask(pair, actor=moderator, asked=second)
        with pytest.raises(PermissionDenied):
            opinions.withdraw(opinion, actor=chief)
        opinions.withdraw(opinion, actor=actor)
        opinions.withdraw(opinion, actor=actor)
    decisions.judge(pair, "same", actor=chief)


def test_what_waits_for_another_is_not_in_ones_queue(moderator, second, pair, client):
    opinions.ask(pair, actor=moderator, asked=second)
    client.force_login(moderator)
    assert "Nothing waits here" in client.get(at("changelist")).content.decode()
    shown = client.get(f"{at('changelist')}?pair={pair.pk}").content.decode()
    assert "asked second-moderator for a second opinion" in shown
    assert 'data-key="s"' not in shown
    client.force_login(second)
    assert "pair-title" in client.get(at("changelist")).content.decode()
    assert "Waits for you" in client.get(at("proposals")).content.decode()


def test_a_colleague_is_asked_on_a_page_of_its_own(moderator, second, pair, client):
    client.force_login(moderator)
    page = at("opinion", pair.pk)
    assert "second-moderator" in client.get(page).content.decode()
    answer = client.post(page, {"asked": second.pk, "note": "A bend?"})
    assert answer.status_code == 302
    opinion = SecondOpinion.objects.get()
    assert (opinion.asked, opinion.note) == (second, "A bend?")
    assert client.post(page, {"asked": ""}).status_code == 409
    assert client.post(page, {"asked": "0"}).status_code == 400
    client.post(at("hand_back", opinion.pk))
    assert not SecondOpinion.objects.open().exists()


def test_an_undecided_pair_that_waits_is_not_parted_by_the_way(moderator, second):
    three = twins(
        moderator,
        "Why do ferries lean in a turn?",
        "Why do ferries lean in the turn?",
        "Why do ferries lean in turn?",
    )
    opinions.ask(pair_of(three[0], three[2]), actor=moderator, asked=second)
    decisions.part({three[0].pk, three[1].pk}, {three[2].pk}, actor=moderator, reason="No.")
    assert pair_of(three[0], three[2]).state == "open"
    assert pair_of(three[1], three[2]).state == "different"


# Reasons


def test_a_desk_begins_with_reasons_and_its_chiefs_list_others(moderator, chief):
    assert reasons.reasons() == reasons.REASONS
    with pytest.raises(PermissionDenied):
        reasons.keep_reasons("Another place.", actor=moderator)
    reasons.keep_reasons("Another place.\n\n  Another   place. \nAnother year.\n", actor=chief)
    assert reasons.reasons() == ("Another place.", "Another year.")
    reasons.keep_reasons("Another place.\nAnother year.", actor=chief)
    assert DifferenceReasons.objects.count() == 1


@pytest.mark.parametrize("text", ["", "\n \n", "\n".join(f"Reason {n}." for n in range(10))])
def test_a_list_has_one_reason_for_each_key_and_one_at_least(chief, text):
    with pytest.raises(reasons.NotAList):
        reasons.keep_reasons(text, actor=chief)


def test_the_queue_offers_the_desks_own_reasons_by_key(moderator, chief, pair, client):
    client.force_login(chief)
    answer = client.post(at("reasons"), {"reasons": "Another place.\nAnother year."})
    assert answer.status_code == 302
    assert client.post(at("reasons"), {"reasons": ""}).status_code == 400
    body = client.get(at("changelist")).content.decode()
    assert re.search(r'value="Another year\."[^>]* data-key="2"', body)
    assert 'data-key="3"' not in body
    client.force_login(moderator)
    assert "Another year." in client.get(at("reasons")).content.decode()
    assert client.post(at("reasons"), {"reasons": "Mine."}).status_code == 403


# Watching


def test_the_history_of_a_question_names_the_other_one(moderator, second, pair, client):
    opinions.ask(pair, actor=moderator, asked=second)
    decisions.judge(pair, "different", actor=second, reason="Two boats.")
    client.force_login(moderator)
    body = client.get(reverse("admin:faqs_faq_history", args=[pair.left_id])).content.decode()
    for deed in (
        "asked for a second opinion on a pair of questions",
        "different from another question",
    ):
        assert f"{deed}: “{pair.right}”" in body


def test_who_watches_a_question_hears_what_is_done_to_it_and_not_what_they_did(
    moderator, second, pair
):
    watches.watch(pair.left, actor=second)
    watches.watch(pair.left, actor=second)
    watches.watch(pair.left, actor=moderator)
    decisions.judge(pair, "same", actor=moderator)
    batch = merges.merge(plan(pair.right, pair.left), actor=moderator)
    merges.undo(batch.records.all(), actor=moderator)
    assert sorted(each.text for each in notices(second, "watched")) == [
        "moderator found it to be the same as another question.",
        "moderator merged it into another question.",
        "moderator undid a merge of it and another question.",
    ]
    assert {each.key for each in notices(second, "watched")} == {pair.left.key}
    assert not notices(moderator, "watched")
    watches.unwatch(pair.left, actor=second)
    different(pair.left, pair.right, moderator)
    assert len(notices(second, "watched")) == 3


def test_who_watches_hears_of_a_new_pair(moderator, second):
    one = question(moderator, "Why do ferries lean in a turn?")
    watches.watch(one, actor=second)
    twins(moderator, "Why do ferries lean in the turn?")
    assert [each.text for each in notices(second, "watched")] == [watches.FOUND]


def test_who_may_see_faqs_no_more_hears_no_more(moderator, second, pair):
    watches.watch(pair.left, actor=second)
    second.groups.clear()
    decisions.judge(pair, "same", actor=moderator)
    assert not notices(second, "watched")


def test_a_question_is_watched_from_its_history(moderator, pair, client):
    reporter = person("Reporter")
    client.force_login(reporter)
    history = reverse("admin:faqs_faq_history", args=[pair.left_id])
    assert "Watch this question" in client.get(history).content.decode()
    assert client.post(at("watch", pair.left_id), {"deed": "watch"}).status_code == 302
    assert watches.watches(reporter, pair.left)
    assert "Stop watching" in client.get(history).content.decode()
    client.post(at("watch", pair.left_id), {"deed": "unwatch"})
    assert not watches.watches(reporter, pair.left)
    assert client.post(at("watch", 10**9)).status_code == 404


# Figures of each


def test_the_figures_of_each_say_what_was_decided_merged_undone_and_shared(moderator, second):
    one, two = twins(moderator)
    gulls = twins(moderator, "Who feeds the harbour gulls?", "Who feeds harbour gulls?")
    seas = twins(moderator, "Why is the sea blue?", "Why is a sea blue?")
    decisions.judge(pair_of(*gulls), "same", actor=moderator)
    decisions.take_back(pair_of(*gulls), actor=second)
    decisions.judge(pair_of(*gulls), "different", actor=second, reason="Other gulls.")
    decisions.judge(pair_of(*seas), "same", actor=moderator)
    decisions.take_back(pair_of(*seas), actor=moderator)
    decisions.judge(pair_of(*seas), "same", actor=second)
    batch = merges.merge(plan(one, two), actor=moderator)
    merges.undo(batch.records.all(), actor=second)
    decisions.judge(pair_of(one, two), "skipped", actor=second)
    mine, theirs = sorted(moderators(), key=lambda each: each.name)
    assert (mine.name, mine.merges, mine.undone) == ("moderator", 1, 1)
    assert mine.verdicts == {"same": 3}
    assert (mine.shared, mine.agreed) == (2, 0)
    assert theirs.verdicts == {"different": 1, "same": 1, "skipped": 1}
    assert theirs.decided == 2
    assert (theirs.shared, theirs.agreed) == (1, 0)


def test_two_who_say_the_same_agree(moderator, second, pair):
    decisions.judge(pair, "same", actor=moderator)
    # As a merge notes it of a pair that was judged the same by somebody else before.
    DuplicateVerdict.objects.create(
        pair=fresh(pair), verdict="same", band="likely", score=0.9, actor=second
    )
    assert [each.agreement for each in moderators()] == [1.0, 1.0]


def test_the_page_of_figures_is_for_who_may_decide(moderator, pair, client):
    decisions.judge(pair, "same", actor=moderator)
    client.force_login(person("Editor"))
    assert client.get(at("moderators")).status_code == 403
    client.force_login(moderator)
    for query in ("", "?since=ever"):
        body = client.get(at("moderators") + query).content.decode()
        assert '<th scope="row">moderator</th><td data-label="Decisions">1</td>' in body


def test_all_is_logged_on_both_pages(moderator, second, pair):
    opinions.ask(pair, actor=moderator, asked=second, note="A bend?")
    for faq in (pair.left, pair.right):
        event = fresh(faq).events.filter(verb="asked_opinion").get()
        assert (event.actor, event.note) == (moderator, "A bend?")
    assert waiting() == [pair]

"""The same question in two live pages is never published unseen, whichever way leads there."""

import dataclasses
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from faqs import working_copy
from faqs.duplicate_review import comparison, decisions, merges
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair, FaqVector
from faqs.rule_inputs import judge_many
from faqs.workflow import FAQ
from newsdesk.catalogue.models import Page, title_key
from newsdesk.workflow.guards import Unconfirmed
from newsdesk.workflow.transitions import Blocked
from tests import pages, release
from tests.desk import screens
from tests.duplicate_review.desk import (
    FERRY,
    SAME_FERRY,
    fresh,
    pair_of,
    plan,
    question,
    rewrite,
    twins,
)
from tests.duplicate_review.test_crossed_merges import run
from tests.people import person

BLOCKS, WARNS = "same-question-shown", "likely-duplicate"
SOON = timedelta(days=2)


def codes(faq, document=None):
    """Return the codes of this room's findings: what blocks, what warns."""
    (found,) = judge_many([(fresh(faq), document or working_copy.document_of(fresh(faq)))])
    return [
        [each.code for each in side if each.code in (BLOCKS, WARNS)]
        for side in (found.blocking, found.warnings)
    ]


def warnings(faq):
    (found,) = judge_many([(fresh(faq), working_copy.document_of(fresh(faq)))])
    return [each for each in found.warnings if each.code == WARNS]


def draft(actor, title, **values):
    return question(actor, title, live=False, **values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        FERRY,
        "why do ferries lean in a turn",
        "  Why do   FERRIES lean – in a turn?!",
        "“Why” do ferries ‘lean’ in a turn?",
        "Why do ferriés lean in a turn?",
    ],
)
def test_a_title_that_readers_know_is_not_published_again(moderator, other):
    question(moderator, FERRY)
    again = draft(moderator, other)
    for verb, more in (("publish", {}), ("schedule", {"at": timezone.now() + SOON})):
        with pytest.raises(Blocked, match="asks the same: “Why do ferries lean in a turn"):
            getattr(release, verb)(again, actor=moderator, **more)
    assert fresh(again).standing == "draft"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What costs $5?", "What costs £5?"),
        ("What does 2.5 mean?", "What does 25 mean?"),
        ("Is it -5 degrees?", "Is it 5 degrees?"),
        ("Is C# fast?", "Is C fast?"),
        ("🚢?", "🚀?"),
    ],
)
def test_titles_that_say_something_else_are_not_the_same(one, other):
    assert title_key(one) != title_key(other)


@pytest.mark.django_db
def test_what_waits_for_its_time_counts_and_readers_hear_nothing_of_it(moderator, client):
    waiting = draft(moderator, FERRY)
    release.schedule(waiting, actor=moderator, at=timezone.now() + SOON)
    embargoed = draft(moderator, "Why do trams lean?")
    FAQ.embargo(embargoed, actor=moderator, until=timezone.now() + SOON, note="Agreed.")
    release.publish(embargoed, actor=moderator)
    for title in (FERRY, "Why do trams lean?"):
        with pytest.raises(Blocked, match="which appears on"):
            release.publish(draft(moderator, title), actor=moderator)
    for path in ("/questions/", "/", "/search/?q=lean"):
        body = client.get(path).content.decode()
        assert FERRY not in body
        assert "trams" not in body


@pytest.mark.django_db
def test_what_nobody_is_to_see_does_not_block(moderator):
    gone = question(moderator, FERRY)
    FAQ.withdraw(gone, actor=moderator, note="Wrong.")
    away = draft(moderator, FERRY)
    FAQ.discard(away, actor=moderator)
    written = draft(moderator, FERRY)
    again = draft(moderator, FERRY)
    assert codes(again) == [[], []]
    release.publish(again, actor=moderator)
    with pytest.raises(Blocked):
        release.publish(written, actor=moderator)
    with pytest.raises(Blocked):
        release.publish(gone, actor=moderator, kind="update")


@pytest.mark.django_db
def test_what_readers_see_counts_and_not_what_is_being_written(moderator):
    live = question(moderator, FERRY)
    rewrite(live, moderator, question="Why do trams lean?")
    assert codes(draft(moderator, FERRY))[0] == [BLOCKS]
    assert codes(draft(moderator, "Why do trams lean?"))[0] == []


@pytest.mark.django_db
def test_two_of_one_title_are_not_published_together(moderator):
    chief = person("Desk chief")
    two = [draft(chief, FERRY), draft(chief, "Why do ferries lean in a turn!")]
    made = pages.story(chief, faqs=tuple(faq.key for faq in two))
    with pytest.raises(Blocked, match="which is published with it"):
        release.publish(made, actor=chief, together=two)
    assert not Page.objects.exists()
    release.publish(made, actor=chief, together=two[:1])
    assert Page.objects.filter(kind="faq").count() == 1


@pytest.mark.django_db
def test_a_correction_does_not_bring_a_title_in_either(moderator):
    question(moderator, FERRY)
    other = question(moderator, "Why do trams lean?")
    live = FAQ.read(other.public_edition())
    told = {"actor": moderator, "wrong": "The title.", "right": FERRY}
    with pytest.raises(Blocked):
        FAQ.correct(other, document=dataclasses.replace(live, question=FERRY), **told)


@pytest.mark.django_db
def test_an_error_can_be_mended_in_a_page_that_was_there_twice_before(moderator):
    question(moderator, FERRY)
    other = question(moderator, "Why do trams lean?")
    # As an older release left it: nobody was asked then.
    Page.objects.filter(key=other.key).update(title=FERRY, title_key=title_key(FERRY))
    live = FAQ.read(other.public_edition())
    mended = dataclasses.replace(live, question=FERRY, intro="<p>They turn, too.</p>")
    with pytest.raises(Blocked):
        FAQ.correct(other, actor=moderator, document=mended, wrong="It.", right="That.")
    Faq.objects.filter(pk=other.pk).update(question=FERRY)
    mended = dataclasses.replace(live, intro="<p>They turn, too.</p>")
    FAQ.correct(other, actor=moderator, document=mended, wrong="It.", right="That.")


@pytest.mark.django_db
def test_a_merge_of_two_with_one_title_is_the_way_out(moderator):
    one, two = question(moderator, FERRY), draft(moderator, FERRY)
    comparison.catch_up()
    merges.merge(plan(one, two), actor=moderator, reason="One question.")
    assert codes(one) == [[], []]


@pytest.mark.django_db
def test_a_likely_duplicate_of_what_readers_see_has_to_be_looked_at(moderator):
    one, two = twins(moderator)
    again = draft(moderator, "Why do the ferries lean in a turn?")
    comparison.catch_up()
    assert len(warnings(again)) == 2
    approved = release.approve(again, actor=moderator)
    with pytest.raises(Unconfirmed):
        FAQ.publish(approved, actor=moderator)
    assert fresh(again).standing == "draft"
    release.publish(again, actor=moderator)
    kept = fresh(again).events.filter(verb="publish").last().detail["looked_at"]["warnings"]
    told = " ".join(each["message"] for each in kept if each["code"] == WARNS)
    assert all(f"“{faq.question}”" in told for faq in (one, two))


@pytest.mark.django_db
@pytest.mark.parametrize("verdict", ["different", "variant"])
def test_what_a_moderator_has_settled_is_not_asked_again(moderator, verdict):
    one = question(moderator, FERRY)
    two = draft(moderator, SAME_FERRY)
    comparison.catch_up()
    assert codes(two) == [[], [WARNS]]
    decisions.judge(pair_of(one, two), verdict, actor=moderator, reason="Another turn.")
    assert codes(two) == [[], []]
    rewrite(two, moderator, question="Why do all ferries lean in the turn?")
    assert pair_of(one, two).band == "likely"
    assert codes(two)[1] == [WARNS] * (verdict == "different")


@pytest.mark.django_db
def test_a_pair_that_waits_to_be_merged_is_told_as_such(moderator):
    one = question(moderator, FERRY)
    two = draft(moderator, SAME_FERRY)
    comparison.catch_up()
    decisions.judge(pair_of(one, two), "same", actor=moderator)
    (warning,) = warnings(two)
    assert "was found to ask the same" in str(warning)
    assert [each.label for each in warning.remedies] == ["Merge them"]


@pytest.mark.django_db
def test_what_the_job_has_not_compared_yet_is_compared_by_the_check(moderator):
    one = question(moderator, FERRY)
    comparison.catch_up()
    two = draft(moderator, SAME_FERRY)
    FaqVector.objects.filter(faq=two.pk).delete()
    assert codes(two) == [[], [WARNS]]
    assert not DuplicatePair.objects.of(two).exists()
    assert not FaqVector.objects.filter(faq=two.pk).exists()
    assert codes(one) == [[], []]


@pytest.mark.django_db
def test_two_that_go_out_together_warn_of_each_other(moderator):
    two = [draft(moderator, FERRY), draft(moderator, SAME_FERRY)]
    FaqVector.objects.all().delete()
    found = judge_many([(faq, working_copy.document_of(faq)) for faq in two])
    assert [[each.code for each in one.warnings if each.code == WARNS] for one in found] == [
        [WARNS],
        [WARNS],
    ]


@pytest.mark.django_db
def test_drafts_that_are_likely_the_same_wait_for_the_queue(moderator):
    one, two = draft(moderator, FERRY), draft(moderator, SAME_FERRY)
    comparison.catch_up()
    assert codes(one) == codes(two) == [[], []]


@pytest.mark.django_db
def test_the_publish_page_leads_moderators_to_merging_and_to_the_decision(moderator, client):
    one = question(moderator, FERRY)
    two = release.approve(draft(moderator, SAME_FERRY), actor=moderator)
    comparison.catch_up()
    address = reverse("admin:faqs_faq_verb", args=[two.pk, "publish"])
    merge = f"{reverse('admin:faqs_duplicatepair_merge')}?faq={two.pk}&amp;faq={one.pk}"
    decide = f"{reverse('admin:faqs_duplicatepair_changelist')}?pair={pair_of(one, two).pk}"
    client.force_login(moderator)
    body = client.get(address).content.decode()
    assert f'href="{merge}"' in body
    assert f'href="{decide}"' in body
    assert "Questions are compared by words alone." in body
    client.force_login(person("Editor"))
    body = client.get(address).content.decode()
    assert "likely asks the same" in body
    assert merge not in body
    assert decide not in body


@pytest.mark.django_db
@pytest.mark.parametrize(
    "way", ["its own page", "its own schedule", "a story", "a story's schedule"]
)
@pytest.mark.parametrize(("title", "refused"), [(FERRY, True), (SAME_FERRY, False)])
def test_every_way_through_the_desk_refuses_the_same_title_and_asks_of_a_likely_one(
    client, way, title, refused
):
    chief = person("Desk chief")
    again = release.approve(draft(chief, title), actor=chief)
    together = {}
    item = again
    if way.startswith("a story"):
        item = release.approve(pages.story(chief, faqs=(again.key,)), actor=chief)
        together = {"together": [again.key]}
    known = question(chief, FERRY)
    comparison.catch_up()
    verb = "schedule" if way.endswith("schedule") else "publish"
    when = {"at": f"{timezone.now() + SOON:%Y-%m-%dT12:00}"} if verb == "schedule" else {}
    client.force_login(chief)
    asked = client.get(screens.address("verb", item, verb)).content.decode()
    assert "asks the same" in asked
    client.post(screens.address("verb", item, verb), together | when)
    assert Page.objects.of_kind("faq").count() == 1
    screens.do(client, item, verb, **together, **when)
    assert Page.objects.of_kind("faq").count() == (1 if refused else 2)
    assert Page.objects.filter(key=known.key).exists()


@pytest.mark.django_db
def test_programs_publish_nothing(client):
    """The API is read by programs, and written by none."""
    question(person("Moderator"), FERRY)
    (known,) = client.get("/api/v1/questions/").json()["items"]
    for path in ("/api/v1/questions/", f"/api/v1/questions/{known['id']}/"):
        assert client.get(path).status_code == 200
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(path, {}).status_code == 405


@pytest.mark.django_db
def test_looking_for_the_same_question_costs_no_more_for_many(moderator):
    question(moderator, FERRY)
    comparison.catch_up()
    counts = []
    for number in (2, 12):
        some = [draft(moderator, f"Why does mast {number} {n} sway?") for n in range(number)]
        told = [(faq, working_copy.document_of(faq)) for faq in some]
        with CaptureQueriesContext(connection) as queries:
            judge_many(told)
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 20


@pytest.mark.django_db
def test_rebuilding_the_catalogue_keeps_what_titles_are_found_by(moderator):
    faq = question(moderator, FERRY)
    Page.objects.update(title_key="")
    call_command("rebuild_catalogue", verbosity=0)
    assert Page.objects.get(key=faq.key).title_key == "why do ferries lean in a turn"


@pytest.mark.django_db(transaction=True)
def test_of_two_that_publish_one_question_at_once_one_is_refused():
    actor = person("Moderator")
    for number in range(4):
        title = f"Why do ferries lean {number} times?"
        two = [
            release.approve(draft(actor, title, slug=f"s{number}-{n}"), actor=actor)
            for n in range(2)
        ]
        told = [release.accepted(faq) for faq in two]
        outcome = run(
            Barrier(2),
            *(
                lambda faq=faq, more=more: FAQ.publish(faq, actor=actor, **more)
                for faq, more in zip(two, told, strict=True)
            ),
        )
        assert sorted(type(each).__name__ for each in outcome) == ["Blocked", "NoneType"], outcome
        assert Page.objects.filter(title=title).count() == 1

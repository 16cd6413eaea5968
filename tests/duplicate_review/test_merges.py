"""Merging what was judged the same: whole or not at all, with one undo, by two where much changes."""

from datetime import timedelta

import lxml.html
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from faqs import merging, working_copy
from faqs.duplicate_review import decisions, merges
from faqs.duplicate_review.choice_form import result_of
from faqs.duplicate_review.guards import refuse_judged_different
from faqs.duplicate_review.impact import impact_of
from faqs.duplicate_review.merge_effect import effect_of
from faqs.duplicate_review.merges import Plan
from faqs.duplicate_review.sides import sides_of
from faqs.models.duplicate_review import DuplicateVerdict, MergeBatch
from faqs.models.merge import FaqMerge
from faqs.workflow import FAQ
from newsdesk.catalogue.resolve import Moved, resolve
from newsdesk.merging.engine import AlreadyMerged, MergeRefused, NotMerged
from newsdesk.merging.live import shown_after
from newsdesk.merging.taken import MergeChoice
from newsdesk.pages.documents import as_data
from newsdesk.sections import arrangement
from newsdesk.sections.models.front import HOME
from tests import pages, release
from tests.duplicate_review.desk import (
    FERRY,
    SAME_FERRY,
    different,
    fresh,
    pair_of,
    plan,
    question,
    rewrite,
    twins,
    waiting,
)
from tests.people import person

pytestmark = pytest.mark.django_db

THREE = (FERRY, SAME_FERRY, "Why do ferries lean in turn?")


def text(faq):
    return working_copy.document_of(fresh(faq))


def story(actor, *keys, slug="s1", **values):
    """Return a live story that lists questions."""
    made = pages.story(actor, f"Story {slug}", slug=slug, faqs=keys, **values)
    release.publish(made, actor=actor)
    return made


def test_a_cluster_is_merged_at_once_and_undone_at_once(moderator):
    one, two, three = faqs = twins(moderator, *THREE)
    before = [as_data(text(faq)) for faq in faqs]
    takes = Plan(
        survivor=one.pk,
        taken={
            two.pk: MergeChoice(items={"answers": ["a-q2"]}),
            three.pk: MergeChoice(fields=("question",), items={"sources": ["s-q3"]}),
        },
    )
    batch = merges.merge(takes, actor=moderator, reason="One question.")
    assert text(one).question == THREE[2]
    assert [answer.id for answer in text(one).answers] == ["a-q1", "a-q2"]
    for loser in (two, three):
        with pytest.raises(Moved) as moved:
            resolve(loser.public_path)
        assert moved.value.path == fresh(one).public_path
    merges.undo(batch.records.all(), actor=moderator, reason="Wrong.")
    assert [as_data(text(faq)) for faq in faqs] == before
    assert [resolve(faq.public_path).key for faq in faqs] == [faq.key for faq in faqs]


def test_a_cluster_is_merged_whole_or_not_at_all(moderator):
    one, two, three = twins(moderator, *THREE)
    different(one, three, moderator)
    with pytest.raises(MergeRefused, match="They ask different things"):
        merges.merge(plan(one, two, three), actor=moderator)
    assert not FaqMerge.objects.exists()
    assert not MergeBatch.objects.exists()


def test_two_that_were_judged_different_cannot_meet_in_a_third(moderator):
    one, two, three = twins(moderator, *THREE)
    different(two, three, moderator)
    with pytest.raises(MergeRefused):
        merges.merge(plan(one, two, three), actor=moderator)
    merges.merge(plan(one, two), actor=moderator)
    with pytest.raises(MergeRefused):
        merges.merge(plan(one, three), actor=moderator)


def test_a_verdict_of_different_forbids_a_merge_until_it_is_taken_back(moderator):
    one, two = twins(moderator)
    different(one, two, moderator, "Boats and ships.")
    with pytest.raises(MergeRefused, match="Boats and ships"):
        refuse_judged_different(two, one)
    decisions.take_back(pair_of(one, two), actor=moderator)
    refuse_judged_different(two, one)
    merges.merge(plan(one, two), actor=moderator)


def test_merging_says_that_the_pair_is_the_same_and_undoing_opens_it(moderator):
    one, two = twins(moderator)
    batch = merges.merge(plan(one, two), actor=moderator)
    assert pair_of(one, two).state == "same"
    assert waiting() == []
    merges.undo(batch.records.all(), actor=moderator, reason="Not so.")
    assert waiting() == [pair_of(one, two)]
    assert [v.verdict for v in DuplicateVerdict.objects.all()] == ["same", "open"]


def test_undoing_can_remember_that_the_two_differ(moderator):
    one, two = twins(moderator)
    batch = merges.merge(plan(one, two), actor=moderator)
    with pytest.raises(decisions.NoteRequired):
        merges.undo_as_different(batch.records.all(), actor=moderator, reason="")
    merges.undo_as_different(batch.records.all(), actor=moderator, reason="Boats and ships.")
    assert pair_of(one, two).state == "different"
    with pytest.raises(MergeRefused):
        merges.merge(plan(one, two), actor=moderator)


def test_undoing_works_whatever_happened_since_and_once(moderator):
    one, two, three = twins(moderator, *THREE)
    first = merges.merge(plan(two, one), actor=moderator)
    merges.merge(plan(three, two), actor=moderator)
    rewrite(three, moderator, intro="<p>Later.</p>")
    merges.undo(first.records.all(), actor=moderator)
    assert resolve(one.public_path).key == one.key
    assert text(three).intro == "<p>Later.</p>"
    with pytest.raises(NotMerged):
        merges.undo(first.records.all(), actor=moderator)


def test_knots_are_refused(moderator):
    one, two = twins(moderator)
    with pytest.raises(MergeRefused):
        merges.merge(plan(one, one), actor=moderator)
    merges.merge(plan(one, two), actor=moderator)
    with pytest.raises(AlreadyMerged):
        merges.merge(plan(two, one), actor=moderator)


@pytest.mark.parametrize("deed", ["merge", "propose"])
def test_only_who_may_merge_merges_or_proposes(moderator, deed):
    one, two = twins(moderator)
    with pytest.raises(PermissionDenied):
        getattr(merges, deed)(plan(one, two), actor=person("Editor"))


class TestSecondModerator:
    @pytest.fixture(autouse=True)
    def two_stories_are_many(self, settings):
        settings.NEWSDESK_SECOND_MODERATOR_FROM = 2

    @pytest.fixture
    def popular(self, moderator):
        """Two twins, the second of which two stories list."""
        chief = person("Desk chief")
        one, two = twins(moderator)
        for slug in ("s1", "s2"):
            story(chief, two.key, slug=slug)
        return one, two

    def test_one_moderator_cannot_merge_what_many_stories_use(self, moderator, popular):
        one, two = popular
        with pytest.raises(merges.SecondModeratorNeeded, match="2 other pages"):
            merges.merge(plan(one, two), actor=moderator)
        assert fresh(two).merged_into_id is None

    def test_the_other_way_round_needs_no_second_one(self, moderator, popular):
        one, two = popular
        merges.merge(plan(two, one), actor=moderator)
        assert fresh(one).merged_into_id == two.pk

    def test_another_moderator_confirms_and_both_names_are_kept(self, moderator, second, popular):
        one, two = popular
        proposal = merges.propose(plan(one, two), actor=moderator, reason="Same.")
        with pytest.raises(PermissionDenied):
            merges.confirm(proposal, actor=moderator)
        merges.confirm(proposal, actor=second)
        record = FaqMerge.objects.get()
        assert (record.actor, fresh(two).merged_into_id) == (second, one.pk)
        assert record.reason == "Same. (proposed by moderator)"
        with pytest.raises(merges.ProposalVoid):
            merges.confirm(proposal, actor=second)

    def test_any_change_of_a_page_voids_the_proposal(self, moderator, second, popular):
        one, two = popular
        proposal = merges.propose(plan(one, two), actor=moderator)
        rewrite(two, moderator, intro="<p>Changed.</p>")
        with pytest.raises(merges.ProposalVoid):
            merges.confirm(proposal, actor=second)

    def test_it_can_be_refused_and_proposed_anew(self, moderator, second, popular):
        one, two = popular
        proposal = merges.propose(plan(one, two), actor=moderator)
        assert merges.propose(plan(one, two), actor=moderator) == proposal
        merges.refuse(proposal, actor=second, answer="They differ.")
        with pytest.raises(merges.ProposalVoid):
            merges.confirm(proposal, actor=second)
        assert merges.propose(plan(one, two), actor=moderator) != proposal
        assert fresh(two).events.filter(verb="refused_merge", note="They differ.").exists()

    def test_zero_turns_it_off(self, moderator, popular, settings):
        settings.NEWSDESK_SECOND_MODERATOR_FROM = 0
        one, two = popular
        merges.merge(plan(one, two), actor=moderator)


def test_the_impact_lists_everything_that_leads_to_what_is_merged_away(moderator):
    chief = person("Desk chief")
    one, two = twins(moderator)
    listed = story(chief, two.key, slug="listed")
    link = f'<p>See <a href="{two.public_path}">this</a>.</p>'
    linking = story(chief, slug="linking", summary=link)
    draft = pages.story(chief, "Draft", slug="draft", background=link, faqs=(two.key,))
    linked_faq = question(moderator, "Who paints buoys?", intro=link)
    pages.story(chief, "Elsewhere", slug="elsewhere", faqs=(one.key,))
    found = impact_of([two], one)
    assert {use.key: use.places for use in found.uses} == {
        listed.key: ("published version lists the question", "draft lists the question"),
        linking.key: (
            "draft links to it in the text",
            "published version links to it in the text",
        ),
        draft.key: ("draft lists the question", "draft links to it in the text"),
        linked_faq.key: (
            "draft links to it in the text",
            "published version links to it in the text",
        ),
    }
    assert all(use.edit for use in found.uses)
    assert [(each.path, each.to) for each in found.redirects] == [
        (two.public_path, one.public_path)
    ]


def test_the_impact_counts_what_was_merged_before_and_former_addresses(moderator):
    chief = person("Desk chief")
    one, two, three = twins(moderator, *THREE)
    user = story(chief, three.key)
    merges.merge(plan(two, three), actor=moderator)
    rewrite(two, moderator, slug="renamed")
    release.publish(fresh(two), actor=moderator, kind="update")
    found = impact_of([fresh(two)], one)
    assert [use.key for use in found.uses] == [user.key]
    assert {each.path for each in found.redirects} == {
        "/questions/renamed/",
        two.public_path,
        three.public_path,
    }


def test_the_impact_costs_as_many_queries_for_many_stories_as_for_one(moderator):
    chief = person("Desk chief")
    one, two = twins(moderator)
    story(chief, two.key, slug="s0")
    with CaptureQueriesContext(connection) as first:
        impact_of([two], one)
    for number in range(1, 8):
        story(chief, two.key, slug=f"s{number}")
    with CaptureQueriesContext(connection) as many:
        assert len(impact_of([two], one).uses) == 8
    assert len(many) == len(first)


def test_each_merge_is_in_the_log_of_both_pages(moderator):
    one, two = twins(moderator)
    merges.merge(plan(one, two), actor=moderator, reason="Same.")
    assert "merge" in fresh(two).events.values_list("verb", flat=True)
    assert "absorb" in fresh(one).events.values_list("verb", flat=True)
    assert merging.KIND.permission == merges.PERMISSION


def test_the_impact_names_the_lists_and_feeds_that_a_page_leaves(moderator):
    chief = person("Desk chief")
    sea, pier = pages.entity(chief, "The Sea"), pages.entity(chief, "The Pier")
    for topic in (sea, pier):
        release.publish(topic, actor=chief)
    one = question(moderator, FERRY, entities=(sea.key,))
    two = question(moderator, SAME_FERRY, entities=(sea.key, pier.key), tags=("Ships",))
    found = impact_of([two], one)
    assert {(each.name, each.path, each.stays) for each in found.listings} == {
        ("The Sea", "/topics/the-sea/", True),
        ("The Pier", "/topics/the-pier/", False),
        ("#Ships", "/tags/ships/", False),
    }
    assert "Where other sites show its card" in found.told
    draft = question(moderator, THREE[2], live=False, entities=(pier.key,))
    assert impact_of([draft], one).listings == ()


def test_the_impact_names_its_places_on_front_pages(moderator):
    chief = person("Desk chief")
    one, two = twins(moderator)
    arrangement.put(HOME, "questions", two.key, actor=chief)
    arrangement.show(HOME, actor=chief)
    arrangement.show(HOME, actor=chief, at=timezone.now() + timedelta(days=2))
    arrangement.put(HOME, "questions", two.key, actor=chief)
    now, later, draft = impact_of([two], one).slots
    assert now == "Home page, Questions of the day, now"
    assert later.startswith("Home page, Questions of the day, from ")
    assert draft == "Home page, Questions of the day, in the draft"
    assert impact_of([one], two).slots == ()
    arrangement.take_off(HOME, two.key, actor=chief)
    arrangement.show(HOME, actor=chief)
    (left,) = impact_of([two], one).slots
    assert left == later


def test_a_place_on_the_front_page_is_of_the_survivor_until_the_merge_is_undone(moderator, client):
    chief = person("Desk chief")
    one, two = (
        question(moderator, FERRY, slug="why-a"),
        question(moderator, SAME_FERRY, slug="why-b"),
    )
    arrangement.put(HOME, "questions", two.key, actor=chief)
    arrangement.show(HOME, actor=chief)

    def first():
        page = lxml.html.fromstring(client.get("/").content)
        return page.xpath("//a[starts-with(@href, '/questions/w')]/text()")[0]

    for number in range(2):
        question(moderator, f"Who made pier {number}?", slug=f"who-{number}")
    assert first() == SAME_FERRY
    batch = merges.merge(plan(one, two), actor=moderator)
    assert first() == FERRY
    client.force_login(chief)
    screen = client.get("/admin/front-page/").content.decode()
    assert f"Merged: “{FERRY}” stands in its place." in screen
    assert FERRY in client.get("/admin/front-page/preview/?as=page").content.decode()
    client.logout()
    merges.undo(list(batch.records.all()), actor=moderator, reason="Two things.")
    assert first() == SAME_FERRY


def test_two_places_of_what_is_one_page_by_now_show_it_once(moderator, client):
    chief = person("Desk chief")
    one, two = twins(moderator)
    for faq in (two, one):
        arrangement.put(HOME, "questions", faq.key, actor=chief)
    arrangement.show(HOME, actor=chief)
    merges.merge(plan(one, two), actor=moderator)
    page = client.get("/").content.decode()
    assert page.count(f">{FERRY}<") == 1


def test_the_impact_names_links_in_what_is_scheduled(moderator):
    chief = person("Desk chief")
    one, two = twins(moderator)
    link = f'<p>See <a href="{two.public_path}">this</a>.</p>'
    made = pages.story(chief, "Later", slug="later", summary=link)
    release.schedule(made, actor=chief, at=timezone.now() + timedelta(days=2))
    (use,) = impact_of([two], one).uses
    assert "scheduled version links to it in the text" in use.places
    assert not use.public


def test_the_preview_says_what_is_live_at_once_and_what_waits(moderator):
    one, two = twins(moderator)
    draft = question(moderator, THREE[2], live=False)
    takes = Plan(
        survivor=one.pk,
        taken={
            two.pk: MergeChoice(items={"answers": ["a-q2"]}),
            draft.pk: MergeChoice(fields=("question",)),
        },
    )
    sides = sides_of(takes.keys)
    told = effect_of(takes, sides, result_of(takes, sides))
    assert told.public
    assert told.at_once == ("New: answer “Always?”.",)
    assert told.waits == (f"The question: “{THREE[2]}”.",)
    assert told.gone == (SAME_FERRY,)
    seen = FAQ.read(fresh(one).public_edition())
    merges.merge(takes, actor=moderator)
    after = FAQ.read(fresh(one).public_edition())
    assert seen.question == after.question
    assert [answer.id for answer in after.answers] == ["a-q1", "a-q2"]


def test_what_the_preview_calls_live_is_what_the_merge_shows(moderator):
    one, two, three = twins(moderator, *THREE)
    taken = {
        two.pk: MergeChoice(fields=("intro",), items={"sources": ["s-q2"]}),
        three.pk: MergeChoice(items={"answers": ["a-q3"]}, values={"intro": "<p>New words.</p>"}),
    }
    takes = Plan(survivor=one.pk, taken=taken)
    brought = [(merging.KIND.brought(faq), taken[faq.pk]) for faq in (two, three)]
    foretold = shown_after(FAQ, one, brought)
    merges.merge(takes, actor=moderator)
    assert as_data(FAQ.read(fresh(one).public_edition())) == foretold


def test_of_a_draft_nothing_is_live_at_once(moderator):
    one, two = (question(moderator, title, live=False) for title in THREE[:2])
    takes = plan(one, two)
    sides = sides_of(takes.keys)
    told = effect_of(takes, sides, result_of(takes, sides))
    assert (told.public, told.at_once, told.gone) == (False, (), ())

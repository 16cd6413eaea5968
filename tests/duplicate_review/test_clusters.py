"""Several questions at once: what is known of every pair, one reason for all, and two groups."""

from itertools import combinations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faqs.duplicate_review import clusters, decisions, merges
from faqs.duplicate_review.clusters import GroupVerdict, NothingChosen
from faqs.models.duplicate_review import DuplicatePair, DuplicateVerdict
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
)
from tests.people import person

pytestmark = pytest.mark.django_db

FOUR = (FERRY, SAME_FERRY, "Why do ferries lean in turn?", "Who paints the buoys of the harbour?")


@pytest.fixture
def four(moderator):
    """Three that are alike, and one that nobody would take for them."""
    return twins(moderator, *FOUR)


def decide(faqs, groups, deed, actor, reason="They ask different things."):
    chosen = {faq.pk: group for faq, group in zip(faqs, groups, strict=True)}
    marks = merges.marks(chosen)
    return clusters.decide(chosen, deed, actor=actor, reason=reason, of=marks)


def states(faqs):
    return [pair_of(*both).state for both in combinations(faqs, 2)]


def address(faqs):
    query = "&".join(f"faq={faq.pk}" for faq in faqs)
    return f"{reverse('admin:faqs_duplicatepair_cluster')}?{query}"


def sent(faqs, groups, **values):
    marks = [f"{key}:{mark}" for key, mark in merges.marks(faq.pk for faq in faqs).items()]
    chosen = {f"group-{faq.pk}": group for faq, group in zip(faqs, groups, strict=True)}
    return {"seen": marks, **chosen, **values}


def test_every_pair_has_a_score_whether_it_was_found_alike_or_not(four):
    known = clusters.known_among(four)
    assert len(known) == 6
    assert sum(each.pair is None for each in known) == 3
    assert all(each.score > 0.8 for each in known if each.pair)
    assert all(0 <= each.score < 0.8 for each in known if not each.pair)


def test_by_meaning_every_pair_has_a_score_too(moderator, with_model):
    known = clusters.known_among(twins(moderator, *FOUR))
    assert [each.pair is None for each in known] == [False] * 3 + [True] * 3
    assert all(0 < each.score < 0.8 for each in known[3:])


def test_two_groups_are_the_same_within_and_different_between(four, moderator):
    decided = decide(four, "aabb", GroupVerdict.GROUPS, moderator, "Ferries and buoys.")
    assert len(decided) == 6
    assert states(four) == ["same", "different", "different", "different", "different", "same"]
    assert {pair.reason for pair in decided if pair.state == "different"} == {"Ferries and buoys."}
    assert {v.deed for v in DuplicateVerdict.objects.all()} == {
        DuplicateVerdict.objects.first().deed
    }


def test_all_of_group_a_are_the_same_or_different_and_the_rest_is_left_alone(four, moderator):
    decide(four, ["a", "a", "", "b"], GroupVerdict.SAME, moderator)
    assert pair_of(four[0], four[1]).state == "same"
    assert pair_of(four[0], four[2]).state == "open"
    decide(four, ["a", "", "a", "a"], GroupVerdict.DIFFERENT, moderator, "Other things.")
    assert pair_of(four[2], four[3]).reason == "Other things."
    assert pair_of(four[0], four[1]).state == "same"


def test_what_goes_against_another_decision_is_refused_whole(four, moderator, second):
    different(four[0], four[1], second, "Boats and ships.")
    with pytest.raises(
        decisions.AlreadyJudged, match="found different by second-moderator"
    ) as caught:
        decide(four, "aaa" + "b", GroupVerdict.SAME, moderator)
    assert caught.value.pair == pair_of(four[0], four[1])
    assert pair_of(four[0], four[2]).state == "open"
    assert DuplicateVerdict.objects.count() == 1


def test_a_reason_two_groups_and_an_unchanged_text_are_asked_for(four, moderator):
    with pytest.raises(NoteRequired):
        decide(four, "aabb", GroupVerdict.GROUPS, moderator, " ")
    with pytest.raises(NothingChosen):
        decide(four, "aaaa", GroupVerdict.GROUPS, moderator)
    with pytest.raises(NothingChosen):
        decide(four, ["a", "b", "b", ""], GroupVerdict.SAME, moderator)
    with pytest.raises(PermissionDenied):
        decide(four, "aaaa", GroupVerdict.SAME, person("Editor"))
    groups = {faq.pk: "a" for faq in four}
    shown = merges.marks(groups)
    rewrite(four[0], moderator, intro="<p>Outwards.</p>")
    with pytest.raises(decisions.TextChanged):
        clusters.decide(groups, GroupVerdict.SAME, actor=moderator, of=shown)
    assert not DuplicateVerdict.objects.exists()


def test_twenty_questions_cost_as_many_queries_as_four(moderator, client):
    client.force_login(moderator)

    def cost(count, word):
        faqs = twins(moderator, *(f"Who feeds {word} gulls of pier {n}?" for n in range(count)))
        client.get(address(faqs))
        with CaptureQueriesContext(connection) as read:
            assert client.get(address(faqs)).status_code == 200
        with CaptureQueriesContext(connection) as written:
            decide(faqs, ["a", *"b" * (count - 1)], GroupVerdict.GROUPS, moderator, "Another pier.")
        return len(read), len(written)

    few, many = cost(4, "tame"), cost(20, "wild")
    assert many[0] == few[0]
    # SQLite takes fewer rows a statement.
    assert many[1] - few[1] <= 8


def test_the_page_shows_a_matrix_with_words_and_every_pair_word_by_word(client, four, moderator):
    client.force_login(moderator)
    answer = client.get(address(four))
    text = answer.content.decode()
    assert text.count('scope="row"') == len(four)
    assert text.count('<li id="pair-') == 6
    assert "<mark>the</mark>" in text
    assert [len(cells) for _, cells in answer.context["matrix"]] == [4] * 4


def test_groups_are_decided_by_the_form_alone_and_led_to_their_merge(client, four, moderator):
    client.force_login(moderator)
    data = sent(four, "aaab", deed="groups", reason="Ferries and buoys.")
    answer = client.post(address(four), data, follow=True)
    assert "Decided: 3 pairs the same, 3 pairs different." in answer.content.decode()
    ((titles, where),) = answer.context["groups"]
    assert titles == list(FOUR[:3])
    assert client.get(where).status_code == 200
    undo = reverse("admin:faqs_duplicatepair_undo_decision", args=[answer.context["last"].pair.pk])
    back = client.post(undo, {"next": address(four)})
    assert back.url == address(four)
    assert set(DuplicatePair.objects.values_list("state", flat=True)) == {"open"}


def test_a_refusal_keeps_what_was_chosen_and_takes_the_other_decision_back_by_a_button(
    client, four, moderator, second
):
    different(four[0], four[1], second, "Boats and ships.")
    client.force_login(moderator)
    answer = client.post(address(four), sent(four, "aaab", deed="same", reason="Typed."))
    assert answer.status_code == 409
    assert answer.context["reason"] == "Typed."
    assert [member.group for member in answer.context["members"]] == list("aaab")
    take_back = reverse("admin:faqs_duplicatepair_take_back", args=[pair_of(four[0], four[1]).pk])
    assert f'action="{take_back}"' in answer.content.decode()
    client.post(take_back, {"next": address(four)})
    assert client.post(address(four), sent(four, "aaab", deed="same")).status_code == 302
    assert states(four[:3]) == ["same"] * 3


@pytest.mark.parametrize("next_", ["https://example.org/", "//example.org/", "/admin/", "x"])
def test_taking_back_leads_to_pages_of_this_desk_alone(client, moderator, next_):
    one, two = twins(moderator)
    different(one, two, moderator)
    client.force_login(moderator)
    where = reverse("admin:faqs_duplicatepair_take_back", args=[pair_of(one, two).pk])
    assert client.post(where, {"next": next_}).url.endswith(f"?pair={pair_of(one, two).pk}")


def test_a_merge_that_is_refused_takes_the_decision_back_by_a_button(client, moderator, second):
    one, two = twins(moderator)
    different(one, two, second, "Boats and ships.")
    client.force_login(moderator)
    where = f"{reverse('admin:faqs_duplicatepair_merge')}?faq={one.pk}&faq={two.pk}"
    text = client.get(where).content.decode()
    take_back = reverse("admin:faqs_duplicatepair_take_back", args=[pair_of(one, two).pk])
    assert f'action="{take_back}"' in text
    assert "Merge into" not in text
    here = client.get(where).context["shown"].here
    back = client.post(take_back, {"next": here}, follow=True)
    assert "Merge into" in back.content.decode()
    assert fresh(pair_of(one, two)).state == "open"


@pytest.mark.parametrize("query", ["", "?faq=1", "?faq=x&faq=y", "?faq=99998&faq=99999"])
def test_odd_addresses_of_a_cluster_are_not_found(client, moderator, query):
    question(moderator, FERRY)
    client.force_login(moderator)
    assert client.get(reverse("admin:faqs_duplicatepair_cluster") + query).status_code == 404

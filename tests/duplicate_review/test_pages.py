"""The moderators' pages: who may open them, what they show, what a key or a button does."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faqs.duplicate_review import decisions, merges, opinions
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair, MergeProposal
from faqs.models.merge import FaqMerge
from tests import pages
from tests.duplicate_review.desk import (
    FERRY,
    SAME_FERRY,
    fresh,
    pair_of,
    pairs_apart,
    plan,
    question,
    rewrite,
    twins,
    waiting,
)
from tests.people import outsider, person

pytestmark = pytest.mark.django_db

ROLES = ("Reporter", "Editor", "Moderator", "Desk chief")
MAY_MERGE = ("Moderator", "Desk chief")
# Open to all who may see FAQs.
FOR_ALL = ("nearest", "watch")
# The list of reasons is the chiefs'; an opinion is handed back by who asked or was asked.
REFUSED = {
    ("Moderator", "reasons", "POST"),
    *((role, "hand_back", "POST") for role in MAY_MERGE),
}


def address(name, *args):
    return reverse(f"admin:faqs_duplicatepair_{name}", args=args)


def signed_in(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def desk(client, moderator):
    """The client of a moderator, with two twins in the queue."""
    signed_in(client, moderator)
    return client


@pytest.fixture
def world(moderator, second):
    """One of everything that has an address."""
    one, two = twins(moderator)
    three, four = twins(moderator, "Who feeds the harbour gulls?", "Who feeds harbour gulls?")
    record = merges.merge(plan(three, four), actor=second).records.get()
    proposal = merges.propose(plan(one, two), actor=second)
    five, six = twins(moderator, "Why is the sea blue?", "Why is a sea blue?")
    opinion = opinions.ask(pair_of(five, six), actor=second)
    merging = f"{address('merge')}?faq={one.pk}&faq={two.pk}"
    return {
        "changelist": address("changelist"),
        "judge": address("judge", pair_of(one, two).pk),
        "take_back": address("take_back", pair_of(one, two).pk),
        "undo_decision": address("undo_decision", pair_of(one, two).pk),
        "cluster": f"{address('cluster')}?faq={one.pk}&faq={two.pk}",
        "merge": merging,
        "merge_preview": f"{address('merge_preview')}?faq={one.pk}&faq={two.pk}",
        "merges": address("merges"),
        "undo": address("undo", record.pk),
        "proposals": address("proposals"),
        "proposal": address("proposal", proposal.pk),
        "proposal_preview": address("proposal_preview", proposal.pk),
        "health": address("health"),
        "opinion": address("opinion", pair_of(one, two).pk),
        "hand_back": address("hand_back", opinion.pk),
        "reasons": address("reasons"),
        "moderators": address("moderators"),
        "watch": address("watch", two.pk),
        "nearest": f"{address('nearest')}?q=Why+do+ferries+lean",
    }


def all_names():
    found = admin.site._registry[DuplicatePair].get_urls()
    return {each.name.removeprefix("faqs_duplicatepair_") for each in found}


def test_the_table_of_addresses_is_complete(world):
    assert set(world) == all_names()


@pytest.mark.parametrize("role", [*ROLES, None, "anonymous"])
def test_only_who_may_merge_gets_in_and_others_change_nothing(client, world, role):
    before = list(DuplicatePair.objects.values()), list(FaqMerge.objects.values())
    if role != "anonymous":
        signed_in(client, person(role, f"other-{role}") if role else outsider())
    for name, where in world.items():
        deed = {"verdict": "same", "deed": "same" if name == "cluster" else "merge"}
        for answer in (client.get(where), client.post(where, deed)):
            if role == "anonymous":
                assert answer.status_code == 302, name
                assert answer.url.startswith("/admin/login/"), name
            elif role not in MAY_MERGE and not (name in FOR_ALL and role in ROLES):
                assert answer.status_code == 403, name
            elif answer.status_code == 403:
                assert (role, name, answer.request["REQUEST_METHOD"]) in REFUSED
            else:
                assert answer.status_code in (200, 302, 400, 409), (name, answer.status_code)
    if role not in MAY_MERGE:
        assert before == (
            list(DuplicatePair.objects.values()),
            list(FaqMerge.objects.values()),
        )


def test_each_address_asks_for_both_pages_of_a_pair(desk, world, monkeypatch):
    foreign = Faq.objects.get(question=SAME_FERRY)
    faq_admin = admin.site.get_model_admin(Faq)
    merged = Faq.objects.get(question="Who feeds harbour gulls?")
    monkeypatch.setattr(
        type(faq_admin),
        "has_view_permission",
        lambda self, request, obj=None: obj not in (foreign, merged),
    )
    for name in (
        "judge",
        "take_back",
        "undo_decision",
        "cluster",
        "merge",
        "merge_preview",
        "undo",
        "proposal",
        "proposal_preview",
        "opinion",
        "watch",
    ):
        assert desk.get(world[name]).status_code == 403, name
        assert desk.post(world[name], {"verdict": "same"}).status_code == 403, name
    found = desk.get(world["nearest"]).json()["nearest"]
    assert SAME_FERRY not in [each["title"] for each in found]


def test_who_may_not_merge_sees_no_way_to_the_queue(client, moderator):
    twins(moderator)
    signed_in(client, person("Editor"))
    assert "duplicatepair" not in client.get(reverse("admin:index")).content.decode()


def test_the_queue_shows_the_most_urgent_pair_side_by_side(desk, moderator):
    twins(moderator)
    question(moderator, "How many moons has Mars?", intro="<p>Mars has two moons.</p>")
    question(moderator, "How many moons does Mars have?", intro="<p>Mars has three moons.</p>")
    text = desk.get(address("changelist")).content.decode()
    assert "Contradicting answers" in text
    assert text.index("How many moons has Mars?") < text.index(FERRY)
    assert "<mark>two</mark>" in text


@pytest.mark.parametrize("verdict", decisions.VERDICTS)
def test_a_button_judges_and_the_next_pair_is_there(desk, moderator, verdict):
    one, two = twins(moderator)
    others = twins(moderator, "Who feeds the harbour gulls?", "Who feeds harbour gulls?")
    first = waiting()[0]
    answer = desk.post(
        address("judge", first.pk),
        {"verdict": verdict, "seen": decisions.seen(first), "reason": "Because."},
        follow=True,
    )
    assert fresh(first).state == verdict
    assert fresh(first).decided_by == moderator
    shown = answer.context["queue"]["pair"]
    assert shown != first
    assert set(shown.sides) in ({one, two}, set(others))


def test_a_key_gets_the_next_pair_alone_in_one_request(desk, moderator):
    twins(moderator)
    pair = waiting()[0]
    data = {"verdict": "variant", "seen": decisions.seen(pair)}
    answer = desk.post(address("judge", pair.pk), data, headers={"X-Wants": "queue"})
    assert answer.status_code == 200
    assert b"<html" not in answer.content
    assert b"Nothing waits here" in answer.content


def ahead(desk, **values):
    """Return what a browser with scripts gets that holds no pair, or those of `held`."""
    answer = desk.get(address("changelist"), values, headers={"X-Wants": "queue"})
    assert answer.status_code == 200
    return answer.context["queue"]


def test_the_next_five_pairs_are_sent_in_the_order_of_the_queue_none_that_are_held(desk, moderator):
    pairs = pairs_apart(moderator, 9)
    assert [card["pair"] for card in ahead(desk)["cards"]] == pairs[:1]
    assert [card["pair"] for card in ahead(desk, wanted=9)["cards"]] == pairs[:5]
    held = ",".join(str(pair.pk) for pair in pairs[:3])
    found = ahead(desk, wanted=5, held=held, after=pairs[2].pk, at=pairs[0].pk)
    assert [card["pair"] for card in found["cards"]] == pairs[3:8]
    assert found["coming"][0] == pairs[1]
    # Behind the last one those come that were passed over.
    found = ahead(desk, wanted=5, held=pairs[8].pk, after=pairs[8].pk)
    assert [card["pair"] for card in found["cards"]] == pairs[:5]


def test_a_browser_is_told_which_of_its_pairs_somebody_else_has_decided(desk, moderator, second):
    pairs = pairs_apart(moderator, 3)
    decisions.judge(pairs[1], "same", actor=second)
    held = ",".join(str(pair.pk) for pair in pairs)
    assert ahead(desk, held=held)["gone"] == [pairs[1].pk]


def test_a_refused_key_says_why_and_sends_the_next_pair_all_the_same(desk, moderator, second):
    first, other = pairs_apart(moderator, 2)
    shown = decisions.seen(first)
    decisions.judge(first, "same", actor=second)
    data = {"verdict": "variant", "seen": shown, "wanted": "5"}
    answer = desk.post(address("judge", first.pk), data, headers={"X-Wants": "queue"})
    assert answer.status_code == 409
    assert "second-moderator decided on this pair" in answer.context["queue"]["refusal"]
    assert [card["pair"] for card in answer.context["queue"]["cards"]] == [other]
    assert fresh(first).state == "same"


def test_an_undone_pair_is_sent_again_to_who_has_it_no_more(desk, moderator):
    first, other = pairs_apart(moderator, 2)
    decisions.judge(first, "same", actor=moderator)
    data = {"show": "1", "held": other.pk, "wanted": "0"}
    answer = desk.post(address("undo_decision", first.pk), data, headers={"X-Wants": "queue"})
    assert [card["pair"] for card in answer.context["queue"]["cards"]] == [first]
    assert fresh(first).state == "open"


@pytest.mark.parametrize("held", ["x", "1,,2", "9" * 400, ",".join(map(str, range(5_000)))])
def test_odd_lists_of_held_pairs_are_no_error(desk, moderator, held):
    twins(moderator)
    data = {"held": held, "wanted": held[:5], "after": "0", "verdict": "skipped"}
    where = address("judge", waiting()[0].pk)
    assert desk.post(where, data, headers={"X-Wants": "queue"}).status_code in (200, 404)


def test_five_pairs_cost_as_many_queries_as_one(desk, moderator):
    pairs_apart(moderator, 7)

    def cost(wanted):
        ahead(desk, wanted=wanted)
        with CaptureQueriesContext(connection) as seen:
            assert len(ahead(desk, wanted=wanted)["cards"]) == wanted
        return len(seen)

    # Each pair hangs together with others: their cluster is one query.
    assert cost(5) - cost(1) <= 4


def test_a_preset_reason_judges_different(desk, moderator):
    one, two = twins(moderator)
    pair = pair_of(one, two)
    desk.post(address("judge", pair.pk), {"preset": "Another time.", "reason": "Not this."})
    assert (fresh(pair).state, fresh(pair).reason) == ("different", "Another time.")


def test_a_pair_that_somebody_else_judged_answers_409_and_shows_it(desk, moderator, second):
    one, two = twins(moderator)
    decisions.judge(pair_of(one, two), "same", actor=second)
    answer = desk.post(address("judge", pair_of(one, two).pk), {"verdict": "variant"})
    assert answer.status_code == 409
    assert "second-moderator decided on this pair" in answer.content.decode()


def test_the_queue_is_narrowed_down(desk, moderator):
    trust = pages.entity(moderator, "Gull Trust")
    twins(moderator)
    twins(
        moderator,
        "Who feeds the harbour gulls?",
        "Who feeds harbour gulls?",
        entities=(trust.key,),
        tags=("Birds",),
    )

    def titles(query):
        queue = desk.get(f"{address('changelist')}?{query}").context["queue"]
        shown = [queue["pair"], *queue["coming"]] if queue["pair"] else []
        return [str(pair.left) for pair in shown]

    assert len(titles("")) == 2
    assert titles(f"entity={trust.pk}") == ["Who feeds the harbour gulls?"]
    assert titles("tag=birds") == titles("tag=B%C3%ADrds") == ["Who feeds the harbour gulls?"]
    assert titles("tag=fish") == []
    assert titles("band=twins") == titles("band=differs") == titles("age=-7") == []
    assert titles("state=skipped") == []
    assert len(titles("age=1")) == len(titles("score=nonsense")) == 2


def test_a_cluster_too_large_for_one_page_is_reviewed_in_parts(desk, moderator, monkeypatch):
    monkeypatch.setattr("faqs.duplicate_review.cards.MOST_FAQS", 3)
    faqs = twins(
        moderator, FERRY, SAME_FERRY, "Why do ferries lean in turn?", "Why do ferries lean?"
    )
    card = desk.get(address("changelist")).context["queue"]["card"]
    assert len(card["cluster"]) == 3 < len(faqs)
    assert desk.get(card["cluster_address"]).status_code == 200


@pytest.mark.parametrize("query", ["pair=0", "after=99999", "pair=x", "after=" + "9" * 30])
def test_odd_addresses_of_the_queue_are_no_error(desk, moderator, query):
    twins(moderator)
    assert desk.get(f"{address('changelist')}?{query}").status_code in (200, 404)


@pytest.mark.parametrize("query", ["", "?faq=1", "?faq=x&faq=y", "?faq=99998&faq=99999"])
def test_odd_addresses_of_a_merge_are_not_found(desk, query):
    assert desk.get(address("merge") + query).status_code == 404


def merge_form(desk, *faqs, **changes):
    """Return the address of a merge and what its form would send as it stands."""
    query = "&".join(f"faq={faq.pk}" for faq in faqs)
    where = f"{address('merge')}?{query}&stays={faqs[0].pk}"
    form = desk.get(where).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data["seen"] = form["seen"].value()
    return where, {**data, "deed": "merge", **changes}


def test_a_merge_takes_what_was_ticked_and_offers_its_undo(desk, moderator):
    one, two = twins(moderator)
    where, data = merge_form(desk, one, two, reason="Same.")
    answer = desk.post(where, data, follow=True)
    record = FaqMerge.objects.get()
    assert (record.loser, record.survivor, record.reason) == (two, one, "Same.")
    assert address("undo", record.pk) in answer.content.decode()
    assert fresh(one).sources.count() == 2
    assert fresh(one).answers.count() == 1  # Both ask "Always?": the one that stays keeps its own.
    desk.post(address("undo", record.pk), {"reason": "No.", "all": "1"})
    assert fresh(two).merged_into_id is None
    assert fresh(one).sources.count() == 1


def test_question_and_answer_can_be_written_anew(desk, moderator):
    one, two = twins(moderator)
    where, data = merge_form(
        desk,
        one,
        two,
        question="new",
        question_new="Why does a ferry lean?",
        intro="new",
        intro_new="<p>It turns.</p>",
    )
    shown = desk.post(where.replace("/merge/", "/merge/preview/"), data).content.decode()
    assert "Why does a ferry lean?" in shown
    assert fresh(one).question == FERRY
    assert desk.post(where, data).status_code == 302
    assert (fresh(one).question, fresh(one).intro) == ("Why does a ferry lean?", "<p>It turns.</p>")


def test_what_cannot_be_kept_of_a_new_answer_is_told_first(desk, moderator):
    one, two = twins(moderator)
    typed = {"intro": "new", "intro_new": "<p>It turns.</p><script>alert(1)</script>"}
    where, data = merge_form(desk, one, two, **typed)
    told = desk.post(where, data)
    assert told.status_code == 200
    assert "A script is left out." in told.content.decode()
    assert fresh(two).merged_into is None
    marks = re.findall(r'name="told" value="([^"]+)"', told.content.decode())
    assert marks
    assert desk.post(where, data | {"told": marks}).status_code == 302
    assert fresh(one).intro == "<p>It turns.</p>"


def test_a_warning_of_the_merged_text_is_ticked_before_it_is_merged(desk, moderator):
    one, two = twins(moderator)
    where, data = merge_form(desk, one, two, sources=[], reason="The same question.")
    refused = desk.post(where, data)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert not FaqMerge.objects.exists()
    (ticked,) = re.findall(r'name="confirmed" value="(\w+)"', page)
    assert "names no source" in page
    assert desk.post(where, data | {"confirmed": "0" * 16}).status_code == 409
    assert desk.post(where, data | {"confirmed": ticked, "reason": ""}).status_code == 409
    assert desk.post(where, data | {"confirmed": ticked}).status_code == 302
    assert FaqMerge.objects.count() == 1


def test_a_new_wording_that_was_not_written_is_asked_for(desk, moderator):
    where, data = merge_form(desk, *twins(moderator), question="new", question_new="")
    answer = desk.post(where, data)
    assert answer.status_code == 200
    assert "Write it, or choose" in answer.content.decode()
    assert not FaqMerge.objects.exists()


def test_a_merge_of_pages_that_changed_since_answers_409(desk, moderator):
    one, two = twins(moderator)
    where, data = merge_form(desk, one, two)
    rewrite(two, moderator, intro="<p>Changed.</p>")
    assert desk.post(where, data).status_code == 409
    assert not FaqMerge.objects.exists()


def test_an_outlier_is_left_out_and_remembered_if_said_why(desk, moderator):
    one, two, three = twins(moderator, FERRY, SAME_FERRY, "Why do ferries lean in turn?")
    where, data = merge_form(desk, one, two, left_out="About tides.")
    desk.post(f"{where}&out={three.pk}", data)
    assert fresh(three).merged_into_id is None
    assert pair_of(one, three).reason == "About tides."
    assert pair_of(one, three).state == "different"


def test_a_second_moderator_is_asked_where_many_stories_would_change(
    desk, client, moderator, second, settings
):
    settings.NEWSDESK_SECOND_MODERATOR_FROM = 1
    chief = person("Desk chief")
    one, two = twins(moderator)
    for slug, key in (("s1", one.key), ("s2", two.key), ("s3", one.key)):
        pages.story(chief, f"Story {slug}", slug=slug, faqs=(key,))
    where, data = merge_form(desk, one, two)
    assert desk.post(where, data).status_code == 409
    desk.post(where, data | {"deed": "propose"})
    proposal = MergeProposal.objects.get()
    own = address("proposal", proposal.pk)
    assert "Confirm and merge" not in desk.get(own).content.decode()
    assert desk.post(own, {"deed": "confirm"}).status_code == 403
    client.force_login(second)
    assert "Confirm and merge" in client.get(own).content.decode()
    assert client.get(address("proposal_preview", proposal.pk)).status_code == 200
    client.post(own, {"deed": "confirm"})
    assert fresh(two).merged_into_id == one.pk
    assert client.post(own, {"deed": "confirm"}).status_code == 409


def test_the_nearest_questions_while_typing(client, moderator):
    twins(moderator)
    editor = person("Editor")
    signed_in(client, editor)
    found = client.get(f"{address('nearest')}?q=Why do ferries lean").json()["nearest"]
    assert {each["title"] for each in found} == {FERRY, SAME_FERRY}
    assert set(found[0]) == {"key", "title", "standing", "why", "address"}
    without = client.get(f"{address('nearest')}?q=Why do ferries lean&without={found[0]['key']}")
    assert len(without.json()["nearest"]) == 1
    assert client.get(f"{address('nearest')}?q=Why").json()["nearest"] == []
    assert client.get(f"{address('nearest')}?q={'x' * 7000}").status_code == 200


def test_typing_very_fast_is_slowed_down(client, moderator, monkeypatch):
    monkeypatch.setattr("faqs.duplicate_review.nearest.PER_MINUTE", 2)
    signed_in(client, moderator)
    codes = [client.get(f"{address('nearest')}?q=Why do ferries").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def queries(client, where):
    client.get(where)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(where).status_code == 200
    return len(seen)


def test_lists_cost_as_many_queries_for_many_rows_as_for_few(desk, moderator):
    def fill(word, count):
        for number in range(count):
            titles = (f"Who feeds the {word}{number} gulls?", f"Who feeds {word}{number} gulls?")
            faqs = twins(moderator, *titles)
            if number % 2:
                merges.merge(plan(*faqs), actor=moderator)
            else:
                decisions.judge(pair_of(*faqs), "same", actor=moderator)
        twins(moderator, f"Why is {word} blue?", f"Why is the {word} blue?")

    lists = [address(name) for name in ("changelist", "merges", "proposals", "health")]
    fill("few", 2)
    few = [queries(desk, where) for where in lists]
    fill("many", 8)
    assert [queries(desk, where) for where in lists] == few
    print("queries:", dict(zip(("queue", "merges", "proposals", "health"), few, strict=True)))

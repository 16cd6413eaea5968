"""What each verb writes and what it leaves alone: columns of the page, editions, recalls, its event.

Of FAQs, whose verbs are the standard ones and nothing else.
"""

import dataclasses
import itertools
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.utils import timezone

from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.catalogue.models import Page
from newsdesk.notifications.models import Notice
from newsdesk.pages.status import State
from newsdesk.workflow.guards import InThePast
from newsdesk.workflow.transitions import NoteRequired, Refused
from tests import release
from tests.people import person
from tests.workflow.situations import arguments, crew, make, reworded, soon

pytestmark = pytest.mark.django_db

# From which situation each verb is tried; with "corrected" comes a change of the draft.
ONCE = {
    "draft": ("submit", "discard", "publish", "schedule", "embargo"),
    "submitted": ("return", "approve"),
    "live, scheduled": ("reschedule", "unschedule", "correct", "clarify", "check", "withdraw"),
    "corrected": ("mark_read", "restore"),
    "discarded": ("take_back",),
}
TRIED = [(situation, verb) for situation, verbs in ONCE.items() for verb in verbs]
# The columns of the page that each writes there. A deed that writes no words is no change of the page.
WORDS = {"digest", "changed_at", "changed_by_id"}
WRITES = {
    "submit": {"state", "submitted_by_id", "submitted_at"},
    "return": {"state"},
    "approve": {"state", "approved_by_id", "approved_at", "approved_digest"},
    "mark_read": set(),
    "publish": {"state"},
    "schedule": {"state"},
    "reschedule": set(),
    "unschedule": {"state"},
    "correct": {"question", "folded"} | WORDS,
    "clarify": {"question", "folded"} | WORDS,
    "check": set(),
    "withdraw": {"state"},
    "embargo": {"embargo_until"},
    "discard": {"discarded", "changed_by_id", "changed_at"},
    "take_back": {"discarded", "changed_by_id", "changed_at"},
    "restore": {"intro"} | WORDS,
}


@pytest.fixture
def other():
    """Somebody who has had no part in how the page came about."""
    return person("Desk chief", "somebody-else")


def at(situation):
    item = make("faq", situation)
    if situation == "corrected":
        text = reworded("faq", item, "<p>To be put back.</p>")
        FAQ.revise(item, text, actor=person("Editor", "changer"))
    return item


def do(verb, item, actor, **values):
    deed = FAQ.transitions()[verb]
    told = arguments("faq", verb, item)
    if verb in ("correct", "clarify"):
        live = FAQ.read(item.latest_edition())
        told["document"] = dataclasses.replace(live, question="Why do ferries lean so?")
    return deed(item, actor=actor, **told | values)


def row(item):
    return Faq.objects.filter(pk=item.pk).values().get()


def stored(item):
    rows = (Faq, item.editions.model, item.revisions.model, item.events.model, Page, Notice)
    recalls = item.editions.model._meta.get_field("recall").related_model
    return [list(model.objects.order_by("pk").values()) for model in (*rows, recalls)]


def last_event(item, verb):
    return item.events.filter(verb=verb).order_by("pk").last()


def test_every_verb_is_tried():
    assert sorted(verb for _, verb in TRIED) == sorted(FAQ.verbs) == sorted(WRITES)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("situation", ONCE)
def test_a_verb_that_fails_at_its_event_has_written_nothing(situation, other):
    """Whatever it wrote before was in the same transaction."""
    item = at(situation)
    before, events = stored(item), item.events.model._meta.db_table

    def fail(execute, sql, *told):
        if sql.startswith("INSERT") and f'"{events}"' in sql:
            raise DatabaseError(events)
        return execute(sql, *told)

    for verb in ONCE[situation]:
        with connection.execute_wrapper(fail), pytest.raises(DatabaseError, match=events):
            do(verb, item, other)
        assert stored(item) == before, verb


@pytest.mark.parametrize(("situation", "verb"), TRIED)
def test_a_verb_writes_its_columns_of_the_page_and_no_other(situation, verb, other):
    item = at(situation)
    before = row(item)
    do(verb, item, other)
    after = row(item)
    assert {name for name in after if after[name] != before[name]} == WRITES[verb]
    for name in ("submitted_by_id", "approved_by_id", "changed_by_id"):
        assert after[name] == (other.pk if name in WRITES[verb] else before[name])


@pytest.mark.parametrize(("situation", "verb"), TRIED)
def test_a_verb_returns_the_page_as_it_stands_now_or_the_edition_that_it_froze(
    situation, verb, other
):
    item = at(situation)
    before = item.editions.count()
    made = do(verb, item, other)
    if item.editions.count() > before:  # Behind it come those that it was carried into.
        assert made == item.editions.order_by("number")[before]
    elif verb != "restore":  # It says what could be restored, and what was gone.
        assert made == item
        assert {name: getattr(made, name) for name in WRITES[verb]} == {
            name: value for name, value in row(item).items() if name in WRITES[verb]
        }


@pytest.mark.parametrize(("situation", "verb"), TRIED)
def test_a_verb_wants_a_note_where_its_row_says_so(situation, verb, other, monkeypatch):
    item = at(situation)
    needy = dataclasses.replace(FAQ.verbs[verb], note_required=True)
    monkeypatch.setitem(FAQ.verbs, verb, needy)
    by_itself = {"note": " "} if verb in ("clarify", "embargo", "return", "withdraw") else {}
    told = arguments("faq", verb, item)
    del told["note"]
    deed = FAQ.transitions()[verb]
    with pytest.raises(NoteRequired, match=r"asks for a reason|what was unclear"):
        deed(item, actor=other, **told | by_itself)
    deed(item, actor=other, **told, note="Because.")
    assert last_event(item, verb).note == "Because."


def test_reasons_of_what_was_taken_back_are_kept_with_who_took_it(other):
    item = at("live, scheduled")
    first = item.editions.waiting().get()
    second = FAQ.reschedule(item, actor=other, number=first.number, at=soon(30))
    third = FAQ.reschedule(item, actor=other, number=second.number, at=soon(31), note="Rain.")
    FAQ.unschedule(item, actor=other, number=third.number, note="Not yet.")
    told = [(each.recall.reason, each.recall.actor) for each in (first, second, third)]
    assert told == [("Rescheduled.", other), ("Rain.", other), ("Not yet.", other)]


def test_what_a_withdrawal_takes_back_says_so(other):
    item = at("live, scheduled")
    waiting = item.editions.waiting().get()
    FAQ.withdraw(item, actor=other, note="Wrong.")
    assert (waiting.recall.reason, waiting.recall.actor) == ("The page was withdrawn.", other)


def test_what_is_rescheduled_tells_readers_what_it_would_have_told(other):
    item = at("live, changed")
    told = {"kind": "correction", "wrong": "Five.", "right": "Six.", "gravity": "top"}
    first = release.schedule(item, actor=other, at=soon(2), **told)
    again = FAQ.reschedule(item, actor=other, number=first.number, at=soon(3))
    names = (*told, "note", "document", "schema", "digest")
    assert [getattr(again, n) for n in names] == [getattr(first, n) for n in names]
    assert (again.number, again.actor) == (first.number + 1, other)
    assert row(item)["state"] == State.SETTLED


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("check", {"kind": "check", "note": "", "gravity": "", "gone_status": None}),
        ("withdraw", {"kind": "withdrawal", "note": "Because.", "gone_status": 410}),
        ("clarify", {"kind": "clarification", "note": "Because.", "gravity": "foot"}),
        (
            "correct",
            {"kind": "correction", "wrong": "One thing.", "right": "Another.", "gravity": "foot"},
        ),
    ],
)
def test_what_readers_are_told_of_an_edition(verb, said, other):
    item = at("live")
    edition = do(verb, item, other)
    assert edition == item.editions.order_by("number").last()
    assert {name: getattr(edition, name) for name in said} == said
    assert (edition.actor, edition.schema) == (other, FAQ.kind.schema)
    assert last_event(item, verb).edition == edition.number


def test_a_correction_without_a_note_of_its_own_says_what_was_wrong_and_what_is_right(other):
    edition = do("correct", at("live"), other, note="")
    assert edition.note == "It said: One thing. It should have said: Another."


@pytest.mark.parametrize("verb", ["publish", "schedule", "reschedule", "correct", "check"])
def test_what_a_verb_shows_is_checked_with_it(verb, other):
    item = at("live, scheduled")
    if verb in ("publish", "schedule"):
        FAQ.revise(item, reworded("faq", item, "<p>More.</p>"), actor=other)
    do(verb, item, other)
    shown = Page.objects.filter(key=item.key)
    assert (shown.count(), shown.filter(gate_check=None).count()) == (2 + (verb == "schedule"), 0)


# The log


def test_the_log_says_when_what_was_scheduled_would_have_appeared(other):
    item = at("live, scheduled")
    edition = item.editions.waiting().get()
    do("unschedule", item, other)
    event = last_event(item, "unschedule")
    assert event.detail == {"visible_from": edition.visible_from.isoformat()}
    assert event.edition == edition.number


def test_the_log_says_which_edition_waits_instead(other):
    item = at("live, scheduled")
    first = item.editions.waiting().get()
    again = do("reschedule", item, other)
    event = last_event(item, "reschedule")
    was, now = first.visible_from.isoformat(), again.visible_from.isoformat()
    assert (event.edition, event.detail) == (again.number, {"was": was, "visible_from": now})


def test_the_log_says_from_when_to_when_an_embargo_was_moved(other):
    item, times = at("draft"), [None, soon(1), soon(2), None]
    for until in times[1:]:
        FAQ.embargo(item, actor=other, until=until, note="Agreed.")
    told = [each.detail for each in item.events.filter(verb="embargo").order_by("pk")]
    said = [each and each.isoformat() for each in times]
    assert told == [{"was": was, "until": until} for was, until in itertools.pairwise(said)]


@pytest.mark.parametrize(("verb", "when"), [("publish", None), ("schedule", 48)])
def test_the_log_says_when_an_edition_appears_that_does_not_at_once(verb, when, other):
    item = at("live, changed")
    edition = do(verb, item, other)
    detail = last_event(item, verb).detail
    assert detail.get("visible_from") == (edition.visible_from.isoformat() if when else None)
    assert (detail["second_reader"], last_event(item, verb).edition) == (False, edition.number)
    assert "carried" not in detail


def test_the_log_says_into_how_many_that_wait_a_publish_was_carried(other):
    item = at("live, scheduled")
    for hours in (48, 60):
        text = dataclasses.replace(FAQ.document_of(at_once(item)), intro=f"<p>{hours}</p>")
        FAQ.revise(item, text, actor=other)
        release.schedule(at_once(item), actor=other, at=soon(hours), kind="update")
    live = FAQ.read(item.latest_edition())
    FAQ.revise(item, dataclasses.replace(live, question="Why lean?"), actor=other)
    release.publish(at_once(item), actor=other, kind="update")
    assert last_event(item, "publish").detail["carried"] == 3
    do("clarify", at_once(item), other)
    detail = last_event(item, "clarify").detail
    assert (detail["carried"], detail["clashes"]) == (3, [])


def at_once(item):
    return Faq.objects.get(pk=item.pk)


def test_the_log_says_where_the_draft_kept_its_own_words(other):
    item = at("live, changed")
    live = FAQ.read(item.latest_edition())
    mended = dataclasses.replace(live, intro="<p>Corrected.</p>")
    FAQ.clarify(item, actor=other, document=mended, note="Clearer.")
    (clash,) = last_event(item, "clarify").detail["clashes"]
    assert (clash["path"], clash["ours"], clash["theirs"]) == (
        "intro",
        "<p>In other words.</p>",
        "<p>Corrected.</p>",
    )
    assert row(item)["intro"] == "<p>In other words.</p>"
    assert row(item)["state"] == State.DRAFTING


def test_the_log_says_which_words_were_submitted_and_approved(other):
    item = at("draft")
    do("submit", item, person("Editor", "submitter"))
    do("approve", item, other)
    (item,) = Faq.objects.all()
    for verb in ("submit", "approve"):
        assert last_event(item, verb).detail == {"digest": item.digest}


# What comes of them


@pytest.mark.parametrize("words", ["approved", "not read", "as published"])
def test_a_page_whose_schedule_is_taken_back_is_where_it_was(words, other):
    """Approved words are so still, others are in writing, and what readers see is nobody's work."""
    people = crew()
    item = make("faq", {"approved": "live, approved"}.get(words, "live, changed"), people)
    release.schedule(item, actor=people["chief"], at=soon(2), kind="update")
    first = item.editions.waiting().get()
    if words == "as published":
        item = at_once(item)
        was = FAQ.read(item.latest_edition())
        FAQ.revise(item, was, actor=people["chief"])
        release.schedule(at_once(item), actor=people["chief"], at=soon(3), kind="update")
    FAQ.unschedule(item, actor=other, number=first.number)
    states = {"approved": State.APPROVED, "not read": State.DRAFTING}
    assert row(item)["state"] == states.get(words, State.SETTLED)


def test_of_two_that_wait_the_words_of_the_last_are_published_still(other):
    """Taking the first back leaves nothing to do: what the draft says is scheduled."""
    item = at("live, scheduled")
    first = item.editions.waiting().get()
    text = dataclasses.replace(FAQ.document_of(item), question="Why lean?")
    FAQ.revise(item, text, actor=other)
    release.schedule(at_once(item), actor=other, at=soon(48), kind="update")
    FAQ.unschedule(item, actor=other, number=first.number)
    assert row(item)["state"] == State.SETTLED


def test_what_was_submitted_stays_so_when_a_schedule_is_taken_back(other):
    item = at("live, scheduled")
    FAQ.revise(item, reworded("faq", item, "<p>More.</p>"), actor=other)
    FAQ.submit(item, actor=other)
    FAQ.unschedule(item, actor=other, number=item.editions.waiting().get().number)
    assert row(item)["state"] == State.SUBMITTED


def test_lifting_an_embargo_lets_a_page_appear_at_once(other):
    item = at("draft")
    FAQ.embargo(item, actor=other, until=soon(2), note="Agreed.")
    FAQ.embargo(item, actor=other, until=None, note="It is out.")
    release.publish(at_once(item), actor=other)
    assert at_once(item).standing == "live"


def test_an_embargo_names_the_first_edition_that_would_appear_before_it(other):
    item = at("live, scheduled")
    first = item.editions.waiting().get()
    FAQ.revise(item, reworded("faq", item, "<p>More.</p>"), actor=other)
    release.schedule(at_once(item), actor=other, at=soon(30), kind="update")
    with pytest.raises(Refused, match=f"{first.number} is scheduled before that"):
        FAQ.embargo(item, actor=other, until=soon(48), note="Agreed.")
    FAQ.embargo(item, actor=other, until=soon(2), note="Agreed.")
    assert at_once(item).embargo_until is not None


def test_what_is_scheduled_later_than_the_embargo_appears_at_its_own_time(other):
    item, late = at("draft"), soon(48)
    FAQ.embargo(item, actor=other, until=soon(2), note="Agreed.")
    assert release.schedule(at_once(item), actor=other, at=late).visible_from == late


def test_a_time_is_to_come_if_it_is_not_now_and_an_embargo_is_over_when_it_ends(other):
    item = at("draft")
    with time_machine.travel(timezone.now(), tick=False):
        now = timezone.now()
        with pytest.raises(InThePast):
            release.schedule(item, actor=other, at=now)
        end = now + timedelta(hours=1)
        FAQ.embargo(item, actor=other, until=end, note="Agreed.")
        edition = release.schedule(at_once(item), actor=other, at=end)
    assert edition.visible_from == end


def test_a_waiting_edition_moves_freely_between_its_neighbours_and_past_none(other):
    item = at("live, scheduled")
    for hours in (48, 72):
        FAQ.revise(item, reworded("faq", item, f"<p>{hours}</p>"), actor=other)
        release.schedule(at_once(item), actor=other, at=soon(hours), kind="update")
    first, second, third = item.editions.waiting()
    for at_, passed in ((soon(12), first), (soon(96), third)):
        with pytest.raises(Refused, match=f"{passed.number} appears in between"):
            FAQ.reschedule(item, actor=other, number=second.number, at=at_)
    with pytest.raises(Refused, match=f"{second.number} appears in between"):
        FAQ.reschedule(item, actor=other, number=first.number, at=soon(96))
    for hours in (60, 30):
        second = FAQ.reschedule(item, actor=other, number=second.number, at=soon(hours))
    assert [each.number for each in item.editions.waiting()] == [
        first.number,
        second.number,
        third.number,
    ]


def test_words_that_were_changed_elsewhere_are_published_and_nothing_is_left_to_publish(settings):
    """An outlet that is renamed changes the story; nobody has saved it since."""
    settings.SECOND_READER = ()
    people = crew()
    story = make("story", "live", people)
    outlet = story.reports.get().outlet
    outlet.name = "Another Paper"
    outlet.save()
    story = type(story).objects.get(pk=story.pk)
    edition = release.publish(story, actor=people["reader"], kind="update")
    story = type(story).objects.get(pk=story.pk)
    assert (story.digest, story.has_unpublished_changes) == (edition.digest, False)
    last = story.revisions.order_by("pk").last()
    assert (last.digest, last.actor) == (edition.digest, people["reader"])


def test_a_kind_of_page_that_asks_for_no_approval_is_published_without(
    other, monkeypatch, settings
):
    """And the log does not say that somebody was missing."""
    item = at("draft")
    free = dataclasses.replace(FAQ.verbs["publish"], needs_approval=False)
    monkeypatch.setitem(FAQ.verbs, "publish", free)
    do("publish", item, other)
    assert "second_reader" not in last_event(item, "publish").detail
    settings.SECOND_READER = ("faqs",)
    FAQ.revise(item, reworded("faq", item), actor=other)
    do("publish", item, other)
    assert at_once(item).latest_edition().number == 2

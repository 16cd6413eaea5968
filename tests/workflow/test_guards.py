"""What stands in the way of a verb: a table of one row for each refusal, at the verb and over HTTP."""

import ast
import dataclasses
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin

from newsdesk.catalogue.models import Page
from newsdesk.desk.bulk.actions import actions_of
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.documents import digest
from newsdesk.workflow import guards, review
from newsdesk.workflow.transitions import ApprovalVoid, Blocked, NoteRequired, Refused
from stories.documents import AnalysisPart
from stories.workflow import STORY
from tests import pages, release
from tests.desk.screens import (
    accepting,
    address,
    do,
    errors,
    fields,
    fresh,
    looked_at,
    signed_in,
    text,
)
from tests.people import person
from tests.workflow.situations import WORKFLOWS, as_typed, crew, make, reworded, soon

pytestmark = pytest.mark.django_db

NOW = AnalysisPart(id="a0000001", heading="The turn", body="<p>The pier is now closed.</p>")
ELSEWHERE = AnalysisPart(id="a0000001", heading="The pier", body="<p>It is currently shut.</p>")
Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One refusal: `page` makes the page and returns what the verb is called with, `sent` what a form
    sends, where that is not the same. `says` is in the sentence at the verb, `shown` in that on the page.
    """

    verb: str
    page: Callable[[dict[str, Any]], tuple[Any, Values]]
    refusal: type[Refused]
    says: str
    shown: str = ""
    sent: Values | None = None
    actor: str = "chief"


# A story with one warning that is approved, and what is said of it.


def warned(people: Any, *parts: AnalysisPart, told: Values | None = None) -> tuple[Any, Values]:
    story = pages.story(people["writer"], analysis=parts or (NOW,))
    release.approve(story, actor=people["writer"])
    return fresh(story), told or {}


def identities(item: Any) -> list[str]:
    return list(release.accepted(item)["confirmed"])


def not_looked_at(people: Any) -> tuple[Any, Values]:
    return warned(people)


def no_reason(people: Any) -> tuple[Any, Values]:
    story, _ = warned(people)
    return story, {"confirmed": identities(story), "reason": " . "}


def two_letters(people: Any) -> tuple[Any, Values]:
    story, _ = warned(people)
    return story, {"confirmed": identities(story), "reason": "ok"}


def one_of_two(people: Any) -> tuple[Any, Values]:
    other = dataclasses.replace(ELSEWHERE, id="a0000002")
    story, _ = warned(people, NOW, other)
    assert len(identities(story)) >= 2
    return story, {"confirmed": identities(story)[:1], "reason": "It is a quotation."}


def words_that_changed(people: Any) -> tuple[Any, Values]:
    """The warning was looked at, then somebody wrote other words in the same place."""
    story, _ = warned(people)
    before = identities(story)
    document = dataclasses.replace(STORY.document_of(story), analysis=(ELSEWHERE,))
    STORY.revise(story, document, actor=people["writer"])
    release.approve(story, actor=people["writer"])
    return fresh(story), {"confirmed": before, "reason": "It is a quotation."}


def looked_at_before_in_other_words(people: Any) -> tuple[Any, Values]:
    """The warning was confirmed with the edition before; its words are others now."""
    story, _ = warned(people)
    release.publish(story, actor=people["chief"])
    document = dataclasses.replace(STORY.document_of(story), analysis=(ELSEWHERE,))
    STORY.revise(story, document, actor=people["writer"])
    release.approve(story, actor=people["writer"])
    return fresh(story), {"kind": "update"}


def of_another_page(people: Any) -> tuple[Any, Values]:
    other = pages.story(people["writer"], "Another", analysis=(ELSEWHERE,))
    story, _ = warned(people)
    return story, {"confirmed": identities(other), "reason": "It is a quotation."}


def of_another_page_besides(people: Any) -> tuple[Any, Values]:
    other = pages.story(people["writer"], "Another", analysis=(ELSEWHERE,))
    story, _ = warned(people)
    both = [*identities(story), *identities(other)]
    return story, {"confirmed": both, "reason": "It is a quotation."}


UNCONFIRMED: dict[str, tuple[Callable[..., Any], str]] = {
    "not looked at": (not_looked_at, "look at this first"),
    "no reason": (no_reason, "Say in a few words why"),
    "two letters": (two_letters, "Say in a few words why"),
    "one of two": (one_of_two, "look at this first"),
    "words that changed": (words_that_changed, "have changed. Look at it again"),
    "looked at before in other words": (looked_at_before_in_other_words, "look at this first"),
    "of another page": (of_another_page, "have changed. Look at it again"),
    "of another page besides": (of_another_page_besides, "have changed. Look at it again"),
}


def at_noon(page: Callable[..., Any]) -> Callable[..., Any]:
    def later(people: Any) -> tuple[Any, Values]:
        item, told = page(people)
        return item, told | {"at": soon(48)}

    return later


def story_in(situation: str, told: Callable[[Any], Values] | None = None) -> Callable[..., Any]:
    def page(people: Any) -> tuple[Any, Values]:
        item = make("story", situation, people)
        return item, release.accepted(item) | (told(item) if told else {})

    return page


def void(people: Any) -> tuple[Any, Values]:
    """Approved, and an outlet renamed since: no save of the page tells of it."""
    item = make("story", "approved", people)
    outlet = item.reports.get().outlet
    outlet.name = "Another Paper"
    outlet.save()
    return item, release.accepted(item)


def blocked(people: Any) -> tuple[Any, Values]:
    return pages.faq(people["writer"], question="", slug="x"), {}


def approved_without_words(people: Any) -> tuple[Any, Values]:
    item = pages.story(people["writer"], summary="")
    STORY.submit(item, actor=people["writer"])
    return item, {}


def mended(**values: Any) -> Callable[[Any], Values]:
    def told(item: Any) -> Values:
        live = STORY.read(item.latest_edition())
        return {"document": dataclasses.replace(live, **values), "wrong": "One.", "right": "Two."}

    return told


def clarified(**values: Any) -> Callable[[Any], Values]:
    def told(item: Any) -> Values:
        live = STORY.read(item.latest_edition())
        return {"document": dataclasses.replace(live, **values), "note": " "}

    return told


def under_embargo(people: Any) -> tuple[Any, Values]:
    item = make("story", "approved", people)
    STORY.embargo(item, actor=people["chief"], until=soon(60), note="Theirs.")
    return fresh(item), release.accepted(item) | {"at": soon(48)}


def early_one_scheduled(people: Any) -> tuple[Any, Values]:
    return make("story", "scheduled", people), {"until": soon(48), "note": "Theirs."}


def two_waiting(people: Any) -> tuple[Any, Values]:
    item = make("story", "scheduled", people)
    STORY.revise(item, reworded("story", item), actor=people["writer"])
    release.schedule(item, actor=people["chief"], at=soon(30), kind="update")
    number = item.editions.waiting().first().number
    return fresh(item), {"number": number, "at": soon(40)}


def live_changed(**told: Any) -> Callable[..., Any]:
    return story_in("live, approved", lambda item: told)


def own_correction(people: Any) -> tuple[Any, Values]:
    item = make("story", "corrected", people)
    return item, {"number": item.latest_edition().number}


def own_words(people: Any) -> tuple[Any, Values]:
    item = pages.story(people["chief"])
    STORY.submit(item, actor=people["writer"])
    return fresh(item), {}


EARLIER = datetime.timedelta(hours=2)
TABLE: dict[str, Row] = {
    **{
        f"{verb}: {name}": Row(
            verb=verb,
            page=page if verb == "publish" else at_noon(page),
            refusal=guards.Unconfirmed,
            says=says,
        )
        for verb in ("publish", "schedule")
        for name, (page, says) in UNCONFIRMED.items()
    },
    "refuse_approval_void": Row(
        verb="publish", page=void, refusal=ApprovalVoid, says="has been changed since"
    ),
    "refuse_approval_void, scheduled": Row(
        verb="schedule", page=at_noon(void), refusal=ApprovalVoid, says="has been changed since"
    ),
    "refuse_blocked": Row(verb="publish", page=blocked, refusal=Blocked, says="no question"),
    "refuse_blocked, scheduled": Row(
        verb="schedule", page=at_noon(blocked), refusal=Blocked, says="no question"
    ),
    "refuse_blocked, approved": Row(
        verb="approve", page=approved_without_words, refusal=Blocked, says="summary is empty"
    ),
    "refuse_newly_blocked": Row(
        verb="correct",
        page=story_in("live", mended(summary="")),
        refusal=Blocked,
        says="summary is empty",
        sent={"summary": "", "wrong": "One.", "right": "Two.", "gravity": "top"},
    ),
    "refuse_incomplete_notice: class": Row(
        verb="publish",
        page=live_changed(kind=""),
        refusal=guards.ClassRequired,
        says="say whether this is an update",
        shown="Say what kind of change it is",
    ),
    "refuse_incomplete_notice: class that is none": Row(
        verb="publish",
        page=live_changed(kind="withdrawal"),
        refusal=guards.ClassRequired,
        says="say whether this is an update",
        shown="Select a valid choice",
    ),
    "refuse_incomplete_notice: correction, wrong": Row(
        verb="publish",
        page=live_changed(kind="correction", wrong=" ", right="Two."),
        refusal=NoteRequired,
        says="what was wrong and what is right",
        shown="what was wrong",
    ),
    "refuse_incomplete_notice: correction, right": Row(
        verb="publish",
        page=live_changed(kind="correction", wrong="One.", right=" "),
        refusal=NoteRequired,
        says="what was wrong and what is right",
        shown="what is right",
    ),
    "refuse_incomplete_notice: clarification": Row(
        verb="publish",
        page=live_changed(kind="clarification", note=" "),
        refusal=NoteRequired,
        says="say what was unclear",
    ),
    "refuse_incomplete_notice: corrected at once": Row(
        verb="correct",
        page=story_in("live", lambda item: mended(standfirst="New.")(item) | {"wrong": " "}),
        refusal=NoteRequired,
        says="what was wrong and what is right",
        sent={"standfirst": "New.", "wrong": " ", "right": "Two.", "gravity": "top"},
        shown="This field is required",
    ),
    "refuse_incomplete_notice: clarified at once": Row(
        verb="clarify",
        page=story_in("live", clarified(standfirst="New.")),
        refusal=NoteRequired,
        says="say what was unclear",
        sent={"standfirst": "New.", "note": " "},
        shown="what was unclear",
    ),
    "refuse_substance_as_minor": Row(
        verb="publish",
        page=live_changed(kind="minor"),
        refusal=guards.NotMinor,
        says="This is not a minor change",
    ),
    "refuse_past": Row(
        verb="schedule",
        page=story_in("approved", lambda item: {"at": soon(0) - EARLIER}),
        refusal=guards.InThePast,
        says="has passed",
    ),
    "refuse_past, rescheduled": Row(
        verb="reschedule",
        page=story_in(
            "scheduled",
            lambda item: {"at": soon(0) - EARLIER, "number": item.editions.get().number},
        ),
        refusal=guards.InThePast,
        says="has passed",
    ),
    "refuse_past, embargo": Row(
        verb="embargo",
        page=story_in("draft", lambda item: {"until": soon(0) - EARLIER, "note": "Theirs."}),
        refusal=guards.InThePast,
        says="has passed",
    ),
    "refuse_before_embargo": Row(
        verb="schedule", page=under_embargo, refusal=guards.UnderEmbargo, says="is under embargo"
    ),
    "embargo after what is scheduled": Row(
        verb="embargo", page=early_one_scheduled, refusal=Refused, says="is scheduled before that"
    ),
    "waiting_edition": Row(
        verb="unschedule",
        page=story_in("scheduled", lambda item: {"number": 9}),
        refusal=Refused,
        says="No version 9",
        shown="Select a valid choice",
    ),
    "waiting_edition, rescheduled": Row(
        verb="reschedule",
        page=story_in("scheduled", lambda item: {"number": 9, "at": soon(30)}),
        refusal=Refused,
        says="No version 9",
        shown="Select a valid choice",
    ),
    "refuse_new_order": Row(
        verb="reschedule", page=two_waiting, refusal=Refused, says="appears in between"
    ),
    "OwnText": Row(
        verb="approve", page=own_words, refusal=review.OwnText, says="somebody else has to"
    ),
    "OwnText: a correction": Row(
        verb="mark_read", page=own_correction, refusal=review.OwnText, says="somebody else has to"
    ),
    "AlreadyRead": Row(
        verb="mark_read",
        page=story_in("corrected", lambda item: {"number": 9}),
        refusal=review.AlreadyRead,
        says="No correction of version 9",
        shown="Select a valid choice",
    ),
}


@pytest.fixture
def people():
    return crew()


def written(item: Any) -> Any:
    row = type(item).objects.get(pk=item.pk)
    return (
        row.events.count(),
        row.editions.count(),
        row.state,
        row.standing,
        row.embargo_until,
        list(Page.objects.values("key", "visible_from").order_by("key")),
    )


def called(row: Row, told: Values) -> Values:
    return {name: value for name, value in told.items() if name in ARGUMENTS[row.verb]}


RELEASE = {"confirmed", "reason", "kind", "wrong", "right", "note", "at"}
ARGUMENTS: dict[str, set[str]] = {
    "publish": RELEASE - {"at"},
    "schedule": RELEASE,
    "reschedule": {"number", "at"},
    "unschedule": {"number"},
    "embargo": {"until", "note"},
    "correct": {"document", "wrong", "right"},
    "clarify": {"document", "note"},
    "approve": set(),
    "mark_read": {"number"},
}


@pytest.mark.parametrize("name", TABLE)
def test_the_verb_refuses_in_a_sentence_and_writes_nothing(name, people):
    row = TABLE[name]
    item, told = row.page(people)
    before, verbs = written(item), WORKFLOWS[item.key_prefix]
    deed = verbs.transitions()[row.verb]
    with pytest.raises(row.refusal, match=row.says):
        deed(item, actor=people[row.actor], **called(row, told))
    assert written(item) == before


@pytest.mark.parametrize("name", TABLE)
def test_the_page_refuses_in_a_sentence_and_writes_nothing(name, people):
    row = TABLE[name]
    item, told = row.page(people)
    before, client = written(item), signed_in(people[row.actor])
    url = address("verb", item, row.verb)
    asked = client.get(url)
    data = fields(asked) if b"desk-ask" in asked.content else {}
    answer = client.post(url, data | (row.sent or posted(called(row, told))))
    assert answer.status_code in (200, 409)
    assert (row.shown or row.says) in f"{errors(answer)} {text(answer)}"
    assert written(item) == before


def posted(told: Values) -> Values:
    """Return what a form sends for the arguments of a verb."""
    sent = dict(told)
    if "reason" in sent:
        sent |= accepting(sent.pop("reason"))
    for name in ("at", "until"):
        if name in sent:
            sent["at"] = as_typed(sent.pop(name))
    return sent


def test_the_table_has_a_row_for_every_guard():
    tree = ast.parse(Path(guards.__file__).read_text())
    functions = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
    rows = {name.partition(":")[0].partition(",")[0] for name in TABLE} | {"refuse_unconfirmed"}
    assert functions <= rows


# Publishing together: what goes along is confirmed for itself


@pytest.fixture
def along(people):
    """A story that is approved, and a draft of a FAQ with a warning that goes with it."""
    asked = pages.faq(people["writer"])
    assert release.accepted(asked)["confirmed"]
    story = pages.story(people["writer"], faqs=(asked.key,))
    release.approve(story, actor=people["writer"])
    return fresh(story), asked


def own(story: Any) -> Values:
    return release.accepted(story)


TOGETHER: dict[str, tuple[Callable[[Any, Any], Values], str]] = {
    "not looked at": (lambda story, asked: own(story), "look at this first"),
    "looked at with the story, not of the FAQ": (
        lambda story, asked: (
            own(story) | {"confirmed": [*own(story)["confirmed"], *own(asked)["confirmed"]]}
        ),
        "have changed. Look at it again",
    ),
    "of another page": (
        lambda story, asked: own(story) | {"confirmed_with": {"faq:999": own(asked)["confirmed"]}},
        "not published along",
    ),
    "other words": (
        lambda story, asked: own(story) | {"confirmed_with": {asked.key: ["0" * 16]}},
        "have changed. Look at it again",
    ),
    "no reason": (
        lambda story, asked: (
            own(story) | {"confirmed_with": {asked.key: own(asked)["confirmed"]}, "reason": ""}
        ),
        "Say in a few words why",
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_warnings_of_what_goes_along_are_confirmed_by_nobody_but_a_person(
    name, verb, along, people
):
    story, asked = along
    told, says = TOGETHER[name]
    more = {"at": soon(48)} if verb == "schedule" else {}
    with pytest.raises(guards.Unconfirmed, match=says):
        getattr(STORY, verb)(
            story, actor=people["chief"], together=[asked], **told(story, asked), **more
        )
    assert not asked.editions.exists()
    assert not Page.objects.exists()


@pytest.mark.parametrize("name", TOGETHER)
def test_warnings_of_what_goes_along_are_asked_on_the_page(name, along, people):
    story, asked = along
    told = TOGETHER[name][0](story, asked)
    boxes = [f"{key}/{each}" for key, ids in told.get("confirmed_with", {}).items() for each in ids]
    sent = posted(told) | {"confirmed_with": boxes, "together": [asked.key]}
    client, url = signed_in(people["chief"]), address("verb", story, "publish")
    answer = client.post(url, fields(client.get(url)) | sent)
    assert answer.status_code in (200, 409)
    assert "The FAQ names no source" in text(answer)
    assert errors(answer)
    assert not asked.editions.exists()
    assert not Page.objects.exists()


def test_what_was_ticked_with_a_reason_goes_along_and_the_log_says_so(along, people):
    story, asked = along
    client = signed_in(people["chief"])
    assert do(client, story, "publish").status_code == 302
    detail = asked.events.get(verb="publish").detail["looked_at"]
    assert detail["reason"] == "All of it was looked at."
    assert [each["identity"] for each in detail["warnings"]] == own(asked)["confirmed"]
    assert Page.objects.visible().count() == 2


def test_boxes_stay_ticked_on_a_page_that_comes_back(along, people):
    story, asked = along
    (box,) = [f"{asked.key}/{each}" for each in own(asked)["confirmed"]]
    client, url = signed_in(people["chief"]), address("verb", story, "publish")
    page = client.get(url)
    subjects = looked_at(page)["accepted"]
    sent = {"together": [asked.key], "accepted": subjects, f"reason-{subjects[0]}": "-"}
    answer = client.post(url, fields(page) | sent)
    assert fields(answer)["accepted"] == subjects
    assert box in fields(answer)["confirmed_with"]


def test_faqs_that_go_along_obey_the_second_reader_where_the_desk_says_so(along, people, settings):
    settings.SECOND_READER = ("stories", "faqs")
    story, asked = along
    boxes = {asked.key: own(asked)["confirmed"]}
    told = own(story) | {"confirmed_with": boxes}
    with pytest.raises(Refused, match="Nobody has approved “Why do ferries lean"):
        STORY.publish(story, actor=people["chief"], together=[asked], **told)
    assert not Page.objects.exists()
    client, url = signed_in(people["chief"]), address("verb", story, "publish")
    page = client.get(url)
    assert "Nobody has approved “Why do ferries lean" in text(page)
    assert asked.key not in fields(page).get("together", [])
    sent = {"together": [asked.key], "confirmed_with": [f"{asked.key}/{boxes[asked.key][0]}"]}
    assert client.post(url, fields(page) | sent).status_code == 200
    assert not Page.objects.exists()
    release.approve(asked, actor=people["writer"])
    STORY.publish(story, actor=people["chief"], together=[asked], **told)
    assert Page.objects.visible().count() == 2


def test_no_bulk_change_publishes_approves_or_goes_round_a_guard():
    kinds = [each for each in admin.site._registry.values() if isinstance(each, WorkflowAdmin)]
    assert len(kinds) == 4
    for each in kinds:
        verbs = {action.verb.name for action in actions_of(each).values()}
        assert verbs <= {"assign", "edit", "discard", "take_back"}


def test_a_warning_once_confirmed_in_these_words_is_not_asked_again(people):
    story, _ = warned(people)
    release.publish(story, actor=people["chief"])
    document = dataclasses.replace(STORY.document_of(fresh(story)), standfirst="New.")
    STORY.revise(story, document, actor=people["writer"])
    item = release.approve(story, actor=people["writer"])
    edition = STORY.publish(item, actor=people["chief"], kind="update")
    assert edition.digest == digest(document)


def test_three_letters_are_a_reason(people):
    story, _ = warned(people)
    told = {"confirmed": identities(story), "reason": "1: o.k.a."}
    STORY.publish(story, actor=people["chief"], **told)
    assert story.events.get(verb="publish").detail["looked_at"]["reason"] == "1: o.k.a."


def test_a_warning_that_is_ticked_again_asks_for_no_reason_and_is_logged_once(people):
    story, _ = warned(people)
    release.publish(story, actor=people["chief"])
    document = dataclasses.replace(STORY.document_of(fresh(story)), standfirst="New.")
    STORY.revise(story, document, actor=people["writer"])
    item = release.approve(story, actor=people["writer"])
    STORY.publish(item, actor=people["chief"], kind="update", confirmed=identities(item))
    first, second = story.events.filter(verb="publish").order_by("pk")
    assert "looked_at" in first.detail
    assert "looked_at" not in second.detail


def test_only_what_is_new_among_what_was_ticked_is_logged(people):
    story, _ = warned(people)
    before = identities(story)
    release.publish(story, actor=people["chief"])
    other = dataclasses.replace(ELSEWHERE, id="a0000002")
    document = dataclasses.replace(STORY.document_of(fresh(story)), analysis=(NOW, other))
    STORY.revise(story, document, actor=people["writer"])
    release.publish(story, actor=people["chief"], kind="update")
    told = story.events.filter(verb="publish").latest("pk").detail["looked_at"]["warnings"]
    assert {each["identity"] for each in told} == set(identities(story)) - set(before)


@pytest.mark.parametrize(("reason", "about"), [("", "reason"), ("Looked at.", "confirmed")])
def test_a_refusal_says_whether_ticks_or_a_reason_are_missing(reason, about, people):
    story, _ = warned(people)
    told = {"confirmed": identities(story) if about == "reason" else (), "reason": reason}
    with pytest.raises(guards.Unconfirmed) as refused:
        STORY.publish(story, actor=people["chief"], **told)
    assert refused.value.about == about


def test_a_page_that_comes_back_from_withdrawal_need_not_be_called_anything(people):
    item = make("story", "withdrawn, approved", people)
    edition = STORY.publish(item, actor=people["chief"], **release.accepted(item))
    assert edition.kind == "update"


@pytest.mark.parametrize("kind", ["update", "correction", "clarification", "minor"])
def test_a_change_that_readers_know_of_may_be_called_each_of_four_things(kind, people):
    item = make("story", "live", people)
    text = STORY.document_of(item)
    spaced = dataclasses.replace(text, summary=text.summary.replace("turned at", "turned  at"))
    STORY.revise(item, spaced, actor=people["writer"])
    told = {"kind": kind, "wrong": "One.", "right": "Two.", "note": "Clearer."}
    edition = release.publish(item, actor=people["chief"], **told)
    assert (edition.kind, edition.note) == (kind, "Clearer.")


def test_what_is_written_to_a_first_edition_is_for_the_log_alone(people):
    item = make("story", "approved", people)
    told = release.accepted(item) | {"note": "For us.", "kind": "correction", "gravity": "top"}
    edition = STORY.publish(item, actor=people["chief"], **told)
    assert (edition.kind, edition.note, edition.gravity) == ("first", "", "")
    assert item.events.get(verb="publish").note == "For us."


def test_the_chief_of_the_table_may_do_what_it_is_refused():
    """No row of the table is refused for want of a right."""
    assert person("Desk chief", "somebody").has_perms(
        {f"stories.{verb}_story" for verb in ("approve", "publish", "change")}
    )

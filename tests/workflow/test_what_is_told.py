"""What is said with a transition and where it is found: in the edition, in the log, in what readers open.

Of FAQs, whose verbs are the standard ones and nothing else.
"""

import dataclasses

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faqs.documents import Source
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.catalogue.models import Page
from newsdesk.live_checks.models import PageCheck
from newsdesk.pages.status import State
from newsdesk.workflow import ways
from newsdesk.workflow.editions import Notice
from newsdesk.workflow.guards import ClassRequired, NotMinor, Unconfirmed
from newsdesk.workflow.publish_many import Release, publish_many
from newsdesk.workflow.transitions import WrongStanding
from tests import pages, release
from tests.people import person
from tests.workflow.situations import soon
from tests.workflow.test_what_verbs_write import at, at_once, do, last_event

pytestmark = pytest.mark.django_db

TOLD = {
    "kind": "correction",
    "note": "Said in public.",
    "wrong": "Five.",
    "right": "Six.",
    "gravity": "top",
}
SOURCE = Source(id="s1", title="Notes", url="https://notes.example/1")
GONE = "“Harbour Trust” was discarded: it is left out."


@pytest.fixture
def other():
    """Somebody who has had no part in how the page came about."""
    return person("Desk chief", "somebody-else")


def written(actor, **values):
    """Return a FAQ of which the checks find nothing."""
    return pages.faq(actor, sources=(SOURCE,), **values)


def reworded(item, actor, **values):
    text = dataclasses.replace(FAQ.document_of(at_once(item)), **values or {"intro": "<p>So.</p>"})
    FAQ.revise(item, text, actor=actor)
    return at_once(item)


def notice(edition):
    return {name: getattr(edition, name) for name in TOLD}


# What readers are told


@pytest.mark.parametrize("verb", ["publish", "schedule", "correct"])
def test_readers_and_the_log_are_told_of_a_change_all_that_was_said(verb, other):
    item = at("live, changed")
    told = {name: TOLD[name] for name in TOLD if verb != "correct" or name != "kind"}
    edition = do(verb, item, other, **told)
    assert notice(edition) == TOLD
    event = last_event(item, verb)
    assert (event.note, event.actor, event.edition) == (TOLD["note"], other, edition.number)


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_what_is_said_of_a_first_edition_is_for_the_log_alone(verb, other):
    item = at("draft")
    assert notice(do(verb, item, other, **TOLD)) == dict.fromkeys(TOLD, "") | {"kind": "first"}
    assert last_event(item, verb).note == TOLD["note"]


@pytest.mark.parametrize(
    "verb", ["publish", "schedule", "reschedule", "unschedule", "correct", "check", "withdraw"]
)
def test_readers_can_open_what_the_editions_say_and_when(verb, other):
    item = at("live, scheduled")
    reworded(item, other, question="Why do ferries lean over?")
    do(verb, item, other)
    editions = [item.latest_edition(), *item.editions.waiting()]
    shown = Page.objects.filter(key=item.key).order_by("visible_from")
    assert list(shown.values_list("edition", "visible_from")) == [
        (each.pk, each.visible_from) for each in editions
    ]


def test_what_is_published_under_an_embargo_appears_when_it_ends(other):
    item, until = written(other), soon(2)
    FAQ.embargo(item, actor=other, until=until, note="Agreed.")
    edition = FAQ.publish(item, actor=other)
    detail = {"visible_from": until.isoformat(), "second_reader": False}
    assert (edition.visible_from, last_event(item, "publish").detail) == (until, detail)


# What stands in the way


@pytest.mark.parametrize(
    ("situation", "told", "refusal"),
    [
        ("live", {"kind": ""}, ClassRequired),
        ("live", {"kind": "minor"}, NotMinor),
        ("draft", {"confirmed": ()}, Unconfirmed),
        ("discarded", {}, WrongStanding),
    ],
)
@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_nothing_appears_that_a_guard_holds_back(verb, situation, told, refusal, other):
    item = at(situation)
    if situation == "live":
        reworded(item, other, question="Why do seven ships sink?")
    before = item.editions.count()
    with pytest.raises(refusal):
        do(verb, item, other, **told)
    assert item.editions.count() == before


def test_a_warning_that_was_accepted_once_is_not_asked_about_again(other):
    item = at("draft")
    do("publish", item, other)
    reworded(item, other)
    FAQ.publish(item, actor=other, kind="update")
    asked = [each.detail.get("looked_at") is not None for each in item.events.order_by("pk")]
    assert asked == [False, True, False, False]


def test_where_pages_stand_and_what_was_accepted_of_them_is_read_once_for_all(other):
    asked = []
    for number in (1, 3):
        drafts = [pages.faq(other, f"What is {number}{n}?") for n in range(number)]
        releases = [
            Release(kind=FAQ, item=draft, told=Notice(), **release.accepted(draft))
            for draft in drafts
        ]
        with CaptureQueriesContext(connection) as queries:
            publish_many(releases[0], releases[1:], actor=other)
        asked.append(len([q for q in queries.captured_queries if "faqs_faqe" in q["sql"]]))
    assert asked[0] == asked[1]


# What is kept of the page


def test_a_page_that_was_published_says_so_itself(other):
    item = written(other)
    edition = FAQ.publish(item, actor=other)
    assert edition.item.standing == "live"
    assert (edition.item.state, edition.item.has_unpublished_changes) == (State.SETTLED, False)


def test_what_was_changed_unseen_is_kept_as_the_words_of_who_publishes(other):
    """A name that was changed elsewhere changes the text too, and nobody has saved the page."""
    item = written(person("Editor"))
    Faq.objects.filter(pk=item.pk).update(intro="<p>Changed elsewhere.</p>")
    edition = FAQ.publish(item, actor=other)
    assert at_once(item).digest == edition.digest != item.digest
    last = item.revisions.order_by("pk").last()
    assert (last.digest, last.actor) == (edition.digest, other)


@pytest.mark.parametrize("rule", [True, False])
def test_the_log_says_where_a_second_reader_was_missing(rule, other, settings):
    settings.SECOND_READER = ("faqs",) if rule else ()
    item = written(person("Editor"))
    release.publish(item, actor=other)
    detail = {} if rule else {"second_reader": False}
    assert last_event(item, "publish").detail == detail


def test_an_error_that_a_corrected_page_had_before_stays_on_the_list(other):
    item = written(other)
    FAQ.publish(item, actor=other)
    bare = dataclasses.replace(
        FAQ.document_of(item), sources=(dataclasses.replace(SOURCE, url=""),)
    )
    FAQ.insert(item, bare, Notice(kind="update"), actor=other, way=ways.PUBLISH, merges=[])
    FAQ.clarify(
        item, actor=other, document=dataclasses.replace(bare, intro="<p>So.</p>"), note="So."
    )
    assert PageCheck.objects.get(page__edition=item.latest_edition().pk).broken == 1
    FAQ.clarify(
        item,
        actor=other,
        document=dataclasses.replace(bare, sources=(SOURCE,)),
        note="With its source.",
    )
    assert PageCheck.objects.get(page__edition=item.latest_edition().pk).broken == 0


# The draft beside it


@pytest.mark.parametrize(
    ("mended", "state"),
    [
        ({"question": "Why lean?"}, State.SETTLED),
        ({"question": "Why lean?", "intro": "<p>Corrected.</p>"}, State.DRAFTING),
    ],
)
def test_a_correction_leaves_work_to_do_where_the_draft_keeps_its_own_words(mended, state, other):
    """All of it is scheduled otherwise, as it was before."""
    item = at("live, scheduled")
    text = dataclasses.replace(FAQ.read(item.latest_edition()), **mended)
    FAQ.clarify(item, actor=other, document=text, note="Clearer.")
    assert (at_once(item).state, at_once(item).question) == (state, "Why lean?")


@pytest.mark.parametrize("situation", ["live, submitted", "live, approved"])
def test_what_is_restored_is_in_writing_again(situation, other):
    item = at(situation)
    replaced = FAQ.document_of(item)
    FAQ.restore(item, actor=other, number=1, note="As it was.")
    row, event = at_once(item), last_event(item, "restore")
    assert (row.state, row.changed_by) == (State.DRAFTING, other)
    assert (event.note, event.edition) == ("As it was.", 1)
    assert event.detail.pop("replaced")["intro"] == replaced.intro
    assert event.detail == {"parts": None, "gone": []}


def test_the_log_says_what_of_the_restored_parts_is_gone(other):
    topic = pages.entity(other)
    item = written(other, entities=(topic.key,))
    release.publish(topic, actor=other)
    release.publish(item, actor=other)
    reworded(item, other, entities=(), sources=())
    type(topic).objects.filter(pk=topic.pk).update(discarded=True)
    for parts, gone in ((["sources"], []), (["sources", "entities"], [GONE])):
        reworded(item, other, sources=())
        FAQ.restore(item, actor=other, number=1, parts=parts)
        detail = last_event(item, "restore").detail
        assert (detail["parts"], detail["gone"]) == (sorted(parts), gone)

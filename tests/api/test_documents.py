"""What one page is as JSON: now, at a time, after a merge, after a withdrawal."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from entities.merging import topics as entity_merging
from newsdesk.catalogue.models import Page
from stories.documents import SourceReport
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import release
from tests.public import desk

STORY_PATH = "/stories/the-ferry-turns/"


@pytest.fixture
def full(chief):
    return desk.full_story(chief)


def revised(item, chief, **values):
    """Publish a story with other words."""
    item.refresh_from_db()
    note = values.pop("told", {"kind": "update", "note": "More is known."})
    STORY.revise(item, replace(document_of(item), **values), actor=chief)
    release.publish(item, actor=chief, **note)


def test_a_story_has_all_that_its_page_shows(full, ask, id_of):
    told = ask(f"stories/{id_of(STORY_PATH)}/")
    assert (told["title"], told["kind"], told["edition"]) == ("The ferry turns", "story", 1)
    assert told["address"] == f"http://127.0.0.1:8000{STORY_PATH}"
    assert told["schema_version"] == 2
    assert told["standfirst"] == "A turn that everybody saw."
    assert told["analysis"][0]["text"] == {"html": "<p>More.</p>", "plain": "More."}
    assert told["reports"][0]["outlet"] == "Ship Review 1"
    assert told["tags"][0]["slug"] == "ships-1"
    assert told["topics"][0]["title"] == "Topic The ferry turns 1"
    assert told["questions"][0]["kind"] == "question"
    assert told["image"]["address"].startswith("http://127.0.0.1:8000/media/")
    assert told["merged_from"] is told["as_of"] is None


def test_what_a_page_names_can_be_asked_for_at_the_address_that_is_told(full, ask, id_of):
    told = ask(f"stories/{id_of(STORY_PATH)}/")
    assert ask(told["topics"][0]["api"])["title"] == told["topics"][0]["title"]
    assert ask(told["questions"][0]["api"])["title"] == told["questions"][0]["title"]


def test_a_question_and_a_topic_have_theirs(chief, ask, id_of):
    topic = desk.topic(chief, description="It keeps the pier.")
    desk.full_question(chief, entities=(topic.key,))
    question = ask(f"questions/{id_of('/questions/why-do-ferries-lean/')}/")
    assert question["intro"]["plain"] == "They lean because they turn."
    assert [each["question"] for each in question["answers"]] == ["Is it dangerous?", "Which way?"]
    assert question["sources"][0]["outlet"] == "Ship Review"
    told = ask(question["topics"][0]["api"])
    assert (told["topic_kind"], told["description"]) == ("organisation", "It keeps the pier.")


def test_no_key_of_the_database_is_told(full, client, id_of):
    for path in ("stories/", f"stories/{id_of(STORY_PATH)}/", "topics/", "questions/"):
        body = client.get(f"/api/v1/{path}").content.decode()
        assert "story:" not in body
        assert "entity:" not in body
        assert '"pk"' not in body


def test_an_address_that_a_browser_must_not_open_is_left_out(chief, ask, id_of):
    report = SourceReport(
        id="rep00001", outlet="Ship Review", paraphrase="It turned.", url="javascript:alert(1)"
    )
    desk.story_from_before(chief, "The ferry turns", reports=(report,))
    assert ask(f"stories/{id_of(STORY_PATH)}/")["reports"][0]["address"] == ""


def test_a_time_that_has_been_answers_the_edition_of_then(chief, ask, id_of, time_machine):
    item = desk.story(chief, standfirst="At first.")
    first = timezone.now()
    time_machine.move_to(first + timedelta(hours=2))
    revised(item, chief, headline="The ferry turned", standfirst="Later.")
    uid = id_of(STORY_PATH)
    now, then = ask(f"stories/{uid}/"), ask(f"stories/{uid}/?as_of={_at(first)}")
    assert (now["title"], now["standfirst"], now["edition"]) == ("The ferry turned", "Later.", 2)
    assert (then["title"], then["standfirst"], then["edition"]) == (
        "The ferry turns",
        "At first.",
        1,
    )
    assert then["id"] == uid


def test_before_a_page_was_there_nothing_is_told_of_it(chief, ask, id_of):
    desk.story(chief)
    assert ask(f"stories/{id_of(STORY_PATH)}/?as_of=2020-01-01", 404)["status"] == 404


def test_a_time_that_has_not_come_is_refused(chief, ask, id_of):
    item = desk.story(chief)
    soon = timezone.now() + timedelta(hours=1)
    STORY.revise(item, replace(document_of(item), standfirst="Tomorrow."), actor=chief)
    release.schedule(item, actor=chief, at=soon, kind="update", note="More.")
    said = ask(f"stories/{id_of(STORY_PATH)}/?as_of={_at(soon + timedelta(hours=1))}", 400)
    assert "a time that has been" in said["detail"]


def test_what_was_withdrawn_is_not_told_again_when_the_page_comes_back(
    chief, ask, id_of, time_machine
):
    item = desk.story(chief, standfirst="What a court forbade.")
    first = timezone.now()
    uid = id_of(STORY_PATH)
    time_machine.move_to(first + timedelta(hours=1))
    STORY.withdraw(item, actor=chief, note="A court asked for it.")
    gone = ask(f"stories/{uid}/", 410)
    assert (gone["title"], gone["detail"]) == ("Gone", "A court asked for it.")
    assert ask(f"stories/{uid}/?as_of={_at(first)}", 410)["detail"] == "A court asked for it."
    time_machine.move_to(first + timedelta(hours=2))
    revised(item, chief, standfirst="What may be said.")
    assert ask(f"stories/{uid}/")["standfirst"] == "What may be said."
    assert "What a court forbade" not in str(ask(f"stories/{uid}/?as_of={_at(first)}", 410))


def test_a_page_that_was_merged_answers_with_the_one_that_remains(chief, ask, id_of):
    loser, survivor = desk.topic(chief, "Harbour Board"), desk.topic(chief)
    lost, kept = id_of("/topics/harbour-board/"), id_of("/topics/harbour-trust/")
    entity_merging.merge(loser, survivor, actor=chief)
    told = ask(f"topics/{lost}/")
    assert (told["id"], told["merged_from"], told["title"]) == (kept, lost, "Harbour Trust")
    assert ask(f"topics/{kept}/")["merged_from"] is None


def test_a_topic_that_waits_is_named_by_no_id(chief, ask):
    item = desk.pages.entity(chief, "Harbour Trust")
    release.schedule(item, actor=chief, at=timezone.now() + timedelta(days=1))
    waiting = Page.objects.get(path="/topics/harbour-trust/")
    assert ask(f"topics/{waiting.uid}/", 404) == ask(f"topics/{16 * '0'}/", 404)


def _at(moment):
    return moment.isoformat().replace("+00:00", "Z")

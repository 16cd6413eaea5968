"""The edited front page: what is pinned, until when, from when on, and what a reader never sees there."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsdesk.sections import arrangement, workflow
from newsdesk.sections.models.front import HOME, Arrangement
from newsdesk.sections.models.section import Section
from newsdesk.workflow.transitions import Refused
from stories.workflow import STORY
from tests import pages, release
from tests.people import person
from tests.public import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferries(chief):
    """Publish fifteen stories, Ferry 0 the oldest."""
    return [desk.story(chief, f"Ferry {n}") for n in range(15)]


def lead(read, path="/"):
    return read(path).xpath("string(//*[contains(@class, 'lead-title')])")


def titles(read, path="/"):
    return [
        each.strip() for each in read(path).xpath("//article//h2/a/text() | //article//h3/a/text()")
    ]


def pin(chief, story, place="lead", front=HOME):
    arrangement.put(front, place, story.key, actor=chief)


def test_what_nobody_arranged_shows_the_newest(ferries, read):
    assert lead(read) == "Ferry 14"
    assert titles(read)[:10] == [f"Ferry {n}" for n in range(14, 4, -1)]


def test_readers_see_a_draft_only_when_it_is_shown(chief, ferries, read):
    pin(chief, ferries[2])
    pin(chief, ferries[0], "second")
    assert lead(read) == "Ferry 14"
    arrangement.show(HOME, actor=chief)
    assert titles(read)[:5] == ["Ferry 2", "Ferry 0", "Ferry 14", "Ferry 13", "Ferry 12"]
    assert len(titles(read)) == len(set(titles(read))) == 10


def test_a_withdrawn_story_leaves_its_slot_by_itself(chief, ferries, read):
    pin(chief, ferries[2])
    arrangement.show(HOME, actor=chief)
    STORY.withdraw(ferries[2], actor=chief, note="It was wrong.")
    assert lead(read) == "Ferry 14"


def test_an_embargoed_story_is_in_its_slot_from_its_hour_on(chief, ferries, read, client):
    waits = pages.story(chief, "Embargoed")
    at = timezone.now() + timedelta(hours=2)
    release.schedule(waits, actor=chief, at=at)
    pin(chief, waits)
    arrangement.show(HOME, actor=chief)
    assert "Embargoed" not in read("/").text_content()
    client.force_login(chief)
    told = client.get("/admin/front-page/").content.decode()
    assert f"{timezone.localtime(at):%H:%M}</time> on; until then the newest stands" in told
    assert "Readers cannot see it" not in told
    client.logout()
    with time_machine.travel(at + timedelta(seconds=1)):
        assert lead(read) == "Embargoed"


@pytest.mark.parametrize("kept", [0, 10_000_000])
def test_an_arrangement_begins_and_a_pin_ends_at_their_minute_with_no_job(
    chief, ferries, read, settings, kept, client
):
    settings.RESPONSE_CACHE_BYTES = kept
    begins = timezone.now() + timedelta(hours=3)
    ends = begins + timedelta(hours=1)
    pin(chief, ferries[2])
    arrangement.pin(HOME, ferries[2].key, ends, actor=chief)
    arrangement.show(HOME, actor=chief, at=begins)
    seen = {}
    for name, at in {
        "before": begins - timedelta(seconds=1),
        "begun": begins,
        "until": ends - timedelta(seconds=1),
        "over": ends,
    }.items():
        with time_machine.travel(at, tick=False):
            assert client.get("/").status_code == 200
            seen[name] = lead(read)
    assert seen == {
        "before": "Ferry 14",
        "begun": "Ferry 2",
        "until": "Ferry 2",
        "over": "Ferry 14",
    }


def test_a_cancelled_change_never_begins(chief, ferries, read):
    at = timezone.now() + timedelta(hours=3)
    pin(chief, ferries[2])
    waiting = arrangement.show(HOME, actor=chief, at=at)
    arrangement.cancel(waiting, actor=chief)
    with time_machine.travel(at + timedelta(minutes=1)):
        assert lead(read) == "Ferry 14"
    with pytest.raises(Refused):
        arrangement.cancel(waiting, actor=chief)


def test_questions_and_topics_are_pinned_before_those_of_the_day(chief, ferries, read):
    for n in range(9):
        desk.question(chief, f"Why {n}?")
    topic = desk.topic(chief, "Harbour Trust")
    chosen = desk.question(chief, "Which one?")
    arrangement.put(HOME, "questions", chosen.key, actor=chief)
    arrangement.put(HOME, "topics", topic.key, actor=chief)
    with pytest.raises(Refused):
        arrangement.put(HOME, "lead", chosen.key, actor=chief)
    arrangement.show(HOME, actor=chief)
    page = read("/")
    asked = page.xpath('//article[contains(@class, "question-card")]//h3/a/text()')
    assert asked[0] == "Which one?"
    assert len(asked) == 6
    assert page.xpath('//article[contains(@class, "topic-card")]//h3/a/text()') == ["Harbour Trust"]


def test_slots_are_moved_ordered_and_taken_off(chief, ferries):
    for n in (1, 2, 3):
        pin(chief, ferries[n], "second")
    keys = [ferries[n].key for n in (1, 2, 3)]
    with pytest.raises(Refused, match="full"):
        pin(chief, ferries[4], "second")
    arrangement.move(HOME, keys[0], 1, actor=chief)
    slots = arrangement.draft_slots(HOME)
    assert [slot["key"] for slot in slots] == [keys[1], keys[0], keys[2]]
    arrangement.order(HOME, [("lead", keys[2]), ("second", keys[0])], actor=chief)
    assert [(s["place"], s["key"]) for s in arrangement.draft_slots(HOME)] == [
        ("lead", keys[2]),
        ("second", keys[0]),
        ("second", keys[1]),
    ]
    arrangement.take_off(HOME, keys[2], actor=chief)
    assert len(arrangement.draft_slots(HOME)) == 2


def test_a_lead_makes_way_to_the_next_place_that_has_room(chief, ferries):
    pin(chief, ferries[0])
    assert arrangement.put(HOME, "lead", ferries[0].key, actor=chief) is None
    pin(chief, ferries[1], "second")
    moved = arrangement.put(HOME, "lead", ferries[2].key, actor=chief)
    assert moved == {"place": "second", "key": ferries[0].key, "until": None}
    pin(chief, ferries[3], "second")
    pin(chief, ferries[4])
    assert {s["key"]: s["place"] for s in arrangement.draft_slots(HOME)} == {
        ferries[4].key: "lead",
        ferries[0].key: "second",
        ferries[1].key: "second",
        ferries[3].key: "second",
        ferries[2].key: "list",
    }


def test_a_section_has_a_lead_of_its_own(chief, read):
    workflow.save(Section(name="Science", slug="science"), actor=chief)
    stories = [desk.story(chief, f"Ferry {n}", section="science") for n in range(8)]
    assert lead(read, "/sections/science/") == "Ferry 7"
    pin(chief, stories[1], front="science")
    arrangement.show("science", actor=chief)
    assert titles(read, "/sections/science/") == [f"Ferry {n}" for n in (1, 7, 6, 5, 4, 3, 2, 0)]
    assert lead(read) == "Ferry 7"


@pytest.mark.usefixtures("today", "made_each_time")
def test_pinned_pages_cost_no_query_more(chief, client, ferries):
    question, topic = desk.question(chief), desk.topic(chief)
    for place, page in (("lead", ferries[1]), ("second", ferries[2]), ("list", ferries[3])):
        pin(chief, page, place)
    arrangement.put(HOME, "questions", question.key, actor=chief)
    arrangement.put(HOME, "topics", topic.key, actor=chief)
    arrangement.show(HOME, actor=chief)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    assert len(queries) == 5


def test_only_who_may_arranges(chief, ferries):
    reporter, editor = person("Reporter"), person("Editor")
    for deed in (
        lambda who: arrangement.put(HOME, "lead", ferries[1].key, actor=who),
        lambda who: arrangement.show(HOME, actor=who),
        lambda who: arrangement.drop_draft(HOME, actor=who),
    ):
        with pytest.raises(PermissionDenied):
            deed(reporter)
        deed(editor)
    assert Arrangement.objects.get().made_by == editor


def test_the_screen_works_without_javascript_and_tells_who_did_what(chief, ferries, client, read):
    client.force_login(chief)
    page = client.get("/admin/front-page/")
    assert page.status_code == 200
    put = {"deed": f"put lead {ferries[2].key}"}
    assert client.post("/admin/front-page/", put, follow=True).status_code == 200
    shown = client.get("/admin/front-page/preview/?as=page").content.decode()
    assert shown.index("Ferry 2<") < shown.index("Ferry 14<")
    assert client.get("/admin/front-page/preview/?as=phone").status_code == 200
    assert 'lead-title"><a href="/stories/ferry-14/' in client.get("/").content.decode()
    at = timezone.localtime() + timedelta(days=1)
    wrong = client.post("/admin/front-page/", {"deed": "schedule", "at": "soon"})
    assert "no date with a time" in wrong.content.decode()
    assert 'name="at" value="soon"' in wrong.content.decode()
    client.post("/admin/front-page/", {"deed": "schedule", "at": f"{at:%Y-%m-%dT%H:%M}"})
    waiting = Arrangement.objects.get()
    told = client.get("/admin/front-page/").content.decode()
    assert "Scheduled for" in told
    assert "on readers see another arrangement" in told
    assert "“Ferry 2” into “Lead”" in told
    client.post("/admin/front-page/", {"deed": f"cancel {waiting.pk}"})
    waiting.refresh_from_db()
    assert waiting.cancelled_by == chief


def test_the_screen_is_shut_to_reporters(ferries, client):
    client.force_login(person("Reporter"))
    for path in ("/admin/front-page/", "/admin/front-page/preview/"):
        assert client.get(path).status_code == 403
    assert client.post("/admin/front-page/", {"deed": "show"}).status_code == 403

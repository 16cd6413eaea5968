"""Lists: narrowed, in parts that stay whole while pages are published, in a bounded number of queries."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from entities.merging import outlets as outlet_merging
from entities.models.outlet import Outlet
from stories.documents import SourceReport
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import release
from tests.public import desk


def titles(told):
    return [each["title"] for each in told["items"]]


def all_of(ask, path):
    """Return the titles of a whole list, part by part, and how many parts it has."""
    found, number = [], 0
    while path:
        told = ask(path)
        found += titles(told)
        path, number = told["next"], number + 1
    return found, number


@pytest.fixture
def five(chief):
    for number in range(5):
        desk.story(chief, f"Ferry {number}")


def report(outlet):
    return SourceReport(
        id="rep00001",
        outlet=outlet,
        headline="A ferry turned",
        reporters=("Bo Lind",),
        url="https://ships.example/turn",
        published=date(2026, 3, 2),
        paraphrase="It turned.",
    )


def test_the_latest_stand_first_and_a_list_goes_on_where_it_ended(five, ask):
    whole = [f"Ferry {number}" for number in (4, 3, 2, 1, 0)]
    assert all_of(ask, "stories/?limit=2") == (whole, 3)
    assert all_of(ask, "stories/") == (whole, 1)


def test_what_is_published_meanwhile_moves_nothing_of_the_rest(five, chief, ask):
    first = ask("stories/?limit=2")
    desk.story(chief, "Ferry 5")
    assert titles(ask(first["next"])) == ["Ferry 2", "Ferry 1"]


def test_topics_go_from_a_to_z_whatever_their_letters(chief, ask):
    for number, name in enumerate(("Élysée", "Zebra Line", "Ångström", "Board")):
        desk.topic(chief, name, slug=f"topic-{number}")
    whole, parts = all_of(ask, "topics/?limit=1")
    assert (sorted(whole), parts) == (sorted(titles(ask("topics/"))), 4)
    assert whole == titles(ask("topics/"))


def test_topics_of_one_kind(chief, ask):
    desk.topic(chief, "Ada Reed", kind="person")
    desk.topic(chief)
    assert titles(ask("topics/?kind=person")) == ["Ada Reed"]
    assert "“kind” is one of organisation" in ask("topics/?kind=ship", 400)["detail"]


def test_stories_of_a_topic_a_tag_an_outlet_and_a_time(chief, ask, id_of):
    topic = desk.topic(chief)
    one = desk.story(
        chief, "One", entities=(topic.key,), tags=("Ships",), reports=(report("Ship Review"),)
    )
    desk.story(chief, "Other", tags=("Ships",))
    uid, today = id_of("/topics/harbour-trust/"), timezone.localdate()
    for query in (
        f"topic={uid}",
        "topic=harbour-trust",
        "outlet=Ship+Review",
        "topic=harbour-trust&tag=ships&outlet=Ship+Review",
        f"topic={uid}&since={today}",
    ):
        assert titles(ask(f"stories/?{query}")) == [one.headline], query
    assert titles(ask("stories/?tag=ships")) == ["Other", "One"]
    assert titles(ask(f"stories/?topic={uid}&until={today}")) == []
    assert titles(ask(f"stories/?since={today + timedelta(2)}")) == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("cursor=nonsense", "“cursor” is not one"),
        ("cursor=before-1-0123456789abcdef", "“cursor” is not one"),
        ("since=yesterday", "“since” is a date"),
        ("since=2026-02-30", "“since” is a date"),
        ("limit=0", "“limit”"),
        ("limit=many", "“limit”"),
        ("limit=101", "“limit”"),
        ("tag=a%20b", "“tag”"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(five, ask, query, sentence):
    said = ask(f"stories/?{query}", 400)
    assert sentence in said["detail"]
    assert (said["type"], said["title"]) == ("about:blank", "Bad Request")


def test_an_offset_whose_plus_was_not_written_out_is_understood(five, ask):
    assert titles(ask("stories/?until=2020-01-01T10:00:00+01:00")) == []
    assert titles(ask("stories/?until=2020-01-01T10:00:00%2B01:00")) == []


def test_outlets_are_those_that_visible_pages_cite(chief, ask):
    desk.story(chief, "One", reports=(report("Ship Review"),))
    waiting = desk.pages.story(chief, "Two", reports=(report("Secret Gazette"),))
    release.schedule(waiting, actor=chief, at=timezone.now() + timedelta(days=1))
    desk.full_question(chief)
    told = ask("outlets/")
    assert [(each["name"], each["stories"], each["questions"]) for each in told["items"]] == [
        ("Ship Review", 1, 1)
    ]
    assert titles(ask(told["items"][0]["stories_api"])) == ["One"]
    assert told["items"][0]["address"].endswith("/outlets/ship-review/")
    assert told["items"][0]["address"] == ask("outlets/Ship%20Review/")["address"]
    for path in ("outlets/Secret%20Gazette/", "stories/?outlet=Secret+Gazette"):
        assert ask(path, 404) == ask("outlets/Nobody/", 404)


def test_an_outlet_that_was_merged_answers_with_the_one_that_remains(chief, ask):
    desk.story(chief, "One", reports=(report("NY Boats"),))
    desk.story(chief, "Two", reports=(report("New York Boats"),))
    names = ("NY Boats", "New York Boats", "Drafted Daily")
    loser, survivor, unseen = (Outlet.objects.get_or_create(name=name)[0] for name in names)
    outlet_merging.merge(loser, survivor, actor=chief)
    outlet_merging.merge(unseen, survivor, actor=chief)
    told = ask("outlets/NY%20Boats/")
    assert (told["name"], told["merged_from"], told["stories"]) == ("New York Boats", "NY Boats", 2)
    assert titles(ask("stories/?outlet=NY+Boats")) == ["Two", "One"]
    assert ask("outlets/Drafted%20Daily/", 404)


def test_corrections_go_on_where_they_ended_also_of_one_moment(chief, ask, time_machine):
    items = [desk.story(chief, f"Ferry {number}") for number in range(4)]
    time_machine.move_to(timezone.now() + timedelta(hours=1), tick=False)
    for number, item in enumerate(items):
        STORY.revise(item, replace(document_of(item), standfirst="It did not sink."), actor=chief)
        release.publish(item, actor=chief, kind="clarification", note=f"Note {number}.")
    notes, path = [], "corrections/?limit=1"
    while path:
        told = ask(path)
        notes += [each["note"] for each in told["items"]]
        path = told["next"]
    assert sorted(notes) == [f"Note {number}." for number in range(4)]
    day = timezone.localdate() + timedelta(1)
    assert ask(f"corrections/?since={day}")["items"] == []


def test_search_finds_what_is_public_page_by_page(chief, ask):
    for number in range(12):
        desk.story(chief, f"Ferry {number}")
    first = ask("search/?q=ferry")
    assert (len(first["items"]), first["total"]) == (10, 12)
    assert len(ask(first["next"])["items"]) == 2
    assert ask("search/?q=ferry&kind=topic")["items"] == []
    assert ask("search/", 400)["detail"].startswith("“q”")


@pytest.mark.usefixtures("made_each_time")
@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("stories/", 1),
        ("stories/?limit=100", 1),
        ("stories/?topic=topic-ferry-0-1", 2),
        ("stories/?topic=topic-ferry-0-1&tag=ships-1", 2),
        ("questions/", 1),
        ("topics/", 1),
        ("outlets/", 1),
        ("corrections/", 2),
    ],
)
def test_a_list_asks_for_as_much_with_twenty_as_with_one(
    chief, ask, django_assert_max_num_queries, path, most
):
    desk.full_story(chief, "Ferry 0")
    with django_assert_max_num_queries(most):
        ask(path)
    for number in range(1, 20):
        desk.story(chief, f"Ferry {number}", tags=("Ships 1",), reports=(report("Ship Review"),))
    with django_assert_max_num_queries(most):
        ask(path)


@pytest.mark.usefixtures("made_each_time")
@pytest.mark.parametrize("parts", [1, 20])
def test_a_story_asks_for_as_much_with_twenty_parts_as_with_one(
    chief, ask, id_of, django_assert_max_num_queries, parts
):
    desk.full_story(chief, "The ferry turns", parts=parts)
    uid = id_of("/stories/the-ferry-turns/")
    # The page, its edition with corrections, what it names, twice, and the portraits of its authors.
    with django_assert_max_num_queries(5):
        ask(f"stories/{uid}/")
    with django_assert_max_num_queries(8):
        ask(f"stories/{uid}/?as_of={timezone.now().isoformat()}")

"""References carry what their page says, and what they lead to, whatever is written in which order."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsdesk.catalogue.entries import Entry, Target, Tombstone
from newsdesk.catalogue.lists import mentioning
from newsdesk.catalogue.models import Merged, Page, Reference
from newsdesk.catalogue.write import point, point_in_pages, point_names, put, put_many, rebuild
from tests.catalogue.led import wrong_references

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def story(n=1, *targets, **values):
    return Entry(
        **{
            "kind": "story",
            "key": f"story:{n}",
            "path": f"/stories/{n}/",
            "title": f"Story {n}",
            "summary": "",
            "text": "",
            "edition": n,
            "number": 1,
            "published_at": NOON,
            "updated_at": NOON,
            "visible_from": NOON,
            "references": tuple(Target(key=target) for target in targets),
        }
        | values
    )


def stone(key, into, page=""):
    return Tombstone(key=key, into=into, page=page)


def led(n=1):
    """Return what the references of a story lead to, in their order."""
    rows = Reference.objects.filter(page__key=f"story:{n}").order_by("position")
    return list(rows.values_list("shown", flat=True))


def listed(target):
    return [page.key for page in mentioning(target).latest()]


def test_a_reference_leads_to_its_target_and_carries_the_times_of_its_page():
    end = NOON + timedelta(days=400)
    put("story:1", [story(1, "entity:5", "tag:sea", visible_until=end)])
    assert led() == ["entity:5", "tag:sea"]
    row = Reference.objects.first()
    assert (row.kind, row.uid) == ("story", Page.objects.get().uid)
    assert (row.published_at, row.visible_from, row.visible_until) == (NOON, NOON, end)


def test_what_changes_of_a_page_changes_in_its_references_too():
    put("story:1", [story(1, "entity:5")])
    later = NOON + timedelta(days=1)
    for change in (
        {"visible_until": later},
        {"published_at": later},
        {"visible_from": later},
        {"first_path": "/stories/once/"},
    ):
        put("story:1", [story(1, "entity:5", **change)])
        assert wrong_references() == []


def test_a_page_that_is_written_after_a_merge_leads_to_the_survivor():
    point([stone("entity:1", "entity:2")])
    put_many({"story:1": [story(1, "entity:1")], "story:2": [story(2, "entity:3", "entity:1")]})
    assert (led(1), led(2)) == (["entity:2"], ["entity:3", "entity:2"])
    assert listed("entity:1") == []
    assert sorted(listed("entity:2")) == ["story:1", "story:2"]


def test_a_merge_and_its_undoing_move_the_references_of_the_loser_alone():
    put_many({"story:1": [story(1, "entity:1", "entity:9")], "story:2": [story(2, "entity:3")]})
    point([stone("entity:1", "entity:2")])
    assert (led(1), led(2)) == (["entity:2", "entity:9"], ["entity:3"])
    point([stone("entity:3", "entity:4")], lifted=["entity:1"])
    assert (led(1), led(2)) == (["entity:1", "entity:9"], ["entity:4"])


def test_of_several_that_lead_to_the_same_the_first_counts():
    put("story:1", [story(1, "entity:9", "entity:2", "entity:1", "entity:3")])
    point([stone("entity:1", "entity:2"), stone("entity:3", "entity:2")])
    assert led() == ["entity:9", "entity:2", "", ""]
    assert listed("entity:2") == ["story:1"]
    assert mentioning("entity:2").number() == 1
    point([stone("entity:2", "entity:3")], lifted=["entity:3"])
    assert led() == ["entity:9", "entity:3", "entity:2", ""]
    assert wrong_references() == []
    point([], lifted=["entity:1", "entity:2"])
    assert led() == ["entity:9", "entity:2", "entity:1", "entity:3"]


def test_what_holds_in_a_single_page_comes_before_what_holds_everywhere():
    put_many({f"story:{n}": [story(n, "entity:1", "entity:7")] for n in (1, 2, 3)})
    point([stone("entity:1", "entity:2")])
    point_in_pages("entity:", [stone("entity:1", "entity:3", page="story:1")])
    assert [led(n)[0] for n in (1, 2, 3)] == ["entity:3", "entity:2", "entity:2"]
    point_in_pages("entity:", [stone("entity:1", "entity:4", page="story:2")])
    assert [led(n)[0] for n in (1, 2, 3)] == ["entity:2", "entity:4", "entity:2"]
    point_in_pages("entity:", [stone("entity:1", "entity:5", page="story:2")])
    assert [led(n)[0] for n in (1, 2, 3)] == ["entity:2", "entity:5", "entity:2"]
    point_in_pages("entity:", [])
    assert [led(n) for n in (1, 2, 3)] == [["entity:2", "entity:7"]] * 3


def test_a_name_without_a_page_leads_on_too():
    put("story:1", [story(1, "tag:sea", "tag:ocean")])
    point_names("tag:", [stone("tag:sea", "tag:ocean")])
    assert led() == ["tag:ocean", ""]
    point_names("tag:", [])
    assert led() == ["tag:sea", "tag:ocean"]


def test_a_rebuild_leads_every_reference_anew(monkeypatch):
    put("story:1", [story(1, "entity:1", "entity:2")])
    point([stone("entity:1", "entity:8")])
    entries = [[story(1, "entity:1", "entity:2")]]
    monkeypatch.setattr("newsdesk.catalogue.write.all_entries", lambda: iter(entries))
    monkeypatch.setattr("newsdesk.catalogue.write.all_tombstones", lambda: [])
    rebuild()
    assert led() == ["entity:1", "entity:2"]
    tombs = [stone("entity:2", "entity:1")]
    monkeypatch.setattr("newsdesk.catalogue.write.all_tombstones", lambda: iter(tombs))
    rebuild()
    assert led() == ["entity:1", ""]
    assert Merged.objects.count() == 1


def test_leading_costs_one_query_however_many_references_there_are():
    put_many({f"story:{n}": [story(n, "entity:1", "entity:2")] for n in range(1, 30)})
    with CaptureQueriesContext(connection) as queries:
        point([stone("entity:1", "entity:2")])
    updates = [q for q in queries if "UPDATE catalogue_reference" in q["sql"]]
    assert len(updates) == 1
    with CaptureQueriesContext(connection) as queries:
        point([], lifted=[])
    assert not any("catalogue_reference" in q["sql"] for q in queries)
    with CaptureQueriesContext(connection) as queries:
        put_many({})
    assert not any("UPDATE catalogue_reference" in q["sql"] for q in queries)
    assert {tuple(led(n)) for n in range(1, 30)} == {("entity:2", "")}


def test_a_list_is_of_what_readers_see_at_that_moment():
    """Its times pass without anything being written."""
    now = datetime.now(UTC)
    for n, (start, end) in enumerate([(-2, None), (-2, -1), (1, None), (-2, 1)], start=1):
        until = now + timedelta(hours=end) if end else None
        begun = now + timedelta(hours=start)
        put(
            f"story:{n}",
            [story(n, "entity:5", visible_from=begun, published_at=begun, visible_until=until)],
        )
    assert set(listed("entity:5")) == {"story:1", "story:4"}
    assert mentioning("entity:5").number() == 2
    assert mentioning("entity:5", "faq").number() == 0
    keys = Page.objects.filter(pk__in=mentioning("entity:5", "story").keys(9))
    assert set(keys.values_list("key", flat=True)) == {"story:1", "story:4"}

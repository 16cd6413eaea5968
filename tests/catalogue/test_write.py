"""The writer of the catalogue, entry by entry: what it writes, cuts, replaces, refuses and leaves alone."""

import dataclasses
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from faqs import merging
from newsdesk.catalogue import search, write
from newsdesk.catalogue.entries import Entry, Event, Target, Tombstone
from newsdesk.catalogue.models import Merged, Moment, Name, Page, PastPath, Reference
from newsdesk.catalogue.write import (
    PathTaken,
    point,
    point_in_pages,
    point_names,
    put,
    put_many,
    rebuild,
)
from stories.workflow import STORY
from tests import pages, release
from tests.finding import found
from tests.finding import keys as keys_of
from tests.people import person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
IMAGE = {"name": "pictures/aa/x.webp", "width": 40, "height": 20}


def entry(key="entity:7", **values):
    return Entry(
        **{
            "kind": key.partition(":")[0],
            "key": key,
            "path": f"/{key.replace(':', '/')}/",
            "title": "Élysée Palace",
            "summary": "A palace.",
            "text": "Where presidents live.",
            "edition": 1,
            "number": 1,
            "published_at": NOON,
            "updated_at": NOON,
            "visible_from": NOON,
        }
        | values
    )


def stone(key, into, title="", page=""):
    return Tombstone(key=key, into=into, title=title, page=page)


def shown(model, *fields, **where):
    return sorted(model.objects.filter(**where).values_list(*fields))


def written(run):
    """Return how many rows' statements `run` writes, apart from the page and its search."""
    with CaptureQueriesContext(connection) as captured:
        run()
    tables = ("reference", "moment", "name", "pastpath")
    return [
        query["sql"]
        for query in captured
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        and any(f"catalogue_{table}" in query["sql"] for table in tables)
    ]


def test_a_page_says_what_its_entry_says():
    told = entry(
        summary="S",
        also="Palace of the Élysée",
        card={"image": IMAGE},
        checked_at=NOON,
        visible_until=NOON.replace(year=2999),
        gone_reason="Moved.",
        gone_status=451,
        number=4,
    )
    (page,) = put("entity:7", [told])
    stored = Page.objects.get()
    assert page == stored
    own = ("references", "events", "past_paths", "first_path")
    for field in dataclasses.fields(told):
        if field.name not in own:
            assert getattr(stored, field.name) == getattr(told, field.name), field.name
    assert stored.uid == told.uid
    assert stored.sort_title == "elysee palace"
    assert len(found("élysée")) == 1


def test_a_card_may_be_one_that_cannot_be_changed():
    (page,) = put("entity:7", [entry(card=MappingProxyType({"image": IMAGE}))])
    assert page.card == {"image": IMAGE}


def test_a_page_has_one_row_for_each_entry_and_those_of_before_go_from_search_too():
    first, second = put("entity:7", [entry(edition=1), entry(edition=2, title="Palace of glass")])
    assert [first.edition, second.edition] == [1, 2]
    other = put("entity:8", [entry("entity:8", title="Harbour")])
    assert put("entity:7", [entry(edition=2, title="Palace of glass")]) == [second]
    assert set(Page.objects.all()) == {second, *other}
    assert written_in_search() == {second.pk, other[0].pk}
    assert put("entity:7", []) == []
    assert written_in_search() == {other[0].pk}


def written_in_search():
    from_place = " JOIN catalogue_searched ON place = catalogue_search.rowid"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT page_id FROM catalogue_search"
            + (from_place if connection.vendor == "sqlite" else "")
        )
        return {row[0] for row in cursor.fetchall()}


def test_what_is_too_long_is_cut():
    long = "é" * 400
    told = entry(
        title="a" * 255,
        also="b" * 400,
        references=(Target(key="tag:x", label=long),),
        events=(Event(date="2026", text="é" * 600, anchor="a"),),
    )
    (page,) = put("entity:7", [told])
    assert page.references.get().label == "é" * 255
    assert page.moments.get().text == "é" * 500
    assert shown(page.names.model, "slug", "text") == [
        ("a" * 100, "a" * 255),
        ("b" * 100, "b" * 300),
    ]
    point([stone("faq:1", "faq:2", title=long)])
    assert Merged.objects.get().title == "é" * 300


def test_the_title_to_sort_by_is_cut_where_folding_makes_it_longer():
    put("entity:7", [entry(title="ß" * 255)])
    assert Page.objects.get().sort_title == "s" * 300


def test_references_keep_their_order_and_are_each_there_once():
    a, b = Target(key="entity:1", label="One"), Target(key="tag:sea", label="Sea")
    put("story:8", [entry("story:8", references=(a,))])
    (page,) = put("story:7", [entry("story:7", references=(a, b, a))])
    assert shown(page.references.model, "position", "target", "label", page=page) == [
        (0, "entity:1", "One"),
        (1, "tag:sea", "Sea"),
    ]
    put("story:7", [entry("story:7", references=(b,))])
    kept = [(0, "entity:1"), (0, "tag:sea")]
    assert shown(page.references.model, "position", "target") == kept


def test_dated_events_are_replaced_whole():
    one = Event(date="1934", text="It erupts.", anchor="a1")
    two = Event(date="2026-03", text="It wakes.", anchor="a2")
    (page,) = put("story:7", [entry("story:7", events=(one, two))])
    told = ("position", "date", "text", "anchor")
    both = [(0, "1934", "It erupts.", "a1"), (1, "2026-03", "It wakes.", "a2")]
    assert shown(page.moments.model, *told) == both
    put("story:7", [entry("story:7", events=(two,))])
    assert shown(page.moments.model, *told) == [(0, "2026-03", "It wakes.", "a2")]


def test_topics_are_known_by_their_names_and_stories_are_not():
    (page,) = put("entity:7", [entry(also="Palace\nélysée palace\n!!\nPalace")])
    assert shown(page.names.model, "slug", "text") == [
        ("elysee-palace", "Élysée Palace"),
        ("palace", "Palace"),
        ("u21-u21", "!!"),
    ]
    put("entity:7", [entry(also="The house")])
    assert shown(page.names.model, "slug") == [("elysee-palace",), ("the-house",)]
    (story,) = put("story:7", [entry("story:7")])
    assert not story.names.exists()


def test_what_has_not_changed_is_not_written_again():
    told = entry(
        also="A palace",
        references=(Target(key="tag:x", label="X"),),
        events=(Event(date="2026", text="Now.", anchor="a"),),
        past_paths=(("/old/", NOON),),
    )
    put("entity:7", [told])
    put("entity:8", [entry("entity:8", past_paths=(("/elsewhere/", NOON),))])
    assert written(lambda: put("entity:7", [told])) == []
    again = dataclasses.replace(told, also="House", references=(), events=(), past_paths=())
    assert written(lambda: put("entity:7", [again])) != []


def test_addresses_of_before_are_those_of_all_entries():
    past = [
        entry(edition=1, past_paths=(("/b/", NOON),)),
        entry(edition=2, past_paths=(("/a/", NOON),)),
    ]
    put("entity:7", past)
    put("entity:8", [entry("entity:8", past_paths=(("/c/", NOON),))])
    assert shown(PastPath, "path", "key", "since") == [
        ("/a/", "entity:7", NOON),
        ("/b/", "entity:7", NOON),
        ("/c/", "entity:8", NOON),
    ]
    put("entity:7", [entry(past_paths=(("/a/", NOON),))])
    assert shown(PastPath, "path") == [("/a/",), ("/c/",)]


@pytest.mark.parametrize("path", ["/now/", "/before/"])
def test_the_address_of_another_page_is_refused_and_nothing_is_written(path):
    put("entity:7", [entry(path="/now/", past_paths=(("/before/", NOON),))])
    before = shown(Page, "key", "path")
    thief = [entry("entity:8"), entry("entity:8", edition=2, path=path)]
    with pytest.raises(PathTaken, match=path):
        put("entity:8", thief)
    assert shown(Page, "key", "path") == before
    # A page's own addresses are its own.
    put("entity:7", [entry(path="/before/", past_paths=(("/now/", NOON),))])
    assert Page.objects.get().path == "/before/"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("image", [IMAGE, None])
def test_sizes_of_a_picture_are_made_once_the_page_is_written_and_never_undo_it(monkeypatch, image):
    asked = []

    def fails(shapes, picture):
        asked.append((shapes, picture, transaction.get_connection().in_atomic_block))
        raise RuntimeError("no room")

    monkeypatch.setattr("newsdesk.images.jobs.complete_published", fails)
    card = {"image": image} if image else {}
    put("story:7", [entry("story:7", card=card)])
    assert asked == ([(["", "card"], IMAGE, False)] if image else [])
    assert Page.objects.filter(key="story:7").exists()
    asked.clear()
    with pytest.raises(PathTaken):
        put("story:8", [entry("story:8", card={"image": IMAGE}, path="/story/7/")])
    assert asked == []


def test_merged_pages_lead_to_their_survivors_until_they_are_lifted():
    point([stone(f"faq:{n}", "faq:9", f"Q{n}") for n in (1, 2)])
    point_in_pages("faq:", [stone("faq:1", "faq:3", page="story:1")])
    point([stone("faq:1", "faq:8", title="Q1 again")])
    assert shown(Merged, "key", "page", "into", "title") == [
        ("faq:1", "", "faq:8", "Q1 again"),
        ("faq:1", "story:1", "faq:3", ""),
        ("faq:2", "", "faq:9", "Q2"),
    ]
    # Lifted is what holds everywhere; what holds in single pages has its own writer.
    point([], lifted=["faq:1"])
    assert shown(Merged, "key", "page") == [("faq:1", "story:1"), ("faq:2", "")]


def test_what_holds_in_single_pages_is_what_is_told_and_no_more():
    one = stone("entity:1", "entity:2", page="story:1")
    other = stone("entity:1", "entity:2", page="story:2")
    point_in_pages("faq:", [stone("faq:1", "faq:2", page="story:1")])
    point([stone("entity:1", "entity:5")])
    point_in_pages("entity:", [one, other])
    kept = Merged.objects.get(key="entity:1", page="story:1").pk
    point_in_pages("entity:", [one, dataclasses.replace(other, into="entity:3")])
    assert Merged.objects.get(key="entity:1", page="story:1").pk == kept
    assert shown(Merged, "key", "page", "into") == [
        ("entity:1", "", "entity:5"),
        ("entity:1", "story:1", "entity:2"),
        ("entity:1", "story:2", "entity:3"),
        ("faq:1", "story:1", "faq:2"),
    ]
    point_in_pages("entity:", [])
    assert shown(Merged, "key", "page") == [("entity:1", ""), ("faq:1", "story:1")]


def test_names_without_a_page_are_what_is_told_and_no_more():
    point([stone("entity:1", "entity:5")])
    point_in_pages("outlet:", [stone("outlet:A", "outlet:B", page="story:1")])
    point_names("outlet:", [stone("outlet:NY Post", "outlet:New York Post")])
    point_names("outlet:", [stone("outlet:Post", "outlet:New York Post")])
    assert shown(Merged, "key", "page", "into") == [
        ("entity:1", "", "entity:5"),
        ("outlet:A", "story:1", "outlet:B"),
        ("outlet:Post", "", "outlet:New York Post"),
    ]


@pytest.mark.parametrize("change", [{}, {"into": "outlet:C"}, {"title": "Other"}, {"known": False}])
def test_a_pointer_is_written_anew_where_anything_of_it_has_changed_and_else_left_alone(change):
    told = stone("outlet:A", "outlet:B", title="é" * 400)
    point_names("outlet:", [told])
    before = Merged.objects.get()
    changed = dataclasses.replace(told, **change)
    point_names("outlet:", [changed])
    after = Merged.objects.get()
    assert (after.pk == before.pk) == (not change)
    expected = (changed.into, changed.title[:300], changed.known)
    assert (after.into, after.title, after.known) == expected


def test_what_was_never_public_is_pointed_to_as_such():
    for write_it in (point, lambda stones: point_names("tag:", stones)):
        Merged.objects.all().delete()
        write_it([Tombstone(key="tag:a", into="tag:b", known=False)])
        assert Merged.objects.get().known is False


def test_a_rebuild_brings_back_whatever_was_damaged():
    """Pages, their old addresses, and pages that were merged."""
    chief = person("Desk chief")
    story = pages.story(chief)
    release.publish(story, actor=chief)
    moved = dataclasses.replace(STORY.document_of(story), slug="another-address")
    STORY.revise(story, moved, actor=chief)
    release.publish(story, actor=chief, kind="update")
    one, two = pages.faq(chief, "What is one?"), pages.faq(chief, "What is two?")
    for faq in (one, two):
        release.publish(faq, actor=chief)
    merging.merge(one, two, actor=chief)

    def stored():
        told = shown(Page, "key", "path", "title", "visible_from")
        pointers = shown(Merged, "key", "into", "page", "title", "known")
        return told, shown(PastPath, "path", "key"), pointers

    before = stored()
    assert all(before)
    Page.objects.filter(key=story.key).delete()
    Page.objects.filter(key=two.key).update(title="Damaged")
    PastPath.objects.all().delete()
    Merged.objects.update(into="faq:999")
    rebuild()
    assert stored() == before


def test_a_rebuild_leaves_nothing_that_is_of_no_edition():
    chief = person("Desk chief")
    story = pages.story(chief)
    release.publish(story, actor=chief)
    told = STORY.read(story.latest_edition())
    put("story:999", [entry("story:999", past_paths=(("/x/", NOON),), title="A stranger")])
    point([stone("faq:1", "faq:2", title="Lost")])
    assert rebuild() == 1
    (page,) = Page.objects.all()
    assert (page.key, page.title) == (story.key, told.headline)
    assert written_in_search() == {page.pk}
    assert not PastPath.objects.exists()
    assert not Merged.objects.exists()


def of_all_kinds(number):
    """Return entries of so many pages, by key, with all that an entry can have."""
    found = {}
    for n in range(number):
        key = f"{('entity', 'faq', 'story')[n % 3]}:{n}"
        found[key] = [
            entry(
                key,
                edition=n,
                title=f"Page {n}",
                text=f"Word {'abcdefghij'[n % 10] * 5} and more.",
                references=(Target(key="tag:sea", label="Sea"), Target(key=f"faq:{n + 1}")),
                events=(Event(date="2014", text=f"It was {n}.", anchor="event-1"),),
                past_paths=((f"/once/{n}/", NOON),),
            )
        ]
    return found


def contents():
    """Return all that is stored of pages and their search, without the keys of rows."""
    keys = dict(Page.objects.values_list("pk", "key"))
    rows = {}
    for model in (Page, Reference, Moment, Name, PastPath):
        told = [
            {k: keys.get(v, v) if k == "page_id" else v for k, v in row.items() if k != "id"}
            for row in model.objects.values()
        ]
        rows[model.__name__] = sorted(map(repr, told))
    told = {word: keys_of(word) for word in ("page", "aaaaa", "more")}
    return rows, told, search.search("aaaab", {}).meant


def test_many_pages_are_written_as_one_by_one_and_again_without_a_change():
    many = of_all_kinds(7)
    for key, entries in many.items():
        put(key, entries)
    one_by_one = contents()
    for key in many:
        put(key, [])
    assert not Page.objects.exists()
    put_many(many)
    assert contents() == one_by_one
    put_many(many)
    assert contents() == one_by_one


def test_many_pages_take_as_many_queries_as_few():
    counts = []
    for number in (3, 30):
        with CaptureQueriesContext(connection) as queries:
            put_many(of_all_kinds(number))
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 4  # Those of the first three go, and are written again.


@pytest.mark.parametrize("past", [False, True])
def test_two_of_many_pages_cannot_have_one_address(past):
    values = {"past_paths": (("/entity/8/", NOON),)} if past else {"path": "/entity/8/"}
    many = {"entity:7": [entry(**values)], "entity:8": [entry("entity:8", edition=2)]}
    with pytest.raises(PathTaken), transaction.atomic():
        put_many(many)
    assert not Page.objects.exists()


class Broken(Exception):
    """The database goes away."""


def breaks(*args, **kwargs):
    raise Broken


@pytest.mark.django_db(transaction=True)
def test_a_page_that_cannot_be_written_to_its_end_is_as_it_was(monkeypatch):
    put("entity:7", [entry(references=(Target(key="tag:x", label="X"),))])
    before = shown(Page, "key", "title", "references__target")
    monkeypatch.setattr(write, "_put_past_paths", breaks)
    with pytest.raises(Broken):
        put("entity:7", [entry(title="Another", references=())])
    assert shown(Page, "key", "title", "references__target") == before


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_that_cannot_be_brought_to_its_end_changes_nothing(monkeypatch):
    put("story:999", [entry("story:999")])
    point([stone("faq:1", "faq:2")])
    monkeypatch.setattr(write, "point", breaks)
    with pytest.raises(Broken):
        rebuild()
    assert shown(Page, "key") == [("story:999",)]
    assert shown(Merged, "key") == [("faq:1",)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "run",
    [
        lambda stones: point(stones, lifted=["faq:1"]),
        lambda stones: point_in_pages("faq:", stones),
        lambda stones: point_names("faq:", stones),
    ],
    ids=["point", "point_in_pages", "point_names"],
)
def test_pointers_are_all_written_or_none(run):
    where = [("", "faq:2"), ("story:1", "faq:3")]
    Merged.objects.bulk_create(Merged(key="faq:1", page=page, into=into) for page, into in where)
    with pytest.raises(IntegrityError):
        run([stone("faq:5", "faq:9"), stone("faq:6", None)])
    assert shown(Merged, "page", "into") == where

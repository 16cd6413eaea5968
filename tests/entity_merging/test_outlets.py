"""Merging outlets: their names, the pages being written that name them, and the way back."""

import dataclasses
import random

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities.merging import outlets
from entities.models.merge import OutletMerge
from entities.models.outlet import Outlet
from entities.outlets import document_of, known_outlets, outlets_named
from faqs import working_copy as faq_copy
from faqs.models.draft import Faq
from newsdesk.catalogue.models import Merged
from newsdesk.merging.engine import AlreadyMerged, MergeRefused, NotMerged
from newsdesk.merging.taken import MergeChoice
from newsdesk.pages.append_only import AppendOnlyError
from newsdesk.pages.documents import digest
from stories import working_copy as story_copy
from stories.importing.known import make_outlets
from stories.models.draft import Story
from tests import pages, release
from tests.entity_merging import desk
from tests.people import person

pytestmark = pytest.mark.django_db

MERGE = "/admin/entities/outlet/merge/"
MERGES = "/admin/entities/outlet/merges/"


@pytest.fixture
def two():
    return (
        desk.outlet("NY Post", aliases="The Post", domains="nypost.com"),
        desk.outlet("New York Post", domains="newyorkpost.com"),
    )


def fresh(outlet):
    return Outlet.objects.select_related("shown_as").get(pk=outlet.pk)


def everything():
    return list(Outlet.objects.order_by("pk").values())


def reports(item):
    return [r.outlet for r in story_copy.document_of(Story.objects.get(pk=item.pk)).reports]


def test_every_name_of_a_merged_outlet_leads_to_its_last_survivor(moderator, two):
    third = desk.outlet("The New York Post")
    outlets.merge(*two, actor=moderator)
    outlets.merge(two[1], third, actor=moderator)
    names = ("NY Post", "The Post", "New York Post", "The New York Post")
    known = known_outlets(names)
    assert {known[name].pk for name in names} == {third.pk}
    make_outlets(["NY Post"])
    named = outlets_named(["NY Post", "The Post"])
    assert (named["NY Post"], named["The Post"]) == (two[0], third)
    assert Outlet.objects.count() == 3


def test_a_name_of_its_own_wins_over_an_alias_of_what_was_merged(moderator, two):
    other = desk.outlet("The Post")
    outlets.merge(*two, actor=moderator)
    assert known_outlets(["The Post"]) == {"The Post": other}


def preview(client, item):
    kind = type(item)._meta
    where = f"/admin/{kind.app_label}/{kind.model_name}/{item.pk}/preview/"
    return client.get(where).content.decode()


def test_what_is_being_written_names_the_survivor_and_keeps_what_was_written(client, chief, two):
    item = desk.story(chief, "The ferry turns", live=False, reports=(desk.report("NY Post"),))
    asked = desk.faq(chief, "Why?", live=False, sources=(desk.source("NY Post"),))
    stored = item.digest, asked.digest
    record = outlets.merge(*two, actor=chief)
    client.force_login(chief)
    for page in (item, asked):
        assert "New York Post" in preview(client, page)
        assert "NY Post" not in preview(client, page)
    outlets.undo(record, actor=chief)
    assert "NY Post" in preview(client, item)
    documents = (
        story_copy.document_of(Story.objects.get(pk=item.pk)),
        faq_copy.document_of(Faq.objects.get(pk=asked.pk)),
    )
    assert tuple(map(digest, documents)) == stored


FEEDS = ("/feeds/stories.xml", "/feeds/stories.atom", "/feeds/stories.json")


def test_live_editions_show_the_survivor_at_once_and_the_old_name_after_the_undo(
    client, chief, two
):
    item = desk.story(chief, "The ferry turns", reports=(desk.report("NY Post"),))
    asked = desk.faq(chief, "Why?", sources=(desk.source("NY Post"),))
    pages = (item.public_path, asked.public_path, *FEEDS)
    for where in pages:
        told = client.get(where)
        assert "NY Post" in told.content.decode(), where
    tags = [client.get(where)["ETag"] for where in pages]
    third = desk.outlet("The Post of New York")
    first, second = outlets.merge(*two, actor=chief), outlets.merge(two[1], third, actor=chief)
    for where, tag in zip(pages, tags, strict=True):
        answer = client.get(where, headers={"If-None-Match": tag})
        assert answer.status_code == 200, where
        assert "The Post of New York" in answer.content.decode(), where
        assert "NY Post" not in answer.content.decode(), where
    outlets.undo(second, actor=chief)
    assert "New York Post" in client.get(item.public_path).content.decode()
    outlets.undo(first, actor=chief)
    for where in pages:
        assert "NY Post" in client.get(where).content.decode(), where
    assert not Merged.objects.filter(key__startswith="outlet:").exists()


@pytest.mark.parametrize("number", [1, 8])
def test_a_story_page_costs_six_queries_however_many_of_its_outlets_were_merged(
    client, chief, number
):
    survivor = desk.outlet("The Post")
    names = [f"Post {n}" for n in range(number)]
    reports = tuple(desk.report(name, n) for n, name in enumerate(names, 1))
    item = desk.story(chief, "The ferry turns", reports=reports)
    for name in names:
        outlets.merge(Outlet.objects.get(name=name), survivor, actor=chief)
    with CaptureQueriesContext(connection) as queries:
        client.get(item.public_path)
    assert len(queries) <= 6


def test_a_page_that_is_rewritten_in_between_gets_its_reports_back(client, chief, two):
    item = desk.story(chief, "The ferry turns", reports=(desk.report("NY Post"),))
    record = outlets.merge(*two, actor=chief)
    text = story_copy.document_of(Story.objects.get(pk=item.pk))
    rewritten = dataclasses.replace(text, headline="The ferry turns twice")
    pages.STORY.revise(item, rewritten, actor=chief)
    release.publish(item, actor=chief, kind="update", note="It turned twice.")
    assert "New York Post" in client.get(item.public_path).content.decode()
    outlets.undo(record, actor=chief)
    assert "NY Post" in client.get(item.public_path).content.decode()
    assert reports(item) == ["NY Post"]


def test_a_rebuild_of_the_catalogue_changes_no_outlet(chief, two):
    outlets.merge(*two, actor=chief)
    kept = list(Merged.objects.values_list("key", "page", "into"))
    assert kept == [("outlet:NY Post", "", "outlet:New York Post")]
    call_command("rebuild_catalogue", verbosity=0)
    assert list(Merged.objects.values_list("key", "page", "into")) == kept


def test_what_is_published_after_the_merge_names_the_survivor(client, chief, two):
    item = desk.story(chief, "The ferry turns", live=False, reports=(desk.report("NY Post"),))
    asked = desk.faq(chief, "Why?", live=False, sources=(desk.source("NY Post"),))
    outlets.merge(*two, actor=chief)
    release.publish(item, actor=chief)
    release.publish(asked, actor=chief)
    for page in (item, asked):
        said = client.get(page.public_path).content.decode()
        assert "New York Post" in said
        assert "NY Post" not in said


@pytest.mark.parametrize("number", [1, 8])
def test_reading_a_working_copy_costs_the_same_however_many_outlets_were_merged(chief, number):
    survivor = desk.outlet("The Post")
    names = [f"Post {n}" for n in range(number)]
    made = [desk.report(name, n) for n, name in enumerate(names, 1)]
    item = desk.story(chief, "The ferry turns", live=False, reports=tuple(made))
    for name in names:
        outlets.merge(Outlet.objects.get(name=name), survivor, actor=chief)
    story = Story.objects.get(pk=item.pk)
    with CaptureQueriesContext(connection) as queries:
        story_copy.document_of(story)
    assert len(queries) == 8


def test_merge_and_undo_change_nothing(moderator, two):
    before = everything()
    taken = MergeChoice(items={"aliases": ["The Post"], "domains": ["nypost.com"]})
    record = outlets.merge(*two, actor=moderator, taken=taken)
    assert document_of(fresh(two[1])).domains == ("newyorkpost.com", "nypost.com")
    outlets.undo(record, actor=moderator)
    assert everything() == before
    with pytest.raises(NotMerged):
        outlets.undo(record, actor=moderator)


@pytest.mark.parametrize("seed", range(6))
def test_any_merges_undone_in_any_order_change_nothing(moderator, seed):
    chance = random.Random(seed)
    rows = [desk.outlet(f"Paper {n}", domains=f"paper{n}.example") for n in range(7)]
    before = everything()
    records = []
    for _ in range(12):
        if records and chance.random() < 0.35:
            outlets.undo(records.pop(chance.randrange(len(records))), actor=moderator)
            continue
        loser, survivor = chance.sample(rows, 2)
        taken = MergeChoice(items={"domains": list(document_of(fresh(loser)).domains)})
        try:
            records.append(outlets.merge(loser, survivor, actor=moderator, taken=taken))
        except AlreadyMerged:
            continue
        _points_straight()
    chance.shuffle(records)
    for record in records:
        outlets.undo(record, actor=moderator)
        _points_straight()
    assert everything() == before


def _points_straight():
    rows = {row.pk: row for row in Outlet.objects.all()}
    for row in rows.values():
        last = row
        while last.merged_into_id:
            last = rows[last.merged_into_id]
        assert row.shown_as_id == (last.pk if last is not row else None)


def test_an_outlet_is_not_merged_into_itself(moderator, two):
    with pytest.raises(MergeRefused):
        outlets.merge(two[0], two[0], actor=moderator)


def test_who_may_not_merge_is_refused_by_the_verb(two):
    with pytest.raises(PermissionDenied):
        outlets.merge(*two, actor=person("Editor"))


def test_its_events_are_written_once(moderator, two):
    outlets.merge(*two, actor=moderator, reason="One.")
    event = two[0].events.get()
    assert (event.verb, event.note, event.actor) == ("merge", "One.", moderator)
    event.note = "Another."
    with pytest.raises(AppendOnlyError):
        event.save()


@pytest.mark.parametrize("role", ["Reporter", "Editor"])
def test_without_the_right_there_is_no_button_and_every_address_is_refused(client, two, role):
    record = outlets.merge(*two, actor=person("Desk chief"))
    client.force_login(person(role))
    pair = f"{MERGE}?merged={two[0].pk}&stays={two[1].pk}"
    for where in (pair, MERGE, MERGES, f"{MERGES}{record.pk}/undo/"):
        assert client.get(where).status_code == 403, where
        assert client.post(where).status_code == 403, where
    for where in ("", f"{two[1].pk}/change/"):
        assert MERGE not in client.get(f"/admin/entities/outlet/{where}").content.decode()


def test_outlets_are_compared_merged_and_parted_on_the_desk(client, moderator, chief, two):
    live = desk.story(chief, "The ferry turns", reports=(desk.report("NY Post"),))
    asked = desk.faq(chief, "Why?", live=False, sources=(desk.source("NY Post"),))
    before = everything()
    client.force_login(moderator)
    assert MERGE in client.get(f"/admin/entities/outlet/{two[0].pk}/change/").content.decode()
    where = f"{MERGE}?merged={two[0].pk}&stays={two[1].pk}"
    page = client.get(where)
    for words in ("nypost.com", live.public_path, str(asked), "in scheduled versions too"):
        assert words in page.content.decode()
    form = page.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    page = client.post(where, data, follow=True)
    record = OutletMerge.objects.get()
    assert f"{MERGES}{record.pk}/undo/" in page.content.decode()
    listed = client.get("/admin/entities/outlet/").content.decode()
    assert ">NY Post<" not in listed
    assert ">New York Post<" in client.get("/admin/entities/outlet/?q=NY Post").content.decode()
    client.post(f"{MERGES}{record.pk}/undo/", {"reason": "Two."})
    assert everything() == before

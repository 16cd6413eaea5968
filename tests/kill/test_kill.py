"""Publish, merge, import, bulk and rebuild, killed in the middle: three times each in the daily suite.

`make kill` does it fifty times, on both databases, and prints a table.
"""

import os
import time
from unittest import mock

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from entities.models.draft import Entity
from faqs.models.draft import Faq
from faqs.models.edition import FaqEdition
from faqs.models.merge import FaqMergeStep
from newsdesk.catalogue.models import Merged, Page
from newsdesk.desk.bulk import batches
from newsdesk.desk.bulk.models import BulkDeed, BulkRow
from newsdesk.images import uploads
from newsdesk.importing.models import ImportRecord
from newsdesk.pages.triggers import drop_triggers
from stories.models.draft import Story
from stories.models.edition import StoryEdition, StoryEvent
from tests import pages
from tests.kill import wholeness
from tests.kill.attempt import COMMITTED, WRITTEN, Kill, attempt
from tests.kill.deeds import ALL, DEEDS, Bulk, Import, Merge, Publish
from tests.kill.rounds import rounds, table
from tests.people import person

ROUNDS = int(os.environ.get("NEWSDESK_KILL_ROUNDS", "3"))
SEED = int(os.environ.get("NEWSDESK_KILL_SEED", "0")) or time.time_ns()

killing = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def pictures_of_its_own(settings, tmp_path):
    """Every file is looked at: none is of another test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def jobs_in_workers(settings):
    """What a deed hands in is no part of it: with workers it runs elsewhere, in transactions of its own."""
    settings.JOBS_IN_REQUESTS = False


@pytest.fixture
def chief():
    return person("Desk chief")


@killing
@pytest.mark.parametrize("kind", DEEDS, ids=lambda kind: kind.name)
def test_a_deed_killed_in_the_middle_leaves_nothing_torn_and_can_be_done_again(kind, chief):
    found = rounds(kind, chief, wanted=ROUNDS, seed=SEED)
    print(f"\n{table([found], connection.vendor)}")
    assert found.torn == [], f"seed {SEED}"
    # A kill that came too early or too late has shown nothing.
    assert found.in_the_middle >= ROUNDS, found


def slowly(*deeds):
    """Do them one after the other, and then nothing for long enough to be killed."""
    for deed in deeds:
        deed()
    time.sleep(60)


@killing
def test_where_a_kill_has_hit_is_known(chief):
    whole = attempt(lambda: pages.story(chief, "Whole"))
    early = attempt(slowly, kill=Kill())
    late = attempt(
        lambda: slowly(lambda: pages.story(chief, "Second")), kill=Kill(COMMITTED, whole.commits)
    )
    assert [each.hit for each in (early, whole, late)] == ["before", "ended", "after"]
    assert whole.writes >= late.writes >= 2
    assert Story.objects.count() == 2


@killing
def test_a_kill_inside_a_transaction_leaves_nothing_of_it(chief):
    def deed():
        with transaction.atomic():
            Story.objects.create(headline="Half", slug="half", created_by=chief, changed_by=chief)
            slowly()

    tried = attempt(deed, kill=Kill(WRITTEN))
    assert (tried.hit, tried.writes) == ("transaction", 1)
    assert not Story.objects.exists()


@killing
def test_a_deed_that_fails_by_itself_is_no_kill(chief):
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        attempt(lambda: 1 / 0)


# Each check notices what it is for: one torn desk after the other, made by hand.


def first(model, **values):
    return model.objects.filter(**values).order_by("pk").first()


def tear(model, **values):
    """Delete one row behind the back of everything that guards it."""
    pk = first(model, **values).pk
    model._base_manager.filter(pk=pk)._raw_delete(using="default")


TORN = {
    "an edition without its event": lambda: tear(StoryEvent, verb="publish"),
    "an event without its edition": lambda: (
        Page.objects.filter(kind="story").delete(),
        tear(StoryEdition),
    ),
    "a page without the event of its making": lambda: tear(StoryEvent, verb="create"),
    "an edition that the catalogue does not show": lambda: Page.objects.filter(kind="faq").delete(),
    "a title that no edition has": lambda: Page.objects.filter(kind="story").update(title="Other"),
    "a page of the catalogue without an edition": lambda: Page.objects.filter(kind="story").update(
        edition=999_999
    ),
    "a page that search does not find": lambda: execute("DELETE FROM catalogue_search"),
    "a pointer without a record": lambda: Faq.objects.filter(merged_into=None).update(
        merged_into=first(Faq)
    ),
    "a record without its pointer": lambda: Faq.objects.update(merged_into=None),
    "a merge without its step": lambda: tear(FaqMergeStep),
    "a merge that no edition tells of": lambda: QuerySet(FaqEdition).update(merges=[]),
    "a merge without its tombstone": lambda: tear(Merged),
    "a tombstone without its merge": lambda: Merged.objects.create(
        key=first(Entity).key, into="entity:1", title="Lost"
    ),
    "a draft without the record of its import": lambda: ImportRecord.objects.all().delete(),
    "a record that names a draft which is not there": lambda: ImportRecord.objects.update(
        written={"faq:999999": {}}
    ),
    "a page done that no row tells of": lambda: BulkRow.objects.update(state="waiting"),
    "a row done that did nothing": lambda: BulkRow.objects.create(
        deed=first(BulkDeed), page=first(Story).pk, state="done"
    ),
    "words that nobody saved": lambda: Story.objects.update(headline="Other"),
    "half a picture": lambda: halve(uploads.store(pages.picture()).name),
}


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def halve(name):
    path = uploads.default_storage.path(name)
    with open(path, "r+b") as file:
        file.truncate(os.path.getsize(path) // 2)


@pytest.mark.django_db
def test_every_torn_desk_is_noticed(chief):
    with mock.patch.object(batches, "BATCH", Bulk.BATCH):
        for kind in (Publish, Merge, Import, Bulk):
            deed = kind(chief, 7)
            deed.do()
            assert deed.state() == ALL
    assert wholeness.complaints() == []
    drop_triggers("default")
    unnoticed = []
    for name, tearing in TORN.items():
        with transaction.atomic():
            tearing()
            unnoticed += [] if wholeness.complaints() else [name]
            transaction.set_rollback(True)
    assert unnoticed == []

"""Editions and events can be written once and never changed, in Python or behind its back."""

import dataclasses

import pytest
from django.db import DatabaseError, connection, transaction

from entities.models.edition import EntityEdition, EntityEvent
from faqs.models.edition import FaqEdition, FaqEvent
from faqs.models.reader_question import AskedQuestionEvent
from newsdesk.pages.append_only import AppendOnlyError
from newsdesk.pages.documents import as_data, digest
from stories.documents import read
from stories.models.edition import StoryEdition, StoryEvent
from stories.models.error_report import ErrorReportEvent
from stories.workflow import STORY
from tests import release
from tests.pages import story
from tests.people import person

pytestmark = pytest.mark.django_db

TABLES = [
    StoryEdition,
    StoryEvent,
    FaqEdition,
    FaqEvent,
    EntityEdition,
    EntityEvent,
    AskedQuestionEvent,
    ErrorReportEvent,
]


@pytest.fixture
def edition():
    chief = person("Desk chief")
    return release.publish(story(chief), actor=chief)


def test_an_edition_cannot_be_saved_again(edition):
    edition.note = "changed"
    with pytest.raises(AppendOnlyError):
        edition.save()


def test_an_edition_cannot_be_deleted(edition):
    with pytest.raises(AppendOnlyError):
        edition.delete()


def test_editions_cannot_be_changed_in_bulk(edition):
    with pytest.raises(AppendOnlyError):
        StoryEdition.objects.update(note="changed")
    with pytest.raises(AppendOnlyError):
        StoryEdition.objects.all().delete()


@pytest.mark.parametrize("model", TABLES)
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_every_table_has_its_triggers(model, verb):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [table])
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
            )
        assert (f"{table}_no_{verb}",) in cursor.fetchall()


@pytest.mark.parametrize(
    "sql", ["UPDATE stories_storyedition SET note = 'x'", "DELETE FROM stories_storyedition"]
)
def test_the_database_itself_refuses(edition, sql):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(sql)
    assert StoryEdition.objects.get().note == edition.note


def test_an_edition_tells_when_its_document_was_forged(edition):
    assert edition.is_intact()
    edition.document["headline"] = "Another"
    assert not edition.is_intact()


def test_editions_form_a_chain(edition):
    chief, item = edition.actor, edition.item
    STORY.revise(item, dataclasses.replace(read(edition), headline="Two", slug="two"), actor=chief)
    second = release.publish(item, actor=chief, kind="update")
    assert (second.number, second.previous) == (2, edition.digest)
    assert second.digest == digest(read(second))
    assert as_data(read(second)) == second.document

"""The generation: what draws it, and the one statement by which each request asks for it."""

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from newsdesk.catalogue import replica
from newsdesk.catalogue.generation import TABLE, epoch
from newsdesk.catalogue.models import Generation, Page

pytestmark = pytest.mark.django_db(transaction=True)


def draw():
    """Change something that readers see."""
    Page.objects.create(
        kind="story",
        key="story:1",
        path="/stories/x/",
        edition=Page.objects.count() + 1,
        number=1,
        published_at=timezone.now(),
        updated_at=timezone.now(),
        visible_from=timezone.now(),
    )


@pytest.mark.parametrize("threshold", [5, None])
def test_it_is_prepared_once_for_each_connection_or_never(threshold):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite prepares by itself")
    connection.ensure_connection()
    connection.connection.prepare_threshold = threshold
    for _ in range(3):
        assert epoch("default").mark
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (1 if threshold else 0,)
    connection.close()


def test_a_connection_that_the_server_has_closed_is_opened_anew():
    mark = epoch("default").mark
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (process,) = cursor.fetchone()
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [process])
        other.close()
    else:
        connection.connection.close()
    assert epoch("default").mark == mark


def test_who_has_just_answered_is_not_asked_whether_it_does(monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no replica")
    asked = []
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    monkeypatch.setattr(connection, "is_usable", lambda: asked.append(1) or True)
    connection.close()
    for ask in (
        lambda: epoch("default"),
        lambda: replica.answer_of("default", "SELECT 1"),
        lambda: 0,
    ):
        connection.ensure_connection()
        connection.close_if_unusable_or_obsolete()
        ask()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    assert len(asked) == 1
    connection.close()


def test_without_a_database_there_is_no_epoch(monkeypatch):
    def fail():
        raise OperationalError

    monkeypatch.setattr(connection, "ensure_connection", fail)
    assert epoch("default") is None


def test_a_row_that_was_lost_is_there_again_with_the_next_change():
    Generation.objects.all().delete()
    assert epoch("default").mark is None
    draw()
    mark = epoch("default").mark
    assert mark
    draw()
    assert epoch("default").mark != mark
    assert Generation.objects.count() == 1


def test_to_empty_a_table_is_a_change():
    draw()
    mark = epoch("default").mark
    with connection.cursor() as cursor:
        empty = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
        cursor.execute(
            f"{empty} catalogue_page {'CASCADE' if connection.vendor == 'postgresql' else ''}"
        )
    assert epoch("default").mark != mark
    assert Generation._meta.db_table == TABLE


def test_a_statement_that_changes_no_row_is_none():
    draw()
    mark = epoch("default").mark
    Page.objects.filter(pk=0).update(title="Nothing")
    assert epoch("default").mark == mark


def test_rows_that_are_passed_over_hide_no_change_of_others():
    """Within a trigger SQLite follows the OR of the statement outside."""
    draw()
    mark = epoch("default").mark
    row = Page.objects.get()
    twin = Page.objects.get()
    twin.pk, twin.edition = None, 99
    Page.objects.bulk_create([row, twin], ignore_conflicts=True)
    assert Page.objects.count() == 2
    assert epoch("default").mark != mark

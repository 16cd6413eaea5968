"""Rows of pages are read by as few statements as there are relations, and kept where Django keeps them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag

from newsdesk.pages.page_rows import lend_rows, read_rows, read_target, rows_of
from stories.models.draft import Story
from stories.models.parts import SourceReport
from tests import pages
from tests.entity_merging import desk
from tests.people import person

pytestmark = pytest.mark.django_db

REPORTS = tuple(desk.report(name, n) for n, name in enumerate(("The Post", "Tide Times"), 1))


@pytest.fixture
def chief():
    return person("Desk chief")


@pytest.fixture
def stories(chief):
    """Two stories with reports and tags, and one that has none."""
    full = [
        desk.story(chief, title, live=False, reports=REPORTS, tags=("ports", "rail"))
        for title in ("The ferry turns", "The bridge shuts")
    ]
    return [*full, pages.story(chief, "Nothing yet", reports=())]


def fresh(stories):
    return [Story.objects.get(pk=story.pk) for story in stories]


def test_they_are_those_that_django_reads_in_their_order(stories):
    read = fresh(stories)
    with CaptureQueriesContext(connection) as queries:
        read_rows(read, SourceReport, "outlet", "wire")
        read_rows(read, Tag)
        told = [
            [(row.item is story, row.outlet.name, row.wire) for row in story.reports.all()]
            for story in read
        ]
        tags = [sorted(tag.name for tag in story.tags.all()) for story in read]
    assert len(queries) == 2
    reports = [(True, "The Post", None), (True, "Tide Times", None)]
    assert told == [reports, reports, []]
    assert tags == [["ports", "rail"], ["ports", "rail"], []]
    for mine, theirs in zip(read, fresh(stories), strict=True):
        assert list(mine.reports.all()) == list(theirs.reports.all())


def test_what_was_read_is_not_read_again(stories):
    read = fresh(stories)
    read_rows(read[:1], SourceReport)
    read_rows(read, Tag)
    with CaptureQueriesContext(connection) as queries:
        read_rows(read, SourceReport)
        read_rows(read, SourceReport)
        read_rows(read, Tag)
        assert [len(rows_of(story, SourceReport)) for story in read] == [2, 2, 0]
        assert [len(rows_of(story, Tag)) for story in read] == [2, 2, 0]
    assert len(queries) == 1


def test_a_list_that_is_only_looked_at_is_read_anew_each_time(stories):
    (story, *_) = fresh(stories)
    assert len(rows_of(story, SourceReport)) == len(rows_of(story, Tag)) == 2
    story.reports.all().delete()
    story.tags.clear()
    assert not rows_of(story, SourceReport)
    assert not rows_of(story, Tag)


def test_rows_that_were_lent_are_used_and_a_filter_still_asks_for_the_page_alone(stories):
    (story, other, empty) = fresh(stories)
    lend_rows(story, "reports", [])
    assert not rows_of(story, SourceReport)
    assert not story.reports.all()
    assert {row.item_id for row in story.reports.filter(position__gte=0)} == {story.pk}
    assert len(rows_of(other, SourceReport)) == 2
    assert not rows_of(empty, SourceReport)


def test_a_page_may_point_at_nothing(stories):
    read = fresh(stories)
    with CaptureQueriesContext(connection) as queries:
        read_target(read, "section")
        read_target([], "section")
        assert [story.section for story in read] == [None, None, None]
    assert not queries

"""A query that is put together once finds what the QuerySet finds, each time it is asked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, F
from django.utils import timezone

from newsdesk.catalogue.compiled import CompiledQuery, CompiledRows, CompiledSql
from newsdesk.catalogue.models import Name, Page

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 29, 12, 0, 0, 5, tzinfo=UTC)


@pytest.fixture
def three():
    return [
        Page.objects.create(
            kind="story",
            key=f"story:{n}",
            uid=f"{n:016}",
            path=f"/stories/{n}/",
            title=f"Story {n}",
            sort_title=f"story {n}",
            card={"image": {"width": n}},
            edition=n,
            number=1,
            published_at=NOON,
            updated_at=NOON,
            visible_from=NOON + timedelta(hours=n),
        )
        for n in (1, 2, 3)
    ]


@pytest.fixture
def of_keys():
    return CompiledQuery(
        Page,
        lambda keys, now: Page.objects.visible(now).filter(key__in=keys).order_by("-key"),
    )


def test_rows_are_those_of_the_query_set_with_all_that_they_hold(three, of_keys):
    later = NOON + timedelta(hours=2)
    for now, found in ((NOON, []), (later, three[1::-1]), (timezone.now(), three[::-1])):
        rows = of_keys.rows(keys=[page.key for page in three], now=now)
        assert rows == found
        assert [vars(row)["card"] for row in rows] == [page.card for page in found]
        assert [row.visible_from for row in rows] == [page.visible_from for page in found]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 9])
def test_a_list_may_be_of_any_length(three, of_keys, count):
    keys = [f"story:{n}" for n in range(count)]
    rows = of_keys.rows(keys=keys, now=timezone.now())
    assert sorted(row.key for row in rows) == [
        key for key in keys if key in "story:1 story:2 story:3"
    ]


def test_a_list_repeats_its_last_entry_so_that_few_statements_are_kept(of_keys):
    for count in range(5, 9):
        of_keys.rows(keys=[f"story:{n}" for n in range(count)], now=NOON)
    assert len(of_keys._kept) == 1


def test_what_was_deferred_is_fetched_when_it_is_asked_for(three, django_assert_num_queries):
    titles = CompiledQuery(Page, lambda number: Page.objects.filter(pk=number).only("title"))
    with django_assert_num_queries(1):
        (row,) = titles.rows(number=three[0].pk)
        assert row.title == "Story 1"
    with django_assert_num_queries(1):
        assert row.path == "/stories/1/"


def test_it_is_put_together_once_and_asked_anew(three, django_assert_num_queries):
    built = []
    at = CompiledQuery(Page, lambda path: built.append(path) or Page.objects.filter(path=path)[:1])
    with django_assert_num_queries(3):
        assert [at.rows(path=f"/stories/{n}/") for n in (2, 3, 4)] == [[three[1]], [three[2]], []]
    assert len(built) == 1


def test_a_value_that_looks_like_sql_or_a_mark_is_only_a_value(three):
    at = CompiledQuery(Page, lambda path: Page.objects.filter(path=path))
    for path in ("' OR 1=1 --", "%s", "%", "\ue0000", "/stories/1/%"):
        assert at.rows(path=path) == []


def test_a_query_that_changes_a_value_is_refused(three):
    below = CompiledQuery(Page, lambda path: Page.objects.filter(path=f"{path}/"))
    with pytest.raises(TypeError):
        below.rows(path="/stories/1")
    ignored = CompiledQuery(Page, lambda path, title: Page.objects.filter(path=path))
    with pytest.raises(TypeError):
        ignored.rows(path="/stories/1/", title="Story 1")


def test_a_written_statement_brings_whole_rows_and_what_it_adds_to_them(three):
    def write(vendor, columns):
        keys = (
            "= ANY(CAST(%(keys)s AS text[]))"
            if vendor == "postgresql"
            else "IN (SELECT value FROM json_each(%(keys)s))"
        )
        return f"""SELECT {columns}, length(p.path) FROM catalogue_page p
            WHERE p.key {keys} AND p.visible_from <= %(now)s ORDER BY p.key"""

    statement = CompiledSql(Page, lambda page, more: (page, more), write, without=("text",))
    keys = [page.key for page in three]
    for _ in range(7):  # PostgreSQL keeps the plan of what is asked for the sixth time.
        found = statement.rows("default", {"keys": keys, "now": NOON + timedelta(hours=2)})
        assert found == [(page, len(page.path)) for page in three[:2]]
    assert [vars(page)["card"] for page, _ in found] == [page.card for page in three[:2]]
    assert [page.visible_from for page, _ in found] == [page.visible_from for page in three[:2]]
    assert "text" not in vars(found[0][0])
    assert statement.rows("default", {"keys": [], "now": NOON + timedelta(hours=2)}) == []


def test_rows_have_with_them_what_was_fetched_along(three, django_assert_num_queries):
    for page in three:
        Name.objects.create(page=page, text=page.title, slug=page.key)
    names = CompiledRows(
        Name,
        lambda key: (
            Name.objects.filter(page__key=key)
            .select_related("page")
            .annotate(title=F("page__title"), others=Count("page__names") - 1)
        ),
    )
    for page in three:
        with django_assert_num_queries(1):
            (name,) = names.rows(key=page.key)
            assert name.page == page
            assert name.page.card == page.card
            assert (name.title, name.others) == (page.title, 0)
    name.text = "Another"
    name.save()
    assert Name.objects.get(pk=name.pk).text == "Another"
    assert names.rows(key="story:9") == []

"""Who stands for whom, followed by the database along chains, and out of a circle."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities.models.draft import Entity
from newsdesk.merging.survivors import family, last_survivors

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def topics():
    """`a` into `b` into `c`, `d` into `c`; `e` alone."""
    made = {name: Entity.objects.create(name=name, slug=name) for name in "abcde"}
    for loser, survivor in ("ab", "bc", "dc"):
        Entity.objects.filter(pk=made[loser].pk).update(merged_into=made[survivor])
    return {name: row.pk for name, row in made.items()}


@pytest.mark.parametrize(
    ("asked", "last"), [("a", "c"), ("b", "c"), ("c", "c"), ("abd", "c"), ("ae", "ce"), ("", "")]
)
def test_the_last_survivor_stands_for_all_before_it(topics, asked, last):
    with CaptureQueriesContext(connection) as queries:
        found = last_survivors(Entity, (topics[name] for name in asked))
    assert found == {topics[name] for name in last}
    assert len(queries) == (1 if asked else 0)


def test_a_row_that_is_not_there_stands_for_itself(topics):
    assert last_survivors(Entity, [topics["a"], 10**9]) == {topics["c"], 10**9}


@pytest.mark.parametrize(("key", "members"), [("c", "abcd"), ("b", "ab"), ("a", "a"), ("e", "e")])
def test_a_family_is_all_that_was_merged_into_a_row(topics, key, members):
    assert family(Entity, topics[key]) == {topics[name] for name in members}


def test_a_circle_ends(topics):
    Entity.objects.filter(pk=topics["c"]).update(merged_into=topics["a"])
    assert last_survivors(Entity, [topics["a"], topics["e"]]) == {topics["a"], topics["e"]}
    assert family(Entity, topics["b"]) == {topics[name] for name in "abcd"}

"""What the desk is looked through by: any part of a word, however the rows were written, by an index."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities.models.outlet import Outlet
from newsdesk.pages.findable import called, folded_text, holding
from newsdesk.pages.findable_index import create_indexes
from stories.models.author import Author
from stories.models.draft import Story
from tests import pages
from tests.people import person

pytestmark = pytest.mark.django_db


def found(words):
    return sorted(row.name for row in holding(words, Author.objects.all()))


@pytest.fixture
def authors():
    names = ["Ada Morris", "Zoë O'Brien", 'Ann "Quick" Lee', "Ng", "100% Proof", "under_score"]
    for n, name in enumerate(names):
        Author.objects.create(name=name, slug=f"author-{n}")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("orri", ["Ada Morris"]),
        ("zoe", ["Zoë O'Brien"]),
        ("brien zoë", ["Zoë O'Brien"]),
        ("obrien", []),
        ("quick", ['Ann "Quick" Lee']),
        ("ng", ["Ng"]),
        ("or", ["Ada Morris", "under_score"]),
        ("mor ada", ["Ada Morris"]),
        ("mor zoe", []),
        ("0% ", ["100% Proof"]),
        ("100% proof", ["100% Proof"]),
        ("r_s", ["under_score"]),
        ("rxs", []),
        ("NOT", []),
        ("mor*", []),
        ("name:mor", []),
    ],
)
def test_any_part_of_a_word_finds_a_row(authors, words, names):
    assert found(words) == names


def test_the_index_follows_what_is_written_past_save(authors):
    Author.objects.filter(name="Ng").update(name="Ngozi", folded=folded_text(["Ngozi"]))
    assert found("gozi") == ["Ngozi"]
    Author.objects.filter(name="Ngozi").update(folded=folded_text(["Adichie"]))
    assert (found("gozi"), found("dichi")) == ([], ["Ngozi"])
    Author.objects.bulk_create([Author(name="Bo", slug="bo", folded="chimamanda")])
    assert found("mamand") == ["Bo"]
    Author.objects.filter(name="Bo").delete()
    assert found("mamand") == []


def test_who_is_called_so_is_found_by_the_index_too(authors):
    asked = ["Ada Morris", "Ada", "zoe o'brien", "Ng", ""]
    rows = Author.objects.order_by("pk")
    named = {name: [row.name for row in each] for name, each in called(asked, rows).items()}
    expected = {"Ada Morris": ["Ada Morris"], "Ada": [], "zoe o'brien": ["Zoë O'Brien"]}
    assert named == expected | {"Ng": ["Ng"], "": []}


def test_a_migration_that_rebuilt_a_table_leaves_nothing_unfound(authors):
    with connection.cursor() as cursor:
        # An index of PostgreSQL goes with its table, and cannot be forgotten.
        for verb in ("insert", "update", "delete") if connection.vendor == "sqlite" else ():
            cursor.execute(f"DROP TRIGGER stories_author_grams_{verb}")
    Author.objects.create(name="Meanwhile", slug="meanwhile")
    # What waits for the end of the test's transaction, as no migration has it.
    connection.check_constraints()
    create_indexes(apps.get_app_config("stories"), using="default")
    assert found("meanwh") == ["Meanwhile"]
    Author.objects.create(name="Afterwards", slug="afterwards")
    assert found("terwar") == ["Afterwards"]


def test_a_word_is_looked_up_and_not_searched_for():
    pages.story(person("Desk chief"), "Ferries turn")
    with CaptureQueriesContext(connection) as queries:
        assert list(holding("erries", Story.objects.all()))
    assert "stories_story_grams" in queries[0]["sql"] or "newsdesk_grams" in queries[0]["sql"]


def test_who_is_called_so_is_one_line_and_looked_up_as_a_whole(authors):
    with CaptureQueriesContext(connection) as queries:
        assert called(["Ada Morris", "Zoe O’Brien"], Author.objects.all())["Ada Morris"]
    (asked,) = queries
    assert '"folded" IN' in asked["sql"]
    with connection.cursor() as cursor:
        places = connection.introspection.get_constraints(cursor, Author._meta.db_table)
    assert places["stories_author_line"]["columns"] == ["folded"]


def test_one_of_several_lines_is_found_too():
    for name, aliases in (("The Post", "Post\nMorning Post"), ("Tide Times", "")):
        Outlet(name=name, aliases=aliases).save()
    named = called(["MORNING post", "tide times", "Morning"], Outlet.objects.all())
    assert [[row.name for row in rows] for rows in named.values()] == [
        ["The Post"],
        ["Tide Times"],
        [],
    ]


def test_a_line_of_letters_that_fold_into_many_is_kept():
    Author.objects.create(name="\ufdfa" * 200, slug="long")
    assert called(["\ufdfa" * 200], Author.objects.all())["\ufdfa" * 200]

"""Words that very many pages hold are found in the latest of them; what is shown stays the same."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsdesk.desk import lists
from newsdesk.pages import findable
from newsdesk.pages.findable import are_common, folded_text, holding
from stories.models.draft import Story
from tests.desk.screens import signed_in, text, tree
from tests.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LIST, FIND = "/admin/stories/story/", "/admin/find/"


@pytest.fixture
def chief():
    return signed_in(person("Desk chief"))


@pytest.fixture
def stories():
    """Seven that tell of ferries, changed one after the other, and two that do not."""
    now = timezone.now()
    titles = [*(f"Ferries turn {n}" for n in range(7)), "A pier opens", "Trains wait"]
    made = Story.objects.bulk_create(
        Story(headline=title, slug=f"s-{n}", folded=folded_text([title]), digest="x")
        for n, title in enumerate(titles)
    )
    for n, story in enumerate(made):
        Story.objects.filter(pk=story.pk).update(changed_at=now - timedelta(hours=7 * n % 10))
    return made


@pytest.fixture
def common(monkeypatch):
    """A word is common where more than three rows hold it."""
    for module in (findable, lists):
        monkeypatch.setattr(module, "COMMON", 3)


def listed(client, **asked):
    page = tree(client.get(LIST, asked))
    return [row.text_content().strip() for row in page.xpath("//*[@id='result_list']/tbody/tr//th")]


def latest(word):
    rows = Story.objects.filter(folded__contains=word).order_by("-changed_at", "-pk")
    return [story.headline for story in rows]


def test_a_word_is_common_where_more_rows_hold_it_than_are_looked_up(stories, common):
    assert are_common("ferries", Story)
    assert are_common("erri turn", Story)
    assert not are_common("ferries 3", Story)
    assert not are_common("pier", Story)
    assert not are_common("", Story)
    assert not are_common("tu", Story)  # Too short for the index: nobody has counted.


def test_words_that_are_common_each_and_rare_together_are_looked_up(chief, stories, common):
    """Who went through the latest rows for them would go through all."""
    titles = [f"Harbours close {n}" for n in range(4)]
    Story.objects.bulk_create(
        Story(headline=each, slug=f"h-{n}", folded=folded_text([each]), digest="x")
        for n, each in enumerate(titles)
    )
    assert are_common("ferries", Story)
    assert are_common("harbours", Story)
    with CaptureQueriesContext(connection) as queries:
        assert not are_common("ferries harbours", Story)
    assert len(queries) == 1
    assert "Ferries turn" not in text(chief.get(FIND, {"q": "ferries harbours"}))


@pytest.mark.parametrize("words", ["erries", "turn 3", "pier", "tu", 'fer"ries', "nothing"])
def test_with_and_without_the_index_the_same_is_found(stories, words):
    keys = set(holding(words, Story.objects.all()).values_list("pk", flat=True))
    plain = holding(words, Story.objects.all(), indexed=False)
    assert keys == set(plain.values_list("pk", flat=True))


@pytest.mark.parametrize("words", ["ferries", "pier"])
def test_the_list_shows_what_it_showed(chief, stories, common, words):
    assert listed(chief, q=words) == latest(words)


def test_each_page_of_the_list_goes_on_where_the_one_before_ended(
    chief, stories, common, monkeypatch
):
    monkeypatch.setattr(lists.DeskList, "list_per_page", 3)
    monkeypatch.setattr(lists.DeskList, "list_max_show_all", 3)
    shown = [listed(chief, q="ferries", p=page) for page in (1, 2, 3)]
    assert [len(page) for page in shown] == [3, 3, 1]
    assert [title for page in shown for title in page] == latest("ferries")


def test_a_list_that_is_filtered_too_is_looked_up_by_the_index(chief, stories, common):
    Story.objects.filter(headline="Ferries turn 2").update(state="submitted")
    with CaptureQueriesContext(connection) as queries:
        assert listed(chief, q="ferries", state="submitted") == ["Ferries turn 2"]
    counting = [each["sql"] for each in queries if "LIMIT 4" in each["sql"]]
    assert counting == []


def test_a_search_that_finds_very_many_says_more_than(chief, stories, monkeypatch):
    monkeypatch.setattr(lists.FoundPages, "most", 5)
    told = text(chief.get(LIST, {"q": "ferries"}))
    assert "more than 5 found" in told
    assert "more than" not in text(chief.get(LIST))


def test_the_search_over_everything_shows_the_latest(chief, stories, common):
    with CaptureQueriesContext(connection) as queries:
        told = text(chief.get(FIND, {"q": "ferries"}))
    places = [told.index(title) for title in latest("ferries")]
    assert places == sorted(places)
    grams = ("newsdesk_grams", "story_grams")
    rows = [q["sql"] for q in queries if 'ORDER BY "stories_story"."changed_at" DESC' in q["sql"]]
    assert rows
    assert not any(name in sql for sql in rows for name in grams)

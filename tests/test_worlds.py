"""What is laid down again is what was made; a desk that is not empty is no beginning."""

import pytest
from django.db import connection

from newsdesk.catalogue.models import Page
from stories.models.draft import Story
from stories.workflow import STORY
from tests import database, pages, release
from tests.finding import keys
from tests.people import person
from tests.public import desk
from tests.worlds import world

pytestmark = pytest.mark.django_db
times: list[int] = []


@world
def one_story():
    times.append(1)
    chief = person("Desk chief")
    return chief, desk.story(chief, tags=("Ships",), image=desk.image())


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_each_turn_begins_with_the_same_pages(client, turn):
    chief, item = one_story()
    assert times == [1]
    assert Story.objects.get() == item
    assert keys("ferry turns") == [item.key]
    assert client.get(Page.objects.get().path).status_code == 200
    assert item.editions.get().number == 1
    other = pages.story(chief, "Another")
    assert other.pk > item.pk
    release.publish(other, actor=chief)
    STORY.withdraw(item, actor=chief, note="It was wrong.")


def test_all_columns_come_back_as_they_were():
    def rows():
        return {model: list(model.objects.values()) for model in (Story, Page, type(chief))}

    chief, _ = one_story()
    first, kept = rows(), database.Rows.taken(connection)
    connection.check_constraints()  # What is still to be asked of rows keeps their tables.
    database.empty("default")
    assert not Story.objects.exists()
    kept.lay(connection)
    assert rows() == first


def test_a_desk_that_is_not_empty_is_no_beginning():
    person("Editor")
    with pytest.raises(AssertionError, match="auth_user"):
        one_story()

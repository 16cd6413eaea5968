"""The desk finds what is there, in whatever writing it is asked for."""

import time

import pytest
from django.contrib.auth.models import User
from django.db import connection
from taggit.models import Tag

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.outlets import save
from newsdesk.pages.findable import folded_text, holding
from stories.models.author import Author
from stories.models.draft import Story
from tests import pages

pytestmark = pytest.mark.django_db

NAME = "Élysée O’Brien–Straße"
ASKED = [
    "élysée", "elysee", "ELYSE", "o'brien", "O’Brien", "Oʼ" + "Brien", "strasse", "STRASSE", "ＥＬＹＳ",
    "brien-str", "brien‑str", "straße elysee", "E\u0301lyse\u0301e",
]  # fmt: skip


@pytest.fixture
def named(chief):
    """A row of every kind that the desk looks up by name."""
    Author.objects.create(name=NAME, slug="elysee")
    save(Outlet(name=NAME))
    Tag.objects.create(name=NAME)
    pages.entity(chief, NAME, slug="elysee")
    pages.faq(chief, NAME, slug="elysee")
    pages.story(chief, NAME, slug="elysee")


LISTS = {
    "stories/story": "stories.bylines",
    "faqs/faq": "",
    "entities/entity": "",
    "entities/outlet": "",
    "stories/author": "",
    "taggit/tag": "",
}


@pytest.mark.parametrize("where", LISTS)
def test_every_list_finds_a_name_in_any_writing(named, desk, where):
    for words in ASKED:
        answer = desk.get(f"/admin/{where}/", {"q": words})
        found = [str(row) for row in answer.context["cl"].result_list]
        assert found == [NAME], words
    answer = desk.get(f"/admin/{where}/", {"q": f"{ASKED[0]} zebra"})
    assert not answer.context["cl"].result_list


BOXES = [
    ("stories", "storyentity", "entity"),
    ("stories", "storyfaq", "faq"),
    ("stories", "deeperquestion", "story"),
    ("stories", "sourcereport", "outlet"),
    ("stories", "byline", "author"),
]


@pytest.mark.parametrize(("app", "model", "name"), BOXES)
def test_every_box_of_the_form_finds_it(named, desk, app, model, name):
    for words in ASKED:
        query = {"app_label": app, "model_name": model, "field_name": name, "term": words}
        rows = desk.get("/admin/autocomplete/", query).json()["results"]
        assert [row["text"] for row in rows] == [NAME], words


def test_the_front_page_finds_it(named, desk):
    for words in ASKED:
        text = desk.get("/admin/find/", {"q": words}).content.decode()
        assert text.count(NAME) >= 3, words


def test_people_are_found_in_any_writing(client, chief):
    boss = User.objects.create_superuser("boss", first_name="Zoë", last_name="O’Brien")
    client.force_login(boss)
    for words in ("zoe", "o'brien", "ZOË O’BRIEN", "boss"):
        answer = client.get("/admin/auth/user/", {"q": words})
        assert list(answer.context["cl"].result_list) == [boss], words
    assert "zoe" in str(boss.found_as)


def test_an_alias_finds_a_topic(chief, desk):
    pages.entity(chief, "Millbrook", aliases=("Bäckström",))
    answer = desk.get("/admin/entities/entity/", {"q": "backstrom"})
    assert [str(row) for row in answer.context["cl"].result_list] == ["Millbrook"]


def test_one_author_is_made_of_all_writings_of_a_name(chief):
    pages.story(chief, "One", bylines=(pages.Byline(name="Zoë O’Brien", slug=""),))
    pages.story(chief, "Two", bylines=(pages.Byline(name="Zoe O'Brien", slug=""),))
    assert Author.objects.count() == 1


def test_a_row_that_is_saved_in_part_is_found_all_the_same(chief):
    item = pages.entity(chief, "Millbrook")
    item.name = "Bäckström"
    item.save(update_fields=["name"])
    assert list(holding("backstrom", Entity.objects.all())) == [item]


def test_a_look_up_among_many_rows_is_one_quick_query(chief, django_assert_num_queries):
    Story.objects.bulk_create(
        [
            Story(headline=f"Straße {n}", folded=folded_text([f"Straße {n}"]), slug=f"s-{n}")
            for n in range(5_000)
        ],
        batch_size=500,
    )
    start = time.perf_counter()
    with django_assert_num_queries(1):
        found = list(holding("STRASSE 4711", Story.objects.all()))
    assert len(found) == 1
    assert time.perf_counter() - start < 2, connection.vendor

"""The very next request shows a new face, whatever was kept, and whichever process answers."""

from dataclasses import replace

import pytest
from django.test import Client

from newsdesk.catalogue.kept import forget_all
from newsdesk.publication import kept_copy
from newsdesk.site.publication import deeds
from tests.people import person
from tests.public import desk
from tests.publication.conftest import LANTERN
from tests.responses.conftest import elsewhere, given, is_kept, made  # noqa: F401  A fixture.

pytestmark = pytest.mark.django_db(transaction=True)
PATHS = ("/", "/stories/", "/stories/the-ferry-turns/", "/feeds/stories.xml", "/about/")


def test_the_next_request_tells_also_of_another_process(elsewhere):  # noqa: F811
    chief = person("Desk chief")
    desk.story(chief)

    def publish(name):
        made_of = replace(LANTERN, name=name)
        deeds.save(made_of, seen=deeds.mark(deeds.draft()), actor=chief)
        deeds.publish(seen=deeds.mark(deeds.draft()), why="Another name", actor=chief)

    for name in ("The Lantern", "The Lamp"):
        for path in PATHS:
            given(path)
            assert is_kept(path)
        elsewhere(lambda name=name: publish(name))
        for path in PATHS:
            answer = given(path).content.decode()
            assert name in answer
            assert answer == made(path).content.decode()
    last = kept_copy.last()
    assert last
    assert last.name == "The Lamp"


def test_a_page_that_a_publish_elsewhere_left_alone_is_found_again(django_assert_num_queries):
    chief = person("Desk chief")
    desk.story(chief)
    given("/about/")
    forget_all()
    desk.topic(chief)
    with django_assert_num_queries(0):
        assert given("/about/").status_code == 200


def test_it_costs_a_page_no_query(django_assert_num_queries):
    Client().get("/search/")
    with django_assert_num_queries(0):
        Client().get("/search/")

"""Where a page stands, asked of one page, of a list with subqueries, and of the pages of a screen at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify

from newsdesk.pages.status import Standing
from stories.models.draft import Story
from stories.workflow import STORY
from tests.people import person
from tests.workflow.situations import STEPS, crew, make

pytestmark = pytest.mark.django_db

STANDING = {
    "draft": Standing.DRAFT,
    "submitted": Standing.DRAFT,
    "scheduled": Standing.SCHEDULED,
    "corrected": Standing.LIVE,
    "withdrawn": Standing.WITHDRAWN,
    "withdrawn, approved": Standing.WITHDRAWN,
    "discarded": Standing.DISCARDED,
}


def told(item):
    return item.standing, item.next_appearance, item.has_unpublished_changes


@pytest.fixture
def stories():
    """A story in every situation, and one whose scheduled edition was taken back, by primary key."""
    people = crew()
    made = {name: make("story", name, people, f"Tale of {slugify(name)}") for name in STEPS}
    recalled = make("story", "scheduled", people, "Tale taken back")
    STORY.unschedule(recalled, actor=people["chief"], number=1, note="Not yet.")
    return {item.pk: name for name, item in (made | {"draft ": recalled}).items()}


def test_all_ways_to_ask_say_the_same(stories):
    alone = {item.pk: told(item) for item in Story.objects.filter(pk__in=stories)}
    listed = {item.pk: told(item) for item in Story.objects.with_standing().filter(pk__in=stories)}
    shown = list(Story.objects.filter(pk__in=stories))
    with CaptureQueriesContext(connection) as captured:
        Story.read_standing(shown)
        at_once = {item.pk: told(item) for item in shown}
    assert alone == listed == at_once
    assert len(captured) == 1
    for key, name in stories.items():
        expected = STANDING.get(name.strip(), Standing.LIVE if "live" in name else Standing.DRAFT)
        assert alone[key][0] == expected, name
    assert {name for key, name in stories.items() if alone[key][1]} == {
        "scheduled",
        "live, scheduled",
    }
    changed = {name for key, name in stories.items() if alone[key][2]}
    assert changed == {"live, changed", "live, submitted", "live, approved"}


def test_what_was_read_for_a_screen_is_not_kept_by_the_next_row_read(stories):
    (key,) = (key for key, name in stories.items() if name == "live")
    item = Story.objects.get(pk=key)
    Story.read_standing([item])
    STORY.withdraw(item, actor=person("Desk chief"), note="It was wrong.")
    assert Story.objects.get(pk=key).standing is Standing.WITHDRAWN


def test_a_page_has_a_public_edition_once_readers_know_it(stories):
    by_name = {name: Story.objects.get(pk=key) for key, name in stories.items()}
    assert by_name["live"].public_edition() == by_name["live"].latest_edition()
    for name in ("draft", "scheduled"):
        with pytest.raises(LookupError):
            by_name[name].public_edition()

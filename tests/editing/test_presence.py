"""Who else is at a page: told within a poll, faded when still, gone when gone, in nobody's way."""

import datetime

import pytest
import time_machine

from newsdesk.editing.models import Presence
from tests.desk.screens import address, save, signed_in
from tests.people import person

pytestmark = pytest.mark.django_db

START = datetime.datetime(2026, 3, 3, 14, 0, tzinfo=datetime.UTC)


@pytest.fixture
def clock(story):
    """Time stands still; `clock(seconds)` lets some of it pass."""
    with time_machine.travel(START, tick=False) as traveller:
        yield lambda seconds: traveller.shift(seconds)


def poll(client, story, **more):
    return client.post(address("presence", story), more).json()


def test_others_are_told_by_name_and_part_and_oneself_is_not(ada, ben, story):
    poll(ben, story, section="behind")
    assert poll(ada, story, section="papers")["others"] == [
        {"name": "ben", "section": "behind", "idle": False}
    ]
    assert [each["name"] for each in poll(ben, story)["others"]] == ["ada"]


def test_who_has_been_still_is_faded_and_later_forgotten(ada, ben, story):
    poll(ben, story, still="70")
    assert [each["idle"] for each in poll(ada, story)["others"]] == [True]
    poll(ben, story, still="601")
    assert poll(ada, story)["others"] == []


def test_who_is_not_heard_of_any_more_has_left(ada, ben, story, clock):
    ada, ben = signed_in(person("Editor", "cy")), signed_in(person("Editor", "di"))
    poll(ben, story)
    clock(20)
    assert poll(ada, story)["others"]
    clock(10)
    assert poll(ada, story)["others"] == []


def test_who_closes_the_page_has_left_at_once(ada, ben, story):
    poll(ben, story)
    ben.post(address("presence", story), {"leave": "1"})
    assert poll(ada, story)["others"] == []


def test_looking_tells_nobody(ada, ben, story):
    assert ben.get(address("presence", story)).status_code == 200
    assert not Presence.objects.exists()


def test_a_save_meanwhile_is_told_with_its_writer(ada, ben, story):
    before = poll(ada, story)["saved"]
    save(ben, story, headline="Ben’s headline")
    after = poll(ada, story)["saved"]
    assert before["own"]
    assert (after["who"], after["own"]) == ("ben", False)
    assert after["mark"] != before["mark"]


@pytest.mark.parametrize(
    "more",
    [{"section": "<b>"}, {"section": "x" * 300}, {"still": "-1"}, {"still": "9" * 50}],
)
def test_what_is_forged_is_not_passed_on(ada, ben, story, more):
    poll(ben, story, **more)
    (other,) = poll(ada, story)["others"]
    assert other["section"] == ""


def test_who_may_not_change_the_page_is_not_told(story):
    moderator = signed_in(person("Moderator"))
    assert moderator.get(address("presence", story)).status_code == 403
    assert moderator.post(address("presence", story)).status_code == 403


def test_a_poll_costs_the_same_for_one_and_for_twenty(ada, story, django_assert_num_queries):
    poll(ada, story)
    # Session, person, two for the rights, the page with its last writer, one written, one read.
    with django_assert_num_queries(7) as one:
        poll(ada, story)
    for number in range(20):
        poll(signed_in(person("Editor", f"editor-{number}")), story)
    with django_assert_num_queries(7):
        assert len(poll(ada, story)["others"]) == 20
    written = [q for q in one.captured_queries if not q["sql"].startswith("SELECT")]
    assert len(written) == 1

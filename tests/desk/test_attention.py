"""What the front page says needs attention: live pages, forecasts, duplicates, letters; and whole days."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsdesk.desk.front.week import PER_DAY
from newsdesk.live_checks import front as live_checks
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages, release
from tests.desk.screens import address, signed_in, text, tree
from tests.desk.test_front_page import card, front, queries
from tests.desk.waiting import forecast, full, looked_through, pair, question, report, spoil, story
from tests.people import person

pytestmark = pytest.mark.django_db

BROKEN, DUE = "published-pages-with-failed-checks", "forecast-due"
DUPLICATES, LETTERS = "duplicates-waiting", "reader-messages-waiting"


@pytest.fixture
def chief():
    return person("Desk chief")


def shown(page, anchor):
    return bool(page.xpath(f"//section[@aria-labelledby='{anchor}-title']"))


def links(page, anchor):
    (found,) = page.xpath(f"//section[@aria-labelledby='{anchor}-title']")
    return {" ".join(a.text_content().split()): a.get("href") for a in found.xpath(".//a")}


def test_a_broken_live_page_is_listed_with_its_first_problem_and_a_link_to_its_place(chief):
    item = story(chief)
    spoil(item, ("summary", "It does not say what has happened."), ("reports", "No link."))
    looked_through()
    page = front(chief)
    told = card(page, BROKEN)
    assert "The ferry turns It does not say what has happened. and 1 more story" in told
    assert "Checked today at" in told or "Checked yesterday at" in told
    found = links(page, BROKEN)
    assert found["The ferry turns"] == f"{address('change', item)}#field-summary"
    assert found["1 story"] == "/admin/stories/story/?needs=gate"


def test_a_forecast_is_listed_on_the_day_after_it_and_only_those_that_are_over_are_counted(chief):
    item = story(chief)
    forecast(item, 2, 3, 90)
    looked_through()
    assert not shown(front(chief), DUE)
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        told = card(front(chief), DUE)
    assert "Was to come by" in told
    assert "and 1 more" in told


def test_what_readers_do_not_see_is_on_no_list(chief):
    waiting = pages.story(chief)
    release.schedule(waiting, actor=chief, at=timezone.now() + timedelta(hours=5))
    spoil(waiting, ("summary", "Wrong."))
    looked_through()
    assert not shown(front(chief), BROKEN)
    with time_machine.travel(timezone.now() + timedelta(hours=6), tick=False):
        assert shown(front(chief), BROKEN)


def test_kinds_of_page_share_a_list_and_each_leads_to_its_own(chief):
    spoil(story(chief), ("summary", "Wrong."))
    faq = pages.faq(chief)
    release.publish(faq, actor=chief)
    spoil(faq, ("intro", "Wrong too."))
    looked_through()
    page = front(chief)
    assert "Published pages with failed checks 2" in card(page, BROKEN)
    assert {"1 story", "1 FAQ"} <= set(links(page, BROKEN))


def test_a_list_of_very_many_is_shown_without_its_number(chief, monkeypatch):
    monkeypatch.setattr(live_checks, "COUNTED", 2)
    for n in range(3):
        spoil(story(chief, f"Ferry {n}"), ("summary", "Wrong."))
    looked_through()
    page = front(chief)
    assert "Published pages with failed checks Checked" in card(page, BROKEN)
    assert "All stories" in links(page, BROKEN)
    assert {f"Ferry {n}" for n in range(3)} <= set(links(page, BROKEN))


@pytest.mark.parametrize(("needs", "expected"), [("gate", "Broken"), ("forecast", "Overtaken")])
def test_the_list_of_stories_shows_exactly_those(chief, needs, expected):
    story(chief, "Sound")
    spoil(story(chief, "Broken"), ("summary", "Wrong."))
    forecast(story(chief, "Overtaken"), -2)
    page = tree(signed_in(chief).get(f"/admin/stories/story/?needs={needs}"))
    listed = [a.text_content() for a in page.xpath("//table[@id='result_list']/tbody//th//a")]
    assert listed == [expected]


@pytest.mark.parametrize(
    ("hours", "said"), [(None, "have never been looked through"), (50, "Checked on"), (1, "")]
)
def test_the_front_page_says_when_nobody_has_looked(chief, hours, said):
    if hours:
        looked_through(hours)
    page = front(chief)
    assert shown(page, BROKEN) == bool(said)
    if said:
        assert said in card(page, BROKEN)


def test_who_may_see_no_page_is_told_nothing():
    nobody = person("Reporter")
    nobody.groups.clear()
    page = front(nobody)
    assert not any(shown(page, each) for each in (BROKEN, DUE, DUPLICATES, LETTERS))


def test_duplicates_are_counted_by_pair_and_cluster_with_contradicting_twins_first():
    moderator = person("Moderator")
    faqs = [pages.faq(moderator, f"Why {n}?") for n in range(5)]
    pair(faqs[0], faqs[1], cluster=faqs[0].pk)
    pair(faqs[1], faqs[2], cluster=faqs[0].pk)
    twins = pair(faqs[3], faqs[4], contradicts=True)
    page = front(moderator)
    told = card(page, DUPLICATES)
    assert "3 pairs in 2 clusters, 1 of them with contradicting answers." in told
    assert told.index("Why 3?") < told.index("Why 0?")
    found = links(page, DUPLICATES)
    assert found["“Why 3?” and “Why 4?”"] == f"/admin/faqs/duplicatepair/?pair={twins.pk}"
    assert found["Decide on them in the queue"] == "/admin/faqs/duplicatepair/"
    assert not shown(front(person("Reporter")), DUPLICATES)


def test_letters_are_listed_oldest_first_for_those_who_may_answer_them(chief):
    question("Who paints the buoys?", 5)
    report("It was eleven, not noon.", 9)
    question("Answered already?", 20, state="answered", decided_at=timezone.now())
    page = front(chief)
    told = card(page, LETTERS)
    assert "Reader messages waiting 2" in told
    assert told.index("It was eleven") < told.index("Who paints")
    assert "Answered already" not in told
    assert links(page, LETTERS)["Readers’ questions (1)"] == "/admin/faqs/askedquestion/"
    assert "Who paints" not in card(front(person("Editor")), LETTERS)
    assert not shown(front(person("Reporter")), LETTERS)


def test_the_scheduled_column_goes_by_time_with_the_minute_each_page_once(chief):
    at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=2)
    for number, headline in enumerate(("Second", "First")):
        item = pages.story(chief, headline)
        release.schedule(item, actor=chief, at=at + timedelta(hours=1 - number))
    changed = pages.STORY.document_of(Story.objects.get(pk=item.pk))
    again = type(changed)(
        **{n: getattr(changed, n) for n in changed.__slots__} | {"standfirst": "X"}
    )
    STORY.revise(item, again, actor=chief)
    release.schedule(item, actor=chief, at=at + timedelta(days=3), kind="update")
    page = front(chief)
    told = card(page, "board-scheduled")
    assert told.startswith("Scheduled 2 Appears")
    assert told.count("First") == 1
    assert told.index("First") < told.index("Second")
    assert f"{timezone.localtime(at):%H:%M}" in told
    listed = text(signed_in(chief).get(links(page, "board-scheduled")["See them all"]))
    assert "First" in listed
    assert "Second" in listed


def test_the_rest_of_a_full_day_is_one_click_away(chief):
    noon = timezone.localtime(timezone.now() + timedelta(days=10)).replace(hour=12)
    for number in range(11):
        due = pages.story(chief, f"Due {number}")
        Story.objects.filter(pk=due.pk).update(due_at=noon + timedelta(seconds=number))
    page = front(chief, f"?week={noon:%Y-%m-%d}")
    where = links(page, "week")[f"and 3 more on {noon:%-d %B}"]
    assert where == f"/admin/day/{noon:%Y-%m-%d}/"
    told = text(signed_in(chief).get(where))
    assert "11 entries" in told
    assert "Due 10 due" in told


def test_of_what_appears_on_a_day_only_the_first_are_read_and_all_are_counted(chief):
    """Those that wait are as many as an imported site brings; those that are due stand among them."""
    noon = timezone.localtime(timezone.now() + timedelta(days=3)).replace(
        hour=12, minute=0, second=0
    )
    for number in range(PER_DAY + 2):
        item = pages.story(chief, f"Story {number:02}")
        release.schedule(item, actor=chief, at=noon + timedelta(minutes=number))
    release.schedule(pages.faq(chief), actor=chief, at=noon + timedelta(minutes=3, seconds=30))
    due = pages.story(chief, "To be written")
    Story.objects.filter(pk=due.pk).update(due_at=noon + timedelta(seconds=30))
    with CaptureQueriesContext(connection) as captured:
        page = front(chief)
    told = card(page, "week")
    shown = [
        "Story 00",
        "To be written",
        "Story 01",
        "Story 02",
        "Story 03",
        "Why do ferries",
        "Story 04",
        "Story 05",
    ]
    places = [told.index(title) for title in shown]
    assert places == sorted(places)
    assert "Story 06" not in told
    assert f"and 4 more on {noon:%-d %B}" in links(page, "week")
    (waiting,) = (
        q["sql"] for q in captured if "ROW_NUMBER" in q["sql"] and "storyedition" in q["sql"]
    )
    with connection.cursor() as cursor:
        cursor.execute(waiting)
        assert len(cursor.fetchall()) == PER_DAY


def test_a_day_with_more_than_a_page_is_turned_over_at_a_constant_cost(chief):
    noon = timezone.localtime(timezone.now() + timedelta(days=10)).replace(hour=12)
    Story.objects.bulk_create(
        Story(headline=f"Due {n:03}", slug=f"due-{n}", digest="x", due_at=noon) for n in range(130)
    )
    client = signed_in(chief)
    where = f"/admin/day/{noon:%Y-%m-%d}/"
    with CaptureQueriesContext(connection) as captured:
        first = text(client.get(where))
    assert len(captured) <= 20
    assert "1 to 100 of 130" in first
    assert "Due 129" not in first
    assert "Due 129" in text(client.get(where, {"p": 2}))


@pytest.mark.parametrize("day", ["today", "2026-02-30", "2026-W48", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_is_answered_with_404(chief, day):
    assert signed_in(chief).get(f"/admin/day/{day}/").status_code == 404


def test_a_day_is_for_the_desk_alone(client, chief):
    assert client.get("/admin/day/2026-12-01/").status_code == 302
    nobody = person("Reporter")
    nobody.groups.clear()
    due = pages.story(chief, "Kept from others")
    noon = timezone.localtime(timezone.now() + timedelta(days=1)).replace(hour=12)
    Story.objects.filter(pk=due.pk).update(due_at=noon)
    where = f"/admin/day/{noon:%Y-%m-%d}/"
    assert "Kept from others" in text(signed_in(chief).get(where))
    assert "Kept from others" not in text(signed_in(nobody).get(where))


def test_the_lists_cost_the_same_for_one_and_for_twelve(chief):
    client = signed_in(chief)
    looked_through()

    full(chief)
    client.get("/admin/")
    for_one = queries(client)
    for number in range(1, 12):
        full(chief, number)
    assert queries(client) == for_one
    assert for_one <= 60

"""The screen *Statistics*: what it counts, where its numbers lead, what it costs on a large desk."""

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.admin import site
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from faqs.models.draft import Faq
from newsdesk.desk.charts import Place, Series, bar_chart, line_chart
from newsdesk.desk.statistics import bounded_counts, output
from newsdesk.desk.statistics.screen import figures
from newsdesk.pages.days import Days
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages, release
from tests.desk.screens import list_address, signed_in, text, tree
from tests.duplicate_review.desk import different, twins
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return person("Desk chief")


def shown(user):
    request = RequestFactory().get("/admin/statistics/")
    request.user = user
    return {figure.anchor: figure for figure in figures(site, request)}


def numbers(figure):
    """Return the table of a figure by the name of each row: words by the head of the column."""
    heads = figure.columns[1:]
    return {
        row.name: dict(zip(heads, (cell.words for cell in row.cells), strict=True))
        for row in figure.rows
    }


def titles(client, address):
    cells = tree(client.get(address)).xpath("//th[@class='field-__str__']/a")
    return {cell.text_content() for cell in cells}


def links(figure):
    """Return the addresses of a figure's numbers with what each says."""
    return [(cell.words, cell.address) for row in figure.rows for cell in row.cells if cell.address]


def published(chief, title, *, begun, took):
    """Return a story that was begun so long ago and was published so much later."""
    now = timezone.now()
    with time_machine.travel(now - begun, tick=False):
        story = pages.story(chief, title)
    with time_machine.travel(now - begun + took, tick=False):
        release.publish(story, actor=chief)
    return story


def test_what_appeared_is_counted_by_week_with_the_time_it_took(chief):
    published(chief, "Old", begun=timedelta(days=200), took=timedelta(days=1))
    published(chief, "Slow", begun=timedelta(days=21), took=timedelta(days=4))
    published(chief, "Quick", begun=timedelta(days=17), took=timedelta(hours=5))
    found = shown(chief)
    told = numbers(found["output"])
    assert len(told) == 12
    assert sum(int(row["Stories"]) for row in told.values()) == 2
    assert sum(int(row["FAQs"]) for row in told.values()) == 0
    times = [row["Stories"] for row in numbers(found["draft-to-live"]).values()]
    assert {each for each in times if each != "–"} <= {"4 days", "5 hours", "2.1 days"}
    assert set(times) != {"–"}


def test_each_number_of_the_output_leads_to_its_pages(chief):
    published(chief, "Old", begun=timedelta(days=200), took=timedelta(days=1))
    published(chief, "New", begun=timedelta(days=8), took=timedelta(days=1))
    client = signed_in(chief)
    (link,) = [link for words, link in links(shown(chief)["output"]) if words == "1"]
    assert titles(client, link) == {"New"}
    ages = links(shown(chief)["live-age"])
    assert [titles(client, link) for _, link in ages] == [{"New"}, {"Old"}]


def test_corrections_are_counted_and_lead_to_their_pages(chief):
    story = published(chief, "Wrong", begun=timedelta(days=9), took=timedelta(days=1))
    published(chief, "Right", begun=timedelta(days=9), took=timedelta(days=1))
    document = dataclasses.replace(STORY.document_of(story), summary="<p>It turned at one.</p>")
    told = {"wrong": "It was noon.", "right": "It was one."}
    STORY.correct(Story.objects.get(pk=story.pk), actor=chief, document=document, **told)
    found = shown(chief)["corrections"]
    told = numbers(found)
    assert sum(int(row["Corrections"]) for row in told.values()) == 1
    (link,) = {link for _, link in links(found)}
    assert titles(signed_in(chief), link) == {"Wrong"}


def test_drafts_are_counted_by_their_age_and_lead_to_the_list(chief):
    pages.story(chief, "Young")
    old = pages.story(chief, "Old")
    Story.objects.filter(pk=old.pk).update(changed_at=timezone.now() - timedelta(days=45))
    found = shown(chief)["draft-age"]
    told = numbers(found)
    assert (told["Up to a week"]["Stories"], told["Up to three months"]["Stories"]) == ("1", "1")
    client = signed_in(chief)
    assert [titles(client, link) for _, link in links(found)] == [{"Young"}, {"Old"}]


def test_faqs_that_lack_a_source_or_a_story_are_counted_and_listed(chief):
    lonely, named = pages.faq(chief, "Why lonely?"), pages.faq(chief, "Why named?")
    for faq in (lonely, named):
        release.publish(faq, actor=chief)
    pages.faq(chief, "Why a draft?")
    release.publish(pages.story(chief, "A story", faqs=(named.key,)), actor=chief)
    found = shown(chief)["lacking"]
    assert numbers(found)["Up to a week"] == {"Without a source": "2", "In no story": "1"}
    client = signed_in(chief)
    (unsourced, orphans) = (titles(client, link) for _, link in links(found))
    assert unsourced == {"Why lonely?", "Why named?"}
    assert orphans == {"Why lonely?"}
    assert titles(client, f"{list_address(Faq)}?lacks=source") == unsourced


def test_duplicates_are_counted_and_lead_only_who_may_decide_on_them(chief):
    different(*twins(chief), chief)
    this_week = shown(chief)["duplicates"].rows[0]
    assert [cell.words for cell in this_week.cells] == ["1", "1", "0"]
    reporter = shown(person("Reporter"))["duplicates"].rows[0]
    assert [(cell.words, cell.address) for cell in reporter.cells] == [
        *(("1", ""), ("1", ""), ("0", ""))
    ]


def test_everybody_who_sees_pages_finds_the_screen_in_the_menu_and_nobody_else(chief):
    client = signed_in(person("Reporter"))
    address = reverse("admin:statistics")
    assert tree(client.get("/admin/")).xpath(f"//a[@href='{address}']")
    page = client.get(address)
    assert "Output per week" in text(page)
    drawings = tree(page).xpath("//figure//svg[@role='img'][@aria-label]")
    assert len(drawings) == 7
    assert b"style=" not in page.content
    nobody = person("Reporter", "nobody")
    nobody.groups.clear()
    assert signed_in(nobody).get(address).status_code == 403
    assert address.encode() not in signed_in(nobody).get("/admin/").content


def test_the_screen_asks_no_more_of_a_large_desk_than_of_a_small_one(chief):
    shown(chief)
    with CaptureQueriesContext(connection) as before:
        shown(chief)
    for n in range(6):
        release.publish(pages.story(chief, f"Story {n}"), actor=chief)
        release.publish(pages.faq(chief, f"Why {n}?"), actor=chief)
    twins(chief)
    with CaptureQueriesContext(connection) as after:
        shown(chief)
    assert len(after) == len(before)
    assert len(after) <= 9


def test_no_number_is_counted_beyond_the_bound_and_the_screen_says_so(chief, monkeypatch):
    for module in (output, bounded_counts):
        monkeypatch.setattr(module, "BOUND", 2)
    monkeypatch.setattr("newsdesk.desk.statistics.figures.BOUND", 2)
    for n in range(3):
        published(chief, f"Lately {n}", begun=timedelta(days=22), took=timedelta(hours=n))
    published(chief, "Now", begun=timedelta(days=1), took=timedelta(0))
    found = shown(chief)
    assert {words for words, _ in links(found["live-age"])} == {"more than 2", "1"}
    weeks = [row["Stories"] for row in numbers(found["output"]).values()]
    assert weeks[-1] == "–"
    assert "weeks before them are left out" in found["output"].note


def test_days_begin_and_end_by_the_clock_of_the_desk(chief, settings):
    settings.TIME_ZONE = "America/New_York"
    late = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)  # 2 March there
    story = pages.story(chief, "Late")
    Story.objects.filter(pk=story.pk).update(changed_at=late)
    for day, kept in ((date(2026, 3, 2), 1), (date(2026, 3, 3), 0)):
        assert Story.objects.filter(Days(day, day).within("changed_at")).count() == kept
        assert Days(day, day).holds(late) is bool(kept)


@pytest.mark.parametrize("most", [0, 1, 3, 40, 5001])
def test_no_drawing_leaves_its_frame(most):
    places = [Place(str(n), f"place {n}") for n in range(12)]
    series = [Series(f"s{n}", [None, *([most] * 10), 0]) for n in range(4)]
    for draw in (line_chart, bar_chart):
        chart = draw(places, series, anchor="a", title="t", said="s")
        marks = [mark for each in (*chart.bars,) for mark in each.marks]
        marks += [mark for each in chart.lines for mark in each.points]
        assert len(marks) == 44
        assert all(0 <= m.x <= m.x + m.width <= chart.width for m in marks)
        assert all(0 <= m.y <= m.y + m.height <= chart.base for m in marks)
        assert len({key.look for key in chart.keys}) == 4

"""The pages that keep the record: archive, corrections, people, how we work."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from stories.documents import Byline
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import release
from tests.public import desk


def words(nodes):
    return [" ".join(node.text_content().split()) for node in nodes]


def test_the_archive_leads_from_years_to_days(chief, read, client):
    for day in ("2025-12-31", "2026-01-01", "2026-01-05"):
        with time_machine.travel(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)):
            desk.story(chief, f"On {day}")
    assert words(read("/archive/").xpath('//nav[@class="chips"]//a')) == ["2025 1", "2026 2"]
    assert words(read("/archive/2026/").xpath('//nav[@class="chips"]//a')) == ["January 2"]
    month = read("/archive/2026/1/")
    assert words(month.xpath('//nav[@class="chips"]//a')) == ["1 1", "5 1"]
    assert words(month.xpath("//h3")) == ["On 2026-01-05", "On 2026-01-01"]
    assert words(read("/archive/2025/12/").xpath("//h3")) == ["On 2025-12-31"]
    day = read("/archive/2026/01/05/")
    assert words(day.xpath("//h1")) == ["5 January 2026"]
    assert words(day.xpath('//nav[@class="crumbs"]//a')) == ["Home", "Archive", "2026", "January"]
    assert day.xpath('//link[@rel="canonical"]/@href')[0].endswith("/archive/2026/1/5/")


@pytest.mark.parametrize(
    "path", ["0/", "1/", "9999/", "2026/13/", "2026/2/30/", "2026/0/", "9" * 400 + "/", "2026/1/0/"]
)
def test_a_date_that_is_none_is_not_found(chief, client, path):
    with time_machine.travel("2026-01-05"):
        desk.story(chief)
    assert client.get(f"/archive/{path}").status_code == 404


def test_all_corrections_stand_together_the_newest_first(chief, read, client):
    for n, kind in enumerate(("correction", "clarification", "update")):
        item = desk.story(chief, f"Story {n}")
        STORY.revise(item, replace(document_of(item), standfirst="New."), actor=chief)
        release.publish(item, actor=chief, kind=kind, note=f"Note {n}.", wrong="1989", right="1999")
    page = read("/corrections/")
    assert words(page.xpath('//ol[contains(@class, "notices")]//h3')) == ["Story 1", "Story 0"]
    assert "Note 0." in page.text_content()
    STORY.withdraw(item, actor=chief, note="Wrong.")
    first = desk.Story.objects.order_by("pk").first()
    STORY.withdraw(first, actor=chief, note="All wrong.")
    assert "Note 0." not in client.get("/corrections/").content.decode()


PLACES = ("/corrections/", "/stories/the-ferry-turns/", "/feeds/corrections.xml")


def test_a_correction_that_waits_is_told_only_when_its_time_comes(chief, client):
    item = desk.story(chief)
    soon = timezone.now() + timedelta(hours=2)
    for when, note in ((soon, "A year was wrong."), (soon + timedelta(hours=1), "Taken back.")):
        STORY.revise(item, replace(document_of(item), standfirst=note), actor=chief)
        words = {"kind": "correction", "note": note, "wrong": "1989", "right": "1999"}
        waiting = release.schedule(item, actor=chief, at=when, **words)
    STORY.unschedule(item, actor=chief, number=waiting.number)
    for path in PLACES:
        assert "was wrong" not in client.get(path).content.decode(), path
    with time_machine.travel(soon + timedelta(hours=2)):
        for path in PLACES:
            body = client.get(path).content.decode()
            assert "A year was wrong." in body, path
            assert "Taken back" not in body, path


def test_a_page_that_comes_back_leaves_its_old_corrections_behind(chief, client):
    item = desk.story(chief)
    for kind, note in (("correction", "Old note."), ("clarification", "Old word.")):
        STORY.revise(item, replace(document_of(item), standfirst=note), actor=chief)
        release.publish(item, actor=chief, kind=kind, note=note, wrong="a", right="b")
    STORY.withdraw(item, actor=chief, note="Wrong.")
    for kind, note in (("update", "Back."), ("correction", "New note.")):
        STORY.revise(item, replace(document_of(item), standfirst=f"{note}!"), actor=chief)
        release.publish(item, actor=chief, kind=kind, note=note, wrong="c", right="d")
    for path in PLACES:
        body = client.get(path).content.decode()
        assert "New note." in body, path
        assert "Old " not in body, path


def test_a_byline_leads_to_all_that_somebody_wrote(chief, read, client):
    by = (Byline(name="Ada Reed", slug="ada-reed", role="Space"),)
    desk.story(chief, bylines=by)
    desk.story(chief, "Another", bylines=by)
    (link,) = read("/stories/another/").xpath('//a[@rel="author"]')
    page = read(link.get("href"))
    assert words(page.xpath("//h1")) == ["Ada Reed"]
    assert words(page.xpath("//h3")) == ["Another", "The ferry turns"]
    assert client.get("/people/nobody/").status_code == 404


@pytest.mark.django_db
def test_the_footer_leads_to_how_we_work(read):
    links = read("/").xpath("//footer//@href")
    assert {"/about/", "/corrections/", "/archive/"} <= set(links)
    assert "How we work" in read("/about/").text_content()

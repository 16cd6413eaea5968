"""What published pages lead to is asked now and then; what is gone twice, days apart, is told to editors."""

import datetime
import logging
from dataclasses import replace
from threading import Lock

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from newsdesk.live_checks import links
from newsdesk.live_checks.addresses import addresses_in
from newsdesk.live_checks.links import HOSTS_AT_ONCE, MOST_OF_HOST, Answer, LinkAnswer, asked
from newsdesk.live_checks.models import Link, LinkUse, PageCheck
from newsdesk.outside import fetch, network
from newsdesk.site.jobs import check_links_of_pages
from newsdesk.site.live_checks.links import check_links
from stories.labels import STORY_FIELDS
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.people import person

pytestmark = pytest.mark.django_db

HARBOUR = "https://harbour.example/ferry"
PIER = "https://pier.example/notes?x=1&y=2"
SUMMARY = f'<p>It turned, <a href="{HARBOUR}#noon">they say</a>.</p>'


@pytest.fixture(autouse=True)
def _on(settings):
    settings.LINK_CHECKS = True


@pytest.fixture
def chief():
    return person("Desk chief")


@pytest.fixture
def ferry(chief):
    return published(chief, "The ferry turns", summary=SUMMARY)


def published(chief, headline, **values):
    story = pages.story(chief, headline, **values)
    release.publish(story, actor=chief)
    return story


class Sites:
    """What sites answer, and who was asked: an address is there unless it is named."""

    def __init__(self, **gone):
        self.gone = dict(gone)
        self.asked = []

    def __call__(self, address):
        self.asked.append(address)
        return self.gone.get(address, Answer(LinkAnswer.THERE, "The site answered 200."))


GONE = Answer(LinkAnswer.GONE, "The site answered 404: there is no such page.")
SHUT = Answer(LinkAnswer.NOTHING, "The site answered 403.")
SILENT = Answer(LinkAnswer.SILENT, "The site did not answer in time.")


def on_day(day, sites):
    """Check links so many days from now; return what was asked."""
    sites.asked.clear()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=day), tick=False):
        check_links(sites)
    return list(sites.asked)


def front(user):
    client = Client()
    client.force_login(user)
    return " ".join(client.get("/admin/").content.decode().split())


# Which addresses


def test_addresses_of_fields_and_of_links_in_rich_text_are_found_with_their_places():
    data = {
        "headline": "A ferry",
        "summary": f'<p><a href="{PIER.replace("&", "&amp;")}">a</a> <a href="/stories/x/">b</a></p>',
        "analysis": [{"id": "3f2a9c01", "body": '<p><a href="mailto:a@b.example">c</a></p>'}],
        "reports": [
            {"id": "aa11bb22", "url": HARBOUR, "headline": "https is no address"},
            {"id": "cc33dd44", "url": ""},
        ],
        "background": '<p><a href="http://[x">broken</a></p>',
    }
    found = list(addresses_in(STORY_FIELDS, data))
    assert found == [("summary", PIER), ("reports:aa11bb22.url", HARBOUR)]


def test_what_stands_behind_the_hash_is_not_another_address(ferry):
    assert on_day(0, Sites()).count(HARBOUR) == 1


def test_of_what_waits_nothing_is_asked(chief):
    draft = pages.story(chief, "A draft", summary=SUMMARY)
    release.schedule(
        pages.story(chief, "Tomorrow", summary=SUMMARY.replace("harbour", "tomorrow")),
        actor=chief,
        at=timezone.now() + datetime.timedelta(days=1),
    )
    sites = Sites()
    assert HARBOUR not in on_day(0, sites)
    assert not Link.objects.filter(address__contains="tomorrow").exists()
    assert draft.pk
    assert any("tomorrow.example" in each for each in on_day(2, sites))


def test_a_withdrawn_page_is_asked_for_no_more(chief, ferry):
    sites = Sites()
    assert HARBOUR in on_day(0, sites)
    STORY.withdraw(ferry, actor=chief, note="It was wrong.")
    assert HARBOUR not in on_day(40, sites)


def test_links_that_stand_nowhere_any_more_are_forgotten(ferry):
    on_day(0, Sites())
    assert Link.objects.filter(address=HARBOUR).exists()
    LinkUse.objects.all().delete()
    check_links(Sites())
    assert not Link.objects.exists()


# When they are dead


def test_an_address_is_dead_once_it_was_gone_twice_days_apart(ferry, caplog):
    caplog.set_level(logging.INFO, "newsdesk.links")
    sites = Sites()
    sites.gone[HARBOUR] = GONE
    assert HARBOUR in on_day(0, sites)
    assert HARBOUR not in on_day(1, sites)
    assert not Link.objects.filter(dead=True).exists()
    assert HARBOUR in on_day(2, sites)
    [dead] = Link.objects.filter(dead=True)
    assert (dead.address, dead.answer) == (HARBOUR, GONE.said)
    assert f"{HARBOUR} leads nowhere: {GONE.said}" in caplog.messages


def test_what_comes_back_is_alive_and_begins_anew(ferry, caplog):
    caplog.set_level(logging.INFO, "newsdesk.links")
    sites = Sites()
    sites.gone[HARBOUR] = GONE
    on_day(0, sites)
    on_day(2, sites)
    sites.gone.clear()
    assert HARBOUR not in on_day(5, sites)
    assert HARBOUR in on_day(10, sites)
    assert not Link.objects.filter(dead=True).exists()
    assert f"{HARBOUR} is there again: The site answered 200." in caplog.messages
    sites.gone[HARBOUR] = GONE
    assert HARBOUR in on_day(41, sites)
    assert not Link.objects.filter(dead=True).exists()


@pytest.mark.parametrize(("said", "dead"), [(SHUT, False), (SILENT, True)])
def test_a_refusal_tells_nothing_and_silence_does(chief, ferry, said, dead):
    published(chief, "The pier burns", summary=SUMMARY.replace(HARBOUR, PIER))
    sites = Sites()
    sites.gone[HARBOUR] = said
    for day in (0, 2, 40, 42):
        on_day(day, sites)
    assert Link.objects.get(address=HARBOUR).dead == dead


@pytest.mark.parametrize(
    ("status", "found"),
    [
        *((status, LinkAnswer.THERE) for status in (200, 206)),
        *((status, LinkAnswer.GONE) for status in (404, 410)),
        *((status, LinkAnswer.NOTHING) for status in (401, 402, 403, 405, 429, 451, 500, 503, 999)),
    ],
)
def test_of_what_a_site_answers_only_what_is_sure_counts(monkeypatch, status, found):
    monkeypatch.setattr(links, "is_there", lambda address: fetch.Answer(address, status))
    assert asked(HARBOUR).found == found


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (network.NoSuchHost("There is no site of the name pier.example."), LinkAnswer.SILENT),
        (network.NoAnswer("The site did not answer in time."), LinkAnswer.SILENT),
        (network.Forbidden("pier.example is not a public site."), LinkAnswer.NOTHING),
        (network.SwitchedOff("This desk does not ask."), LinkAnswer.NOTHING),
    ],
)
def test_what_cannot_be_asked_is_not_dead_and_what_does_not_answer_may_be(
    monkeypatch, error, found
):
    def is_there(address):
        raise error

    monkeypatch.setattr(links, "is_there", is_there)
    assert asked(HARBOUR) == Answer(found, str(error))


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://10.0.0.7:8000/", "http://[::1]/"])
def test_addresses_that_are_not_public_are_never_asked(address):
    assert asked(address).found == LinkAnswer.NOTHING


def test_a_machine_that_reaches_no_site_learns_nothing(chief, caplog):
    for number in range(6):
        published(chief, f"Ferry {number}", summary=SUMMARY.replace("harbour", f"site{number}"))
    sites = Sites()
    check_links(sites)
    before = list(Link.objects.order_by("pk").values_list("checked_at", "failing_since"))
    Link.objects.update(due_at=timezone.now())
    assert check_links(lambda address: SILENT) == 0
    assert list(Link.objects.order_by("pk").values_list("checked_at", "failing_since")) == before
    assert "none of" in caplog.text


# How many at once


def test_one_host_is_asked_one_thing_at_a_time_and_few_of_it_in_a_run(chief, ferry):
    on_day(0, Sites())
    Link.objects.all().delete()
    check = PageCheck.objects.first()
    for host in range(6):
        for number in range(MOST_OF_HOST + 5):
            address = f"https://h{host}.example/{number}"
            link = Link.objects.create(key=f"{host}-{number}", address=address, host=f"h{host}")
            LinkUse.objects.create(page_id=check.page_id, link=link, field="summary")
    lock, now, most, crowd = Lock(), {}, [], []

    def ask(address):
        host = address.split("/")[2]
        with lock:
            now[host] = now.get(host, 0) + 1
            most.append(now[host])
            crowd.append(sum(now.values()))
        with lock:
            now[host] -= 1
        return Answer(LinkAnswer.THERE, "The site answered 200.")

    assert links.ask_due(ask, pause=0) == 6 * MOST_OF_HOST
    assert max(most) == 1
    assert max(crowd) <= HOSTS_AT_ONCE
    assert links.ask_due(ask, pause=0) == 6 * 5


def test_the_setting_turns_it_off(settings, ferry, chief, monkeypatch):
    monkeypatch.setattr("newsdesk.site.jobs.check_links", lambda: pytest.fail("It asks."))
    settings.LINK_CHECKS = False
    check_links_of_pages.call()
    assert "Links that lead nowhere" not in front(chief)


# What editors see


def test_editors_see_where_it_stands_what_was_answered_and_what_to_do(chief, ferry):
    published(chief, "The pier burns", summary="<p>It burns, and nobody knows why.</p>")
    sites = Sites()
    sites.gone[HARBOUR] = GONE
    on_day(0, sites)
    assert "Links that lead nowhere" not in front(chief)
    Link.objects.update(due_at=timezone.now(), failing_since=timezone.now() - 3 * links.DAY)
    check_links(sites)
    page = front(chief)
    assert "Links that lead nowhere" in page
    assert f"{HARBOUR}: The site answered 404: there is no such page. Checked " in page
    assert "Give another address" in page
    assert f"/admin/stories/story/{ferry.pk}/change/#field-summary" in page
    client = Client()
    client.force_login(chief)
    listed = client.get("/admin/stories/story/?needs=links").content.decode()
    assert "The ferry turns" in listed
    assert "The pier burns" not in listed


def test_a_corrected_page_leaves_the_list_at_once(chief, ferry):
    sites = Sites()
    sites.gone[HARBOUR] = GONE
    on_day(0, sites)
    on_day(2, sites)
    assert "Links that lead nowhere" in front(chief)
    without = replace(
        document_of(Story.objects.get(pk=ferry.pk)), summary="<p>It turned twice.</p>"
    )
    STORY.revise(ferry, without, actor=chief)
    release.publish(ferry, actor=chief, kind="update")
    assert "Links that lead nowhere" not in front(chief)

"""A version of the publication that begins at a time: seen at its minute everywhere, and by nobody before."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsdesk.catalogue.kept import forget_all
from newsdesk.catalogue.models import Boundary
from newsdesk.catalogue.publication import publication
from newsdesk.publication.current import newest, newest_plainly
from newsdesk.publication.models import PublicationDeed, PublicationEdition
from newsdesk.site.leak_scan import scan
from newsdesk.site.publication import deeds
from newsdesk.workflow.transitions import NothingChanged, Refused
from tests.people import person
from tests.public import desk
from tests.publication.conftest import LANTERN

pytestmark = pytest.mark.django_db
PATHS = ("/", "/stories/the-ferry-turns/", "/manifest.webmanifest", "/feeds/stories.json")


@pytest.fixture
def at():
    return (timezone.now() + timedelta(hours=3)).replace(second=0, microsecond=0)


@pytest.fixture
def schedule(chief, at):
    """Let THE LANTERN, with other `values`, begin at a time."""

    def do(when=at, **values):
        deeds.save(replace(LANTERN, **values), seen=deeds.mark(deeds.draft()), actor=chief)
        seen = deeds.mark(deeds.draft())
        return deeds.publish(seen=seen, why="Evening edition", actor=chief, at=when)

    return do


def named(client, path="/"):
    return "The Lantern" in client.get(path).content.decode()


@pytest.mark.parametrize("kept", [0, 10_000_000])
def test_readers_see_it_at_its_time_and_not_before(chief, client, schedule, at, settings, kept):
    settings.RESPONSE_CACHE_BYTES = kept
    desk.story(chief)
    schedule()
    for _ in range(2):  # Made, then kept.
        assert not any(named(client, path) for path in PATHS)
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert not any(named(client, path) for path in PATHS)
    with time_machine.travel(at, tick=False):
        assert all(named(client, path) for path in PATHS)
        assert publication().number == 1


@pytest.mark.django_db(transaction=True)
def test_a_process_that_keeps_the_face_shows_the_other_at_its_time(chief, schedule, at):
    forget_all()
    client, other = Client(), Client()
    schedule()
    assert not named(client)
    with time_machine.travel(at + timedelta(seconds=1)):
        assert named(client)
        assert named(other)
    forget_all()


def test_the_face_that_is_asked_for_beside_requests_is_the_same(schedule, at):
    schedule()
    for when, name in ((at - timedelta(seconds=1), False), (at, True)):
        with time_machine.travel(when, tick=False):
            assert newest() == newest_plainly()
            assert (newest().name == "The Lantern") is name


def test_colours_and_logos_wait_with_it(client, schedule, at, marks):
    edition = schedule(**marks)
    paths = [edition.publication.stylesheet, f"/publication/{marks['logo']}.png"]
    assert [client.get(path).status_code for path in paths] == [404, 404]
    with time_machine.travel(at, tick=False):
        assert [client.get(path).status_code for path in paths] == [200, 200]
        assert client.get(paths[1])["Cache-Control"].startswith("public")


def test_what_is_published_meanwhile_holds_until_then(client, chief, schedule, publish, at):
    schedule()
    now = publish(name="The Candle")
    assert now.number == 2
    assert "The Candle" in client.get("/").content.decode()
    with time_machine.travel(at, tick=False):
        assert named(client)


def test_a_cancelled_version_never_begins(client, chief, schedule, at):
    number = schedule().number
    deeds.cancel(number, actor=chief)
    with time_machine.travel(at, tick=False):
        assert not named(client)
        assert newest() == newest_plainly()
    with pytest.raises(Refused, match="not begun"):
        deeds.cancel(number, actor=chief)
    told = [each.detail for each in PublicationDeed.objects.order_by("pk")]
    assert told[-2].startswith("Version 1 from ")
    assert told[-1].endswith("is cancelled.")
    assert schedule(name="The Lamp").number == 2


def test_what_has_begun_is_not_cancelled(chief, schedule, publish, at):
    schedule()
    with time_machine.travel(at, tick=False), pytest.raises(Refused, match="not begun"):
        deeds.cancel(1, actor=chief)
    publish(name="The Candle")
    with pytest.raises(Refused, match="not begun"):
        deeds.cancel(2, actor=chief)


def test_it_is_refused_for_the_past_for_nothing_new_and_to_others(chief, schedule, at):
    with pytest.raises(Refused, match="That time is over"):
        schedule(timezone.now() - timedelta(minutes=1))
    schedule()
    with pytest.raises(NothingChanged, match="at that time"):
        schedule(at + timedelta(hours=1))
    with pytest.raises(PermissionDenied):
        deeds.cancel(1, actor=person("Editor"))
    assert PublicationEdition.objects.count() == Boundary.objects.count() == 1


def test_the_page_schedules_shows_and_cancels_it(chief, schedule, at):
    client = Client()
    client.force_login(chief)
    address = reverse("admin:publication")
    deeds.save(LANTERN, seen=deeds.mark(deeds.draft()), actor=chief)
    seen = deeds.mark(deeds.draft())
    typed = {"deed": "publish", "seen": seen, "why": "Evening"}
    refused = client.post(address, typed | {"at": "tomorrow"}, follow=True)
    assert "This is no date with a time" in refused.content.decode()
    local = timezone.localtime(at)
    done = client.post(address, typed | {"at": f"{local:%Y-%m-%dT%H:%M}"}, follow=True)
    page = done.content.decode()
    assert "Readers see it from" in page
    assert "Version 1 is scheduled for" in page
    assert "Nothing published yet" in page
    calendar = client.get("/admin/", {"week": f"{local:%Y-%m-%d}"}).content.decode()
    assert "Publication, version 1" in calendar
    assert "Publication, version 1" in client.get(f"/admin/day/{local:%Y-%m-%d}/").content.decode()
    page = client.post(address, {"deed": "cancel-1"}, follow=True).content.decode()
    assert "it never begins" in page
    assert "cancelled; it was for" in page
    assert "is scheduled for" not in page
    assert "Publication, version 1" not in client.get("/admin/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_is_found_by_a_scan(chief, schedule, marks):
    desk.story(chief)
    schedule(**marks)
    found = scan()
    assert not found.faults
    assert not found.leaks


def test_what_was_typed_stands_beside_why_it_was_refused(chief, client, at):
    client.force_login(chief)
    deeds.save(LANTERN, seen=deeds.mark(deeds.draft()), actor=chief)
    typed = {"deed": "publish", "seen": deeds.mark(deeds.draft()), "at": f"{at:%Y-%m-%dT%H:%M}"}
    page = client.post("/admin/publication/", typed).content.decode()
    assert "Say why, for the history." in page
    assert f'name="at" value="{typed["at"]}"' in page
    typed |= {"why": "The evening & its light", "at": "2020-01-01T18:00"}
    page = client.post("/admin/publication/", typed).content.decode()
    assert "That time is over" in page
    assert 'value="The evening &amp; its light"' in page
    assert not PublicationEdition.objects.exists()


def test_a_version_that_waits_is_previewed_whatever_the_draft_says(chief, client, schedule):
    client.force_login(chief)
    preview = f"{reverse('admin:publication_preview')}?page=home&of="
    edition = schedule()
    assert "It says what the draft says." in client.get("/admin/publication/").content.decode()
    deeds.save(replace(LANTERN, name="The Candle"), seen=deeds.mark(deeds.draft()), actor=chief)
    page = client.get("/admin/publication/").content.decode()
    assert "The draft says something else by now" in page
    shown = client.get(f"{preview}{edition.number}").content.decode()
    assert "The Lantern" in shown
    assert "The Candle" not in shown
    assert client.get(re.search(r'/admin/publication/draft/[^"]+', shown)[0]).status_code == 200
    assert "The Candle" in client.get(preview).content.decode()
    assert client.get(f"{preview}9").status_code == 404
    deeds.cancel(edition.number, actor=chief)
    assert client.get(f"{preview}{edition.number}").status_code == 404

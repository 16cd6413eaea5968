"""Behind a real nginx with a cache, readers are late by the constant number of seconds at most."""

import http.client
import time
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from newsdesk.catalogue.models import Page
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages
from tests.conftest import required
from tests.nginx import nginx, program, site
from tests.people import person
from tests.public import desk
from tests.release import publish, schedule

SECONDS = 2
# A machine that is busy with other tests takes its time.
PATIENCE = 20


@pytest.fixture
def front(transactional_db, settings):
    """Return what fetches a path through nginx: (status, headers, body)."""
    if not program():
        if "nginx" in required():
            pytest.fail("No nginx found, and NEWSDESK_TEST_REQUIRE asks for it.")
        pytest.skip("no nginx")
    settings.SHARED_CACHE_SECONDS = SECONDS
    with site() as upstream, nginx(upstream) as address:

        def fetch(path, **headers):
            found = answer(address, path, headers)
            assert "X-Accel-Expires" not in found[1], path
            return found

        fetch.origin = lambda path: answer(upstream, path, {})
        yield fetch


def answer(address, path, headers):
    connection = http.client.HTTPConnection(address, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def kept(front, path):
    """Fetch `path` until nginx answers by itself: what is shown of lateness holds only if it does."""
    for _ in range(20):
        status, headers, body = front(path)
        if headers["X-Cache"] == "HIT":
            return status, headers, body
    pytest.fail(f"nginx never kept {path}: {status} {headers}")


def late(front, path, right, *, since):
    """Return for how many seconds after `since` nginx went on answering `path` as is not `right`."""
    seen = since
    while time.time() < since + SECONDS + PATIENCE:
        asked = time.time()
        if right(front(path)):
            return max(0.0, seen - since)
        seen = asked
        time.sleep(0.05)
    pytest.fail(f"{path} was never answered right.")


def answered(status):
    return lambda found: found[0] == status


def test_a_withdrawal_is_late_by_the_constant_time_at_most(front):
    chief = person("Desk chief")
    item = pages.story(chief, image=desk.image())
    publish(item, actor=chief)
    picture = f"/media/{item.image.name}"
    for path in (item.public_path, picture, "/feeds/stories.xml"):
        assert kept(front, path)[0] == 200
    STORY.withdraw(item, actor=chief, note="It was wrong.")
    since = time.time()
    assert [front.origin(path)[0] for path in (item.public_path, picture)] == [410, 404]
    # Two seconds, and the one in which nginx has no finer clock.
    for path, right in (
        (item.public_path, answered(410)),
        (picture, answered(404)),
        ("/feeds/stories.xml", lambda found: b"The ferry turns" not in found[2]),
    ):
        assert late(front, path, right, since=since) <= SECONDS + 1, path


def test_what_waits_appears_by_itself_and_tells_nothing_before(front):
    chief = person("Desk chief")
    publish(pages.story(chief, "Ferries today"), actor=chief)
    watched = ("/stories/", "/stories/ferries-tomorrow/", "/feeds/stories.xml", "/sitemap.xml")
    before = {path: told(front(path)) for path in watched}
    until = timezone.now() + timedelta(seconds=20)
    item = pages.story(chief, "Ferries tomorrow", image=desk.image())
    STORY.embargo(item, actor=chief, until=until, note="Embargoed report.")
    schedule(item, actor=chief, at=until)
    picture = f"/media/{document_of(item).image.name}"
    assert {path: told(front(path)) for path in watched} == before
    assert kept(front, "/stories/ferries-tomorrow/")[0] == 404
    assert front(picture)[0] == 404
    assert timezone.now() < until, "This machine is too slow to look before the time has come."
    time.sleep(max(0.0, until.timestamp() - time.time()))
    assert front.origin("/stories/ferries-tomorrow/")[0] == 200
    for path in ("/stories/ferries-tomorrow/", picture):
        assert late(front, path, answered(200), since=until.timestamp()) <= SECONDS + 1, path
    assert Page.objects.visible().filter(path="/stories/ferries-tomorrow/").exists()


def told(found):
    status, headers, body = found
    return status, {k: v for k, v in headers.items() if k not in ("Date", "X-Cache")}, body


def test_a_date_alone_is_no_reason_to_keep_a_page(front):
    chief = person("Desk chief")
    item = pages.story(chief)
    publish(item, actor=chief)
    _, headers, _ = kept(front, item.public_path)
    assert front(item.public_path, **{"If-None-Match": headers["ETag"]})[0] == 304
    assert front(item.public_path, **{"If-Modified-Since": headers["Last-Modified"]})[0] == 200


def test_what_has_not_changed_is_asked_for_cheaply(front):
    chief = person("Desk chief")
    item = pages.story(chief, image=desk.image())
    publish(item, actor=chief)
    for path in (item.public_path, f"/media/{item.image.name}"):
        kept(front, path)
        deadline = time.time() + PATIENCE
        while (said := front(path)[1]["X-Cache"]) == "HIT" and time.time() < deadline:
            time.sleep(0.1)
        assert said == "REVALIDATED", path


def test_what_the_desk_sees_is_not_given_to_readers(front):
    chief = person("Desk chief")
    draft = pages.story(chief, image=desk.image())
    picture = f"/media/{document_of(draft).image.name}"
    client = Client()
    client.force_login(chief)
    name = django_settings.SESSION_COOKIE_NAME
    cookie = {"Cookie": f"{name}={client.cookies[name].value}"}
    assert front(picture)[0] == 404
    for _ in range(2):
        status, headers, _ = front(picture, **cookie)
        assert (status, headers["Cache-Control"]) == (200, "no-store, private")
    assert front(picture)[0] == 404


def test_a_form_is_made_anew_for_each_reader(front):
    made = [front("/ask/?q=why+do+ferries+lean") for _ in range(2)]
    assert {headers["X-Cache"] for _, headers, _ in made} == {"MISS"}
    first, second = (headers["Set-Cookie"] for _, headers, _ in made)
    assert first != second

"""What is given at the door is what would be given inside, and nothing else is."""

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from newsdesk.catalogue.models import Page
from newsdesk.site import door
from newsdesk.site.response_cache import ANSWERS
from tests.broken import IN_HEADERS
from tests.public.test_leak_scan import lay_out
from tests.responses.conftest import given

pytestmark = pytest.mark.django_db

STORY_PATH = "/stories/the-ferry-turns/"
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def shop():
    lay_out()
    return User.objects.get(username="desk-chief")


def at_the_door(path, method="get", /, **headers):
    """Return what is given at the door: status, headers, body; None where the request goes in."""
    started = []
    environ = getattr(RequestFactory(headers=headers), method)(path).environ
    environ["HTTP_HOST"] = headers.get("Host", "testserver")
    body = door._given(environ, lambda status, told: started.append((status, dict(told))))
    return None if body is None else (*started[0], b"".join(body))


@pytest.mark.parametrize("headers", [{}, GZIP, {"Accept-Encoding": "gzip;q=0"}])
def test_it_gives_what_is_given_inside(shop, headers):
    for path in ("/", STORY_PATH, "/about/", "/sitemap.xml", "/feeds/corrections.json"):
        assert at_the_door(path, **headers) is None
        inside = given(path, **headers)
        assert at_the_door(path, **headers) == ("200 OK", dict(inside.items()), inside.content)
        condition = {"If-None-Match": inside["ETag"]}
        again = given(path, **headers, **condition)
        told = at_the_door(path, **headers, **condition)
        assert told == ("304 Not Modified", dict(again.items()), b"")


def test_a_change_is_told_there_too(shop):
    given(STORY_PATH)
    assert at_the_door(STORY_PATH)
    Page.objects.filter(path=STORY_PATH).update(title="Otherwise")
    assert at_the_door(STORY_PATH) is None


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        (f"{STORY_PATH}?page=2", "get", {}),
        (f"{STORY_PATH}?utm_source=x", "get", {}),
        (STORY_PATH, "head", {}),
        (STORY_PATH, "post", {}),
        (STORY_PATH, "get", {"If-Match": '"x"'}),
        (STORY_PATH, "get", {"If-Unmodified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}),
        (STORY_PATH, "get", {"Host": "evil.example"}),
        (STORY_PATH, "get", {"Host": ""}),
        ("/stories/f%C3%A4hre/", "get", {}),
        ("/search/?q=ferry", "get", {}),
    ],
)
def test_all_else_goes_in(shop, path, method, headers):
    given(STORY_PATH)
    assert at_the_door(path, method, **headers) is None


def test_http_is_not_https(shop, settings):
    settings.BEHIND_PROXY = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    secure = {"X-Forwarded-Proto": "https"}
    assert Client(headers=secure).get(STORY_PATH).status_code == 200
    assert at_the_door(STORY_PATH, **secure)
    assert at_the_door(STORY_PATH) is None
    assert at_the_door(STORY_PATH, **{"X-Forwarded-Proto": "http"}) is None


@pytest.mark.parametrize(
    "name",
    [
        "HTTP_HOST",
        "HTTP_ACCEPT_ENCODING",
        "HTTP_IF_NONE_MATCH",
        "HTTP_X_FORWARDED_PROTO",
        "PATH_INFO",
    ],
)
def test_no_header_breaks_it(shop, settings, name):
    """An error here would be a bare one of the server, without a page or a line in the log."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    given(STORY_PATH)
    for value in (*IN_HEADERS, '"x-gzip"', "gzip;q=,;=,*;", "testserver:99999999", "[::1"):
        environ = RequestFactory().get(STORY_PATH).environ | {"HTTP_HOST": "testserver"}
        told = door._given(environ | {name: value}, lambda status, headers: None)
        assert told is None or told in ([given(STORY_PATH).content], [b""]) or "ENCODING" in name


def test_what_is_slow_goes_in_to_be_logged(shop, settings):
    given(STORY_PATH)
    settings.SLOW_REQUEST_MS = 1e-9
    assert at_the_door(STORY_PATH) is None


def test_nothing_is_given_where_it_is_switched_off(shop, settings):
    given(STORY_PATH)
    settings.RESPONSE_CACHE_BYTES = 0
    assert at_the_door(STORY_PATH) is None


def test_a_server_asks_there_first(shop):
    given(STORY_PATH)
    inside, started = ANSWERS.addresses(), []
    environ = RequestFactory().get(STORY_PATH).environ | {"HTTP_HOST": "testserver"}
    server = door.Door(None)
    body = server(environ, lambda status, headers: started.append(status))
    assert (started, b"".join(body)) == (["200 OK"], given(STORY_PATH).content)
    assert ANSWERS.addresses() == inside

"""What attackers and broken clients send to a process that keeps answers: nothing of it comes to others."""

import pytest
from django.conf import settings
from django.test import Client

from newsdesk.site.response_cache import ANSWERS
from tests.people import person
from tests.public import desk
from tests.public.test_hostile import LISTS, PARAMETERS, PATHS
from tests.responses.conftest import made

HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Original-URL": "/admin/"},
    {"Accept-Encoding": "gzip;q=0, *;q=0.5"},
    {"If-None-Match": '"' + "a" * 32 + '", W/"b-gzip"'},
    {"Range": "bytes=0-9"},
    {"Cookie": f"{settings.SESSION_COOKIE_NAME}={'a' * 32}"},
)
PLAIN = [path for path in LISTS if "?" not in path]


@pytest.fixture
def site(db):
    chief = person("Desk chief")
    topic = desk.topic(chief)
    desk.story(chief, tags=("Ships",), entities=(topic.key,))


def crawl():
    """Send all of it; return what each request was answered: status, headers, body."""
    client, found = Client(raise_request_exception=False), {}
    asked = [(path, {}) for path in PATHS]
    asked += [(f"{path}?{each}", {}) for path in PLAIN for each in PARAMETERS]
    asked += [(path, headers) for path in PLAIN for headers in HEADERS]
    for path, headers in asked:
        # Else the test client takes the host from a path that begins with two slashes.
        sent = {"PATH_INFO": path} if path.startswith("//") else {}
        answer = client.get("/" if sent else path, headers=headers, **sent)
        told = {k: v for k, v in answer.headers.items() if k != "X-Request-ID"}
        found[path, *headers.items()] = answer.status_code, told, answer.content
    return found


def test_a_hostile_crawl_is_answered_alike_cold_and_warm_and_leaves_nothing_behind(site):
    before = {path: made(path).content for path in PLAIN}
    cold = crawl()
    assert {status for status, *_ in cold.values()} <= {200, 301, 304, 400, 404}
    held = len(ANSWERS)
    assert held > 5
    warm = crawl()
    token = ("/ask/",)
    for asked, answer in cold.items():
        if not asked[0].startswith(token):  # A form has a token of its own each time.
            assert warm[asked] == answer, asked
    assert len(ANSWERS) == held
    for path in PLAIN:
        if not path.startswith(token):
            assert Client().get(path).content == before[path], path
    assert not any("evil" in repr(each) for each in ANSWERS.addresses())

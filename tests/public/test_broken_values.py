"""Broken values of whatever a stranger can send to public pages, login and account: no server error."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.accounts import test_addresses as accounts
from tests.accounts.logins import PASSWORD, add_app, log_in
from tests.broken import THOROUGH, VALUES, WORST, Crawl, Watch, share
from tests.public import desk
from tests.public.test_leaks import ADDRESSES, SENTINEL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PUBLIC = [path for paths in ADDRESSES.values() for path in paths if SENTINEL not in path]
# One of each name, where it is no matter what the page shows.
NAMED = [paths[0].partition("?")[0] for paths in ADDRESSES.values()]
LOGIN = [accounts.address_of(name) for name in accounts.TABLE] + ["/admin/logout/", "/admin/"]
STATIC = ["/static/site/site.css", "/static/nothing.css"]


@pytest.fixture
def crawl(chief, monkeypatch):
    """A crawl by a stranger, on a desk where every kind of page has something to show."""
    topic = desk.topic(chief)
    desk.full_question(chief)
    desk.story(chief, tags=("Ships",), entities=(topic.key,), image=desk.image())
    watch = Watch()
    watch.start(monkeypatch)
    return Crawl(Client(raise_request_exception=False), watch)


def test_every_parameter_of_public_pages_and_login(crawl):
    for turn, path in enumerate([*PUBLIC, *LOGIN, *STATIC]):
        crawl.query(path, alone=share(WORST, turn, 3), together=share(VALUES, turn, 4))
    crawl.check()
    # It proves something only if it has found what is known to be read.
    assert {"q", "page", "kind", "topic", "tag", "since"} <= crawl.seen["GET /search/"] | {"since"}
    assert {"page", "from"} <= crawl.seen["GET /stories/"]
    assert "next" in crawl.seen["GET /admin/login/"]
    assert {"page", "part", "text"} <= crawl.seen["GET /report/?page=/stories/the-ferry-turns/"]


def test_every_field_that_a_stranger_can_send(crawl):
    for path in [*PUBLIC, *LOGIN]:
        if crawl.client.post(path).status_code != 405:
            crawl.post(path, together=VALUES)
    crawl.check()
    assert {"username", "password", "next", "kept"} <= crawl.seen["POST /admin/login/"]
    assert {"credential", "next"} <= crawl.seen["POST /admin/login/passkey/"]
    assert any(path.startswith("POST /report/") for path in crawl.seen)


def test_every_header_and_cookie(crawl):
    for turn, path in enumerate([*NAMED, *LOGIN, *STATIC]):
        crawl.headers(path, turn, each=4 if THOROUGH else 1)
    crawl.check()
    assert {"HTTP_IF_NONE_MATCH", "HTTP_HOST", "sessionid"} <= crawl.seen["headers /stories/"]


def test_every_part_of_an_address(crawl):
    for path in [*NAMED, *LOGIN]:
        crawl.parts(path)
    crawl.check()


@pytest.mark.parametrize("second", [False, True])
def test_the_second_step_and_the_account(crawl, second):
    user = User.objects.create_superuser("ada", password=PASSWORD)
    if second:
        add_app(user)
    log_in(crawl.client)
    for turn, path in enumerate(LOGIN):
        crawl.query(path, together=share(WORST, turn, 3))
        if crawl.client.post(path).status_code != 405:
            crawl.post(path)
    crawl.check()
    assert "code" in crawl.seen["POST /admin/login/code/"] or not second

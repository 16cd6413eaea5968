"""Two web machines and one worker, with folders of their own: to readers and the desk they are one."""

import re
import secrets
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from newsdesk.submissions.signed_token import SHORTEST
from tests import programs
from tests.engines.running import web_settings
from tests.programs.cluster import Cluster
from tests.programs.desk import Desk
from tests.programs.moto import Moto
from tests.programs.redis import Redis
from tests.programs.web import Browser, Web

DEEDS = "tests.engines.deeds"
PASSWORD = "twelve ferries in a row"
NONCE = re.compile(
    rb"nonce-[A-Za-z0-9_=+/-]+|nonce=\"[^\"]*\"|csrfmiddlewaretoken\" value=\"[^\"]*"
)


@pytest.fixture(scope="module")
def stand() -> Iterator[Any]:
    programs.need("postgres", "redis", "moto")
    with Cluster() as cluster, Redis() as cache, Moto() as store:
        settings = web_settings(cluster, cache, store) | {"NEWSDESK_LETTERS_AN_HOUR": "3"}
        with Desk(**settings) as desk:
            desk.do("tests.programs.desk:make_tables")
            name = desk.do(f"{DEEDS}:give_password", PASSWORD)
            with Web(**settings) as one, Web(PYTHONHASHSEED="7", **settings) as other:
                yield SimpleNamespace(desk=desk, one=one, other=other, name=name)


def both(stand: Any, path: str, **headers: str) -> list[Any]:
    return [each.get(path, **headers) for each in (stand.one, stand.other)]


def test_a_login_at_one_is_one_at_the_other(stand):
    somebody = Browser(stand.one)
    assert somebody.sign_in(stand.name, PASSWORD).status == 302
    assert somebody.get("/admin/").status == 200
    assert somebody.at(stand.other).get("/admin/").status == 200
    # And so is its end.
    somebody.send("/admin/", *somebody.filled_in("/admin/", to="/admin/logout/"))
    assert somebody.at(stand.one).get("/admin/").status == 302


def test_wrong_passwords_are_counted_together(stand):
    name = secrets.token_hex(8)
    machines = [stand.one, stand.other] * 3
    answers = [Browser(each).sign_in(name, "wrong") for each in machines]
    assert [each.status for each in answers[:5]] == [200] * 5
    assert b"Too many wrong passwords" in answers[5].body


def test_a_reader_sees_the_same_bytes_and_headers_at_both(stand):
    path, _ = stand.desk.do(f"{DEEDS}:publish_with_picture", "The pier burns")
    for each in ("/", path, "/search/?q=pier", "/feeds/stories.xml", "/sitemap.xml", "/nothing/"):
        one, other = both(stand, each)
        assert one.body == other.body
        told = [[line for line in each.getheaders() if line[0] != "Date"] for each in (one, other)]
        assert told[0] == told[1]
        assert (one.status == 404) == (each == "/nothing/")


def test_a_page_of_the_desk_has_one_policy(stand):
    one, other = both(stand, "/admin/login/")
    policies = [
        NONCE.sub(b"", each.headers["Content-Security-Policy"].encode()) for each in (one, other)
    ]
    assert policies[0] == policies[1]
    assert NONCE.sub(b"", one.body) == NONCE.sub(b"", other.body)


def test_a_browser_that_has_the_page_from_one_hears_so_from_the_other(stand):
    path, _ = stand.desk.do(f"{DEEDS}:publish_with_picture", "The quay floods")
    tag = stand.one.get(path).headers["ETag"]
    assert stand.other.get(path, If_None_Match=tag).status == 304


def test_a_withdrawal_is_seen_at_both_at_once(stand):
    path, picture = stand.desk.do(f"{DEEDS}:publish_with_picture", "The lock sticks")
    for _ in range(6):  # Until each process has kept it.
        assert [each.status for each in both(stand, path)] == [200, 200]
    assert [each.status for each in both(stand, picture)] == [200, 200]
    stand.desk.do(f"{DEEDS}:withdraw", path)
    for _ in range(6):
        assert [each.status for each in both(stand, path)] == [410, 410]
        assert [each.status for each in both(stand, picture)] == [404, 404]


def test_one_worker_makes_the_sizes_that_both_show(stand):
    _, picture = stand.desk.do(f"{DEEDS}:publish_with_picture", "The buoy drifts")
    stand.desk.do(f"{DEEDS}:work")
    size = stand.desk.do(f"{DEEDS}:a_size_of", picture)
    one, other = both(stand, size)
    assert (one.status, one.headers["Content-Type"]) == (200, "image/avif")
    assert one.body == other.body
    assert len(one.body) > 100


def test_who_is_at_a_page_is_told_at_the_other(stand):
    form, _ = stand.desk.do(f"{DEEDS}:draft_with_picture")
    names = [stand.name, stand.desk.do(f"{DEEDS}:another_person", PASSWORD)]
    at_one, at_other = Browser(stand.one), Browser(stand.other)
    for browser, name in zip((at_one, at_other), names, strict=True):
        assert browser.sign_in(name, PASSWORD).status == 302
    presence = form.replace("change/", "presence/")
    for browser in (at_one, at_other):
        _, told = browser.filled_in(form, headline="x")
        token = {"csrfmiddlewaretoken": told["csrfmiddlewaretoken"], "section": "papers"}
        said = browser.send(form, presence, token)
    assert said.status == 200, said.body
    assert names[0].encode() in said.body


def test_letters_are_counted_together_and_each_once(stand):
    """A letter that is sent twice, to each machine once, is one."""
    letters = []
    for number in range(4):
        reader = Browser(stand.one)
        told = reader.filled_in(f"/ask/?q=Why+does+buoy+number+{number}+drift+so+far%3F")
        letters.append((reader, told))
    time.sleep(SHORTEST + 0.5)  # As long as a person takes at least.
    answers = []
    for reader, told in letters:
        answers.append(reader.at(stand.one).send("/ask/", *told))
        answers.append(reader.at(stand.other).send("/ask/", *told))
    statuses = [each.status for each in answers]
    assert statuses == [302] * 6 + [429] * 2
    places = [each.headers["Location"] for each in answers[:6]]
    assert places[0] == places[1]
    assert len({*places}) == 3

"""What is outside dies or hangs: readers have the front page, the desk saves and lets people in."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from tests import programs
from tests.engines.running import web_settings
from tests.programs.cluster import Cluster
from tests.programs.desk import Desk
from tests.programs.moto import Moto
from tests.programs.redis import Redis
from tests.programs.web import Browser, Web

DEEDS = "tests.engines.deeds"
PASSWORD = "twelve ferries in a row"
# Longer than any of the limits together: who waits so long waits for ever.
FOR_EVER = 120
PICTURES = 8


@pytest.fixture(scope="module")
def stand() -> Iterator[Any]:
    """A web machine as it is shipped, on a database, a cache and a store; with somebody signed in."""
    programs.need("postgres", "redis", "moto")
    with Cluster() as cluster, Redis() as cache, Moto() as store:
        settings = web_settings(cluster, cache, store)
        with Desk(**settings) as desk:
            desk.do("tests.programs.desk:make_tables")
            path, picture = desk.do(f"{DEEDS}:publish_with_picture")
            form, hidden = desk.do(f"{DEEDS}:draft_with_picture")
            name = desk.do(f"{DEEDS}:give_password", PASSWORD)
            with Web(**settings) as web:
                somebody = Browser(web)
                assert somebody.sign_in(name, PASSWORD).status == 302
                yield SimpleNamespace(
                    web=web, cache=cache, store=store, path=path, picture=picture, form=form,
                    hidden=hidden, name=name, somebody=somebody,
                )  # fmt: skip


def save(stand: Any, headline: str) -> Any:
    answer = stand.somebody.submit(stand.form, headline=headline)
    assert answer.status == 302, stand.web.log[-3000:]
    found = stand.somebody.get(stand.form).body.decode()
    assert headline in found
    return answer


def front_page(stand: Any) -> Any:
    """Ask for it as nobody has, so that it is not kept."""
    answer = stand.web.get("/", timeout=FOR_EVER, If_Match='"nothing"')
    assert answer.status in (200, 412)
    answer = stand.web.get("/", timeout=FOR_EVER)
    assert answer.status == 200
    return answer


@pytest.fixture(params=["hangs", "is dead"])
def broken(request):
    """Return what breaks a program until the end of the test."""
    done = []

    def break_it(program):
        done.append(program)
        program.pause() if request.param == "hangs" else program.kill()

    yield break_it
    for program in done:
        program.go_on() if request.param == "hangs" else program.start()


def test_pictures_are_for_those_who_may_see_the_page(stand):
    assert stand.web.get(stand.picture).status == 200
    assert stand.web.get(stand.hidden).status == 404
    assert stand.somebody.get(stand.hidden).status == 200


def test_eight_hanging_pictures_leave_threads_for_the_front_page(stand):
    """Each of the two processes has four threads; with all of them waiting nobody would get anything."""
    well = 0
    while well < 2 * PICTURES:  # Else a process may leave the store alone since another test.
        well = well + 1 if stand.web.get(stand.picture).status == 200 else 0
    stand.store.pause()
    try:
        with ThreadPoolExecutor(PICTURES) as readers:
            waiting = [
                readers.submit(stand.web.get, stand.picture, timeout=FOR_EVER)
                for _ in range(PICTURES)
            ]
            for _ in range(4):
                front_page(stand)
            # The front page did not have to wait until the last of them gave up.
            assert not all(each.done() for each in waiting)
            assert {each.result().status for each in waiting} == {503}
    finally:
        stand.store.go_on()


def test_with_the_store_away_readers_have_pages_and_the_desk_saves(stand, broken):
    broken(stand.store)
    with ThreadPoolExecutor(PICTURES) as readers:
        waiting = [
            readers.submit(stand.web.get, f"{stand.picture}?{number}", timeout=FOR_EVER)
            for number in range(PICTURES)
        ]
        front_page(stand)
        save(stand, "Saved while the store was away")
        answers = [each.result() for each in waiting]
    assert {each.status for each in answers} == {503}
    assert {each.headers["Cache-Control"] for each in answers} == {"no-store, private"}
    assert stand.web.get("/feeds/stories.xml", timeout=FOR_EVER).status == 200
    assert stand.web.get(stand.path, timeout=FOR_EVER).status == 200


def test_with_the_cache_away_readers_have_pages_and_the_desk_saves(stand, broken):
    broken(stand.cache)
    front_page(stand)
    save(stand, "Saved while the cache was away")
    assert stand.web.get("/feeds/stories.xml", timeout=FOR_EVER).status == 200
    assert stand.web.get("/ask/", timeout=FOR_EVER).status == 200


def test_with_the_cache_away_people_come_in_and_guesses_are_counted(stand, broken):
    broken(stand.cache)
    assert Browser(stand.web).sign_in(stand.name, PASSWORD).status == 302
    name = secrets.token_hex(8)
    guesses = [Browser(stand.web).sign_in(name, "wrong") for _ in range(6)]
    assert [each.status for each in guesses[:5]] == [200] * 5
    assert b"Too many wrong passwords" in guesses[5].body

"""A primary that hangs, and is not dead: readers get what the replica shows, or a 503.

It takes connections and answers none of them, as a machine does whose disk has gone.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.programs.web import Browser, Web
from tests.stack.programs import wait_until

PASSWORD = "twelve ferries in a row"
# Longer than any of the limits together: who waits so long waits for ever.
FOR_EVER = 120
THREADS = 4


@pytest.fixture(params=["with a replica", "alone"])
def machine(request: Any, both: Any) -> Iterator[tuple[Web, bool]]:
    """A web machine of one process, on the primary and its replica, or alone; and whether it has one."""
    settings = {
        "DATABASE_URL": both.primary.url(),
        "NEWSDESK_SECRET_KEY": "a key for tests alone " * 4,
        "NEWSDESK_WEB_WORKERS": "1",
    }
    has_replica = request.param == "with a replica"
    if has_replica:
        settings["NEWSDESK_REPLICA_URL"] = both.replica.url()
    with Web(**settings) as web:
        yield web, has_replica
        both.primary.go_on()


def statuses(web: Web, *paths: str) -> list[int]:
    """Ask for each as many times at once as the process has threads; return what is answered."""
    with ThreadPoolExecutor(THREADS) as readers:
        asked = [
            readers.submit(web.get, path, timeout=FOR_EVER)
            for path in paths
            for _ in range(THREADS)
        ]
        return [each.result().status for each in asked]


def test_nobody_waits_for_it_for_ever_and_nothing_withdrawn_is_served(both, machine):
    web, has_replica = machine
    path, gone = both.tell("publish"), both.tell("publish", "The pier burns")
    name = both.tell("give_password", PASSWORD)
    somebody = Browser(web)
    assert somebody.sign_in(name, PASSWORD).status == 302
    assert somebody.get("/admin/").status == 200
    both.replica.wait_until_equal()
    # Kept by then, in all threads.
    assert {*statuses(web, path, gone)} == {200}
    both.tell("withdraw", gone)
    both.replica.wait_until_equal()
    both.primary.pause()
    well, over = (200, 410) if has_replica else (503, 503)
    assert {*statuses(web, path)} == {well}
    assert {*statuses(web, gone)} == {over}
    assert {*statuses(web, "/stories/", "/search/?q=ferry")} == {well}
    refused = somebody.get("/admin/", timeout=FOR_EVER)
    assert (refused.status, b"Back in a moment" in refused.body) == (503, True)
    assert web.get("/healthz", timeout=FOR_EVER).status == 200
    both.primary.go_on()
    wait_until(lambda: somebody.get("/admin/").status == 200, "the desk stays away")
    assert {*statuses(web, path)} == {200}
    assert {*statuses(web, gone)} == {410}


def test_a_replica_that_has_not_heard_of_the_withdrawal_is_not_believed(both):
    path = both.tell("publish")
    both.replica.wait_until_equal()
    assert both.read(path).status == 200
    both.replica.hold_back()
    both.tell("withdraw", path)
    assert both.read(path).status == 410
    both.primary.pause()
    try:
        assert both.read(path).status == 503
    finally:
        both.primary.go_on()

"""A replica under readers' pages: never stale while the primary answers, bounded while it does not."""

import json
import time

import pytest

from newsdesk.site.readers_database import PRIMARY_ALONE
from tests.engines.conftest import DEEDS
from tests.programs.web import Web


def test_whatever_readers_can_open_comes_from_the_replica_alone(whole):
    """SQL past the router would ask the primary."""
    whole.tell("fill")
    whole.replica.wait_until_equal()
    found = whole.web.do(f"{DEEDS}:read_everything")
    own = {path: used for path, used in found.items() if not path.startswith(PRIMARY_ALONE)}
    assert len(own) > 30
    assert {path: used for path, used in own.items() if used["default"]} == {}
    assert sum(used["replica"] > 0 for used in own.values()) > 25
    alone = [used for path, used in found.items() if path.startswith(PRIMARY_ALONE)]
    assert {used["replica"] for used in alone} == {0}
    assert "The ferry turns" in whole.read("/search/?q=ferry").body


@pytest.mark.parametrize("path", ["/admin/login/", "/ask/", "/preview/nothing/", "/report/"])
def test_desk_letters_and_previews_come_from_the_primary(whole, path):
    assert whole.read(path).used["replica"] == 0


def test_whoever_has_a_session_reads_the_primary(whole):
    whole.replica.wait_until_equal()
    assert whole.read("/stories/", Cookie="sessionid=" + "a" * 32).used["replica"] == 0


def test_a_withdrawal_is_seen_at_once_by_the_side_of_a_replica_that_is_held_back(whole):
    path = whole.tell("publish", "The pier opens")
    whole.replica.wait_until_equal()
    assert [whole.read(path).status for _ in range(3)] == [200, 200, 200]  # Kept, too.
    whole.replica.hold_back()
    assert whole.read(path).used["default"] == 0
    whole.tell("withdraw", path)
    found = whole.read(path)
    assert found.status == 410
    assert found.used["replica"] == 0
    assert "The pier opens" not in whole.read("/stories/").body
    assert "The pier opens" not in whole.read("/search/?q=pier+opens").body
    whole.replica.follow()
    whole.replica.wait_until_equal()
    assert whole.read(path).status == 410
    assert whole.read("/stories/").used["default"] == 0


def test_a_page_kept_from_the_replica_is_not_renewed_by_one_that_is_held_back(whole):
    """Its statements would find there what they found before."""
    path = whole.tell("publish", "The quay opens")
    other = whole.tell("publish", "The quay burns")
    whole.replica.wait_until_equal()
    assert whole.read(path).status == 200
    whole.replica.hold_back()
    whole.tell("withdraw", other)
    assert whole.read(path).status == 200  # Renewed: another page has changed.
    whole.tell("withdraw", path)
    assert whole.read(path).status == 410


def test_a_replica_that_is_late_is_left_alone_for_a_while(whole):
    whole.tell("publish", "The mole opens")
    whole.replica.wait_until_equal()
    whole.read("/")
    whole.replica.hold_back()
    # Nothing that readers see.
    whole.primary.ask("CREATE TABLE later (word text)")
    assert whole.read("/stories/").used["replica"] > 0
    time.sleep(2.2)
    assert whole.read("/stories/").used["replica"] == 0
    assert whole.web.do(f"{DEEDS}:replica_is_given_up")
    told = whole.web.do(f"{DEEDS}:replica_probe")
    assert "behind" in told["failing"]


def test_a_dead_replica_costs_readers_nothing(both):
    path = both.tell("publish")
    both.replica.wait_until_equal()
    assert both.read(path).used["replica"] > 0
    both.replica.kill()
    for each in (path, "/stories/", "/search/?q=ferry"):
        answer = both.read(each)
        assert (answer.status, answer.used["replica"]) == (200, 0)
    assert both.web.do(f"{DEEDS}:replica_is_given_up")


def test_a_replica_that_dies_in_the_middle_of_a_page_is_given_up_and_the_page_is_made(both):
    path = both.tell("publish")
    both.replica.wait_until_equal()
    status, body = both.web.do(
        f"{DEEDS}:read_while_the_replica_dies", path, both.replica.process.pid
    )
    assert status == 200
    assert "The ferry turns" in body


def test_a_replica_that_hangs_is_waited_for_once(both):
    path = both.tell("publish")
    both.replica.wait_until_equal()
    both.read(path)
    both.replica.pause()
    try:
        assert both.read("/stories/").status == 200
        assert both.web.do(f"{DEEDS}:replica_is_given_up")
    finally:
        both.replica.go_on()


def test_a_dead_primary_leaves_readers_what_the_replica_shows(both):
    path = both.tell("publish")
    both.replica.wait_until_equal()
    assert both.read(path).status == 200
    both.primary.kill()
    for each in (path, "/", "/stories/", "/search/?q=ferry", "/search/?q=something+that+sails"):
        answer = both.read(each)
        assert (each, answer.status) == (each, 200)
        assert answer.used["default"] == 0


def test_a_web_process_that_never_saw_the_primary_reads_the_replica_too(both):
    path = both.tell("publish")
    both.replica.wait_until_equal()
    both.primary.kill()
    assert both.read(path).status == 200


def test_alone_a_replica_is_not_believed_that_hides_what_it_has_received(both):
    path = both.tell("publish")
    both.replica.wait_until_equal()
    both.replica.hold_back()
    both.tell("withdraw", path)
    both.primary.kill()
    assert both.read(path).status == 503


def test_alone_a_replica_is_not_believed_that_is_behind_what_was_seen(both):
    """It has not even received the withdrawal, but this process has seen its generation."""
    path = both.tell("publish")
    both.replica.wait_until_equal()
    assert both.read(path).status == 200
    both.replica.kill()
    both.tell("withdraw", path)
    assert both.read(path).status == 410
    both.primary.kill()
    both.replica.start()
    time.sleep(5.2)  # Given up until then.
    assert both.read(path).status == 503


def test_alone_a_replica_that_was_made_a_primary_is_not_believed(both):
    path = both.tell("publish")
    both.replica.wait_until_equal()
    both.primary.kill()
    assert both.read(path).status == 200
    both.replica.ask("SELECT pg_promote()")
    assert both.read(path).status == 503


def test_the_lag_is_told(both):
    both.replica.wait_until_equal()
    told = both.web.do(f"{DEEDS}:replica_probe")
    assert told == {"failing": "", "told": {"seconds_behind": 0.0, "bytes_behind": 0}}
    both.replica.hold_back()
    both.primary.ask("CREATE TABLE later (word text)")
    assert both.web.do(f"{DEEDS}:replica_probe")["told"]["bytes_behind"] > 0
    both.replica.kill()
    assert "OperationalError" in both.web.do(f"{DEEDS}:replica_probe")["failing"]


def test_a_web_machine_keeps_to_it_at_its_door_too(both):
    path, other = both.tell("publish"), both.tell("publish", "The pier burns")
    both.replica.wait_until_equal()
    settings = {
        "DATABASE_URL": both.primary.url(),
        "NEWSDESK_REPLICA_URL": both.replica.url(),
        "NEWSDESK_WEB_WORKERS": "1",
    }
    with Web(**settings) as web:
        assert [web.get(each).status for each in (path, path, other, other)] == [200] * 4
        both.replica.hold_back()
        both.tell("withdraw", path)
        assert [web.get(path).status for _ in range(3)] == [410] * 3
        assert web.get(other).status == 200
        both.replica.follow()
        both.replica.wait_until_equal()
        both.primary.kill()
        assert [web.get(path).status for _ in range(3)] == [410] * 3
        assert [web.get(other).status for _ in range(3)] == [200] * 3
        told = {}
        for _ in range(2):  # The first is late where the primary does not answer at all.
            ready = web.get("/readyz")
            told = json.loads(ready.body)["parts"]
        assert ready.status == 200
        assert told["replica"] == {**told["replica"], "works": True, "stands_in": True}
        assert told["database"] == {**told["database"], "works": False, "needed": False}
        both.replica.kill()
        assert web.get("/readyz").status == 503


def test_alone_a_replica_is_believed_for_a_set_time(both):
    path = both.tell("publish")
    both.replica.wait_until_equal()
    both.primary.kill()
    time.sleep(1.1)
    both.web.do(f"{DEEDS}:set_setting", "REPLICA_ALONE", 1)
    assert both.read(path).status == 503
    both.web.do(f"{DEEDS}:set_setting", "REPLICA_ALONE", 3600)
    assert both.read(path).status == 200

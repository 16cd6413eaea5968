"""Where somebody is signed in: told in plain words, and ended one by one."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from newsdesk.accounts import sessions
from newsdesk.accounts.sessions import SEEN_EVERY
from tests.accounts.logins import is_in, log_in
from tests.people import person

pytestmark = pytest.mark.django_db
ACCOUNT, ONE = "/admin/account/", "/admin/account/elsewhere/one/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Safari/604"


def come(said, name="ada"):
    client = Client(headers={"User-Agent": said}, REMOTE_ADDR="192.0.2.7")
    log_in(client, name)
    return client


def page_of(client):
    return " ".join(client.get(ACCOUNT).content.decode().split())


def test_each_login_is_told_by_its_device_and_never_by_its_address(ada):
    here = come(FIREFOX)
    come(IPHONE)
    page = page_of(here)
    assert page.index("Firefox on Linux") < page.index("This browser") < page.index("Safari on an")
    assert "192.0.2.7" not in page
    for each in sessions.logins_of(ada):
        assert each.key not in page
        assert each.key not in repr(each)


def test_one_other_browser_is_logged_out_and_the_log_says_so(ada, log):
    here, phone, desk = come(FIREFOX), come(IPHONE), come(FIREFOX)
    [mark] = [each.mark for each in sessions.logins_of(ada) if each.browser.startswith("Safari")]
    assert mark in page_of(here)
    answer = here.post(ONE, {"mark": mark}, follow=True)
    assert "You are signed out in Safari on an iPhone." in answer.content.decode()
    assert [is_in(each) for each in (here, phone, desk)] == [True, False, True]
    assert "'ada' signed out in 1 other browser" in log.messages
    assert "has ended already" in here.post(ONE, {"mark": mark}, follow=True).content.decode()


def test_nobody_ends_the_login_of_somebody_else(ada):
    ben = person("Editor", "ben")
    other = Client()
    other.force_login(ben)
    [mark] = [each.mark for each in sessions.logins_of(ben)]
    come(FIREFOX).post(ONE, {"mark": mark})
    assert is_in(other)
    assert Client().post(ONE, {"mark": mark})["Location"] == reverse("account_login")
    assert is_in(other)


def test_when_somebody_was_seen_last_is_noted_once_in_a_while(ada, time_machine):
    begun = int(time.time())
    time_machine.move_to(begun, tick=False)
    client = come(FIREFOX)
    [first] = sessions.logins_of(ada)
    assert first.since == first.seen
    time_machine.move_to(begun + SEEN_EVERY.total_seconds() - 1, tick=False)
    client.get(ACCOUNT)
    assert sessions.logins_of(ada) == [first]
    time_machine.move_to(begun + SEEN_EVERY.total_seconds() + 1, tick=False)
    client.get("/")
    assert sessions.logins_of(ada) == [first]
    client.get(ACCOUNT)
    [later] = sessions.logins_of(ada)
    assert later.since == first.since
    assert later.seen - first.seen == SEEN_EVERY + timedelta(seconds=1)


def test_noting_it_does_not_bring_back_a_login_that_was_ended(ada, time_machine):
    client = come(FIREFOX)
    time_machine.move_to(time.time() + 2 * SEEN_EVERY.total_seconds())
    client.get(ACCOUNT)
    sessions.end_all(ada)
    assert not is_in(client)
    assert sessions.logins_of(ada) == []


def test_a_new_password_keeps_what_is_known_of_this_browser(ada):
    client = come(FIREFOX)
    [before] = sessions.logins_of(ada)
    store = client.session
    store.cycle_key()
    [after] = sessions.logins_of(ada)
    assert (after.browser, after.since) == (before.browser, before.since)
    assert after.mark != before.mark


def test_a_login_of_before_is_listed_too(ada):
    client = come(FIREFOX)
    old = SessionStore()
    kept = {name: value for name, value in client.session.items() if "desk_" not in name}
    old.update(kept)
    old.create()
    old.save()
    assert SESSION_KEY in kept
    page = page_of(client)
    assert "A browser" in page
    assert "Signed in before this was noted" in page

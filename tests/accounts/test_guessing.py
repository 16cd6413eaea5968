"""Wrong passwords: how many, from where, what is said and what is written down."""

import re
import threading
from hashlib import sha256
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from newsdesk.accounts import throttle
from newsdesk.accounts.models import Count
from tests.accounts.logins import PASSWORD, is_in, log_in
from tests.desk.screens import errors
from tests.people import person

pytestmark = pytest.mark.django_db
MOST = throttle.PAIR[0][0]
OTHER = "198.51.100.7"


@pytest.fixture(autouse=True)
def noon():
    """The beginning of every span in which is counted."""
    with time_machine.travel("2030-01-01T12:00:00Z", tick=False) as moment:
        yield moment


def guess(times, name="ada", **values):
    return [log_in(Client(), name, f"wrong {n}", **values) for n in range(times)]


def test_a_right_password_opens_the_desk_and_leads_where_one_wanted_to_go(ada):
    client = Client()
    answer = log_in(client, next="/admin/stories/story/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/stories/story/")
    assert is_in(client)


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_the_login_leads_to_no_other_site(ada, next):
    assert log_in(Client(), next=next)["Location"] == "/admin/"


def test_twenty_guesses_are_shut_out_with_429_and_one_sentence(ada):
    answers = guess(20)
    assert [answer.status_code for answer in answers] == [200] * MOST + [429] * (20 - MOST)
    assert errors(answers[-1]) == "Too many wrong passwords. Try again in 15 minutes."
    assert answers[-1]["Retry-After"] == "900"
    client = Client()
    assert log_in(client).status_code == 429
    assert not is_in(client)


def test_after_a_quarter_of_an_hour_it_is_open_again(ada, noon):
    guess(MOST)
    noon.shift(15 * 60)
    client = Client()
    log_in(client)
    assert is_in(client)


def test_one_persons_slips_shut_nobody_else_of_the_newsroom_out(ada):
    ben = person("Editor", "ben")
    ben.set_password(PASSWORD)
    ben.save()
    guess(MOST + 3)
    client = Client()
    log_in(client, "ben")
    assert is_in(client)


def test_who_is_shut_out_at_one_address_can_come_in_at_another(ada):
    guess(MOST + 3)
    client = Client()
    log_in(client, origin=OTHER)
    assert is_in(client)


def test_slips_before_the_right_password_are_forgiven(ada):
    for _ in range(4):
        guess(MOST - 1)
        assert log_in(Client()).status_code == 302


def test_guessing_from_many_addresses_shuts_the_account_to_strangers_only(ada):
    log_in(Client(), origin=OTHER)
    for n in range(throttle.NAME[0][0]):
        guess(1, origin=f"203.0.113.{n}")
    assert log_in(Client(), origin="203.0.113.200").status_code == 429
    client = Client()
    log_in(client, origin=OTHER)
    assert is_in(client)


def test_guessing_at_many_names_shuts_the_address_but_not_to_who_came_from_there(ada):
    log_in(Client())
    for n in range(throttle.ORIGIN[0][0]):
        guess(1, f"somebody-{n}")
    assert guess(1, "somebody-new")[0].status_code == 429
    client = Client()
    log_in(client)
    assert is_in(client)


def test_right_passwords_of_ones_own_do_not_buy_more_guesses_at_others(ada):
    for n in range(throttle.ORIGIN[0][0]):
        guess(1, f"somebody-{n}")
        if n % 5 == 0:
            log_in(Client())
    assert guess(1, "somebody-new")[0].status_code == 429


def test_capitals_and_look_alikes_are_the_same_name(ada):
    for name in ("ada", "Ada", "ADA", "\uff41da", "aDa"):
        guess(1, name)
    assert log_in(Client()).status_code == 429


@pytest.mark.parametrize("name", ["nobody-here", "outsider", "gone"])
def test_unknown_names_are_answered_like_known_ones(ada, name):
    User.objects.create_user("outsider", password=PASSWORD)
    User.objects.create_user("gone", password=PASSWORD, is_staff=True, is_active=False)
    for known, other in zip(guess(MOST + 2), guess(MOST + 2, name, origin=OTHER), strict=True):
        assert known.status_code == other.status_code
        assert errors(known) == errors(other)
    assert log_in(Client(), name, origin="203.0.113.5").status_code == 200  # Right, and no staff.


@pytest.mark.parametrize("name", ["ada", "nobody-here", "outsider", "gone", "without"])
def test_every_answer_takes_the_time_of_one_hash(ada, name, monkeypatch):
    """Hashing takes nearly all of the time; a stop-watch would fail on a busy machine."""
    User.objects.create_user("outsider", password=PASSWORD)
    User.objects.create_user("gone", password=PASSWORD, is_staff=True, is_active=False)
    User.objects.create_user("without", is_staff=True)
    hashed, encode = [], MD5PasswordHasher.encode

    def counted(self, password, salt, *args):
        hashed.append(password)
        return encode(self, password, salt, *args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    guess(1, name)
    assert len(hashed) == 1
    guess(MOST + 3, name)
    assert len(hashed) == MOST


def test_counting_costs_few_queries(ada, django_assert_max_num_queries):
    log_in(Client())
    with django_assert_max_num_queries(32):
        log_in(Client())


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5_000, "ada' OR 1=1 --", "ad\nmin", "😀"])
def test_odd_names_are_no_error(ada, name):
    assert log_in(Client(), name).status_code == 200


def test_failures_lock_outs_and_logins_are_in_the_log_and_no_password(ada, log):
    guess(MOST + 1)
    guess(1, "my-own-secret-password")
    log_in(Client(), origin=OTHER)
    lines = [record.getMessage() for record in log.records]
    assert lines.count("Wrong password for 'ada' from 192.0.2.1") == MOST
    assert "Shut for now: this name from this address; 'ada' from 192.0.2.1" in lines
    assert "Refused unread, still shut: 'ada' from 192.0.2.1" in lines
    assert "Wrong password for a name that nobody has from 192.0.2.1" in lines
    assert f"'ada' signed in from {OTHER}" in lines
    assert not re.search(rf"wrong \d|secret|{PASSWORD}", " ".join(lines))


def test_nobodys_name_or_address_is_in_the_table(ada):
    guess(2)
    assert Count.objects.count() >= 4
    keys = Count.objects.values_list("key", flat=True)
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key in keys)
    plain = {sha256(word.encode()).hexdigest() for word in ("ada", "192.0.2.1")}
    assert not plain.intersection(keys)


def test_the_table_does_not_grow_for_ever(ada, noon):
    for n in range(10):
        guess(2, f"somebody-{n}", origin=f"203.0.113.{n}")
    noon.shift(2 * 24 * 60 * 60)
    log_in(Client())
    assert Count.objects.count() < 10


def test_who_is_shut_out_writes_nothing(ada):
    guess(MOST)
    before = list(Count.objects.order_by("key").values())
    guess(10)
    assert list(Count.objects.order_by("key").values()) == before


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_not_all_let_through(ada):
    answers = []

    def one(n):
        try:
            answers.append(log_in(Client(), "ada", f"wrong {n}").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] * MOST + [429] * (12 - MOST)


# No second way in


def login_of_the_stock_site():
    """Return the view that the addresses in use were made with, which a later change does not reach."""
    patterns = get_resolver().url_patterns
    site = next(each for each in patterns if getattr(each, "app_name", "") == "admin")
    return next(each for each in site.url_patterns if each.name == "login").callback


def test_the_stock_login_is_shut(ada, rf):
    """Were it wrapped after the addresses are made, it would stay open without any error."""
    request = rf.post("/admin/login/", {"username": "ada", "password": PASSWORD})
    request.user = type("Nobody", (), {"is_authenticated": False})()
    answer = login_of_the_stock_site()(request)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")
    assert not hasattr(request, "session")


def test_the_login_of_the_desk_is_the_one_that_counts():
    match = get_resolver().resolve("/admin/login/")
    assert match.url_name == "account_login"
    assert match.func.view_class.__module__ == "newsdesk.accounts.views"


@pytest.mark.parametrize(
    "path",
    """/accounts/login/ /accounts/signup/ /accounts/ /accounts/password/reset/ /accounts/email/
    /accounts/logout/ /accounts/2fa/ /admin/signup/ /admin/password_reset/ /_allauth/browser/v1/auth/login
    /_allauth/app/v1/auth/login /admin/account/email/ /admin/account/trust/ /login/ /admin/login/signup/
    /admin/login/code/confirm/ /accounts/login/code/ /admin/account/passkeys/ /admin/mfa/authenticator/
    /admin/account/emailaddress/""".split(),
)
def test_no_other_address_of_allauth_is_there(path):
    client = Client()
    person("Desk chief")
    client.force_login(User.objects.create_superuser("root"))
    for answer in (client.get(path), client.post(path), Client().post(path)):
        assert answer.status_code == 404 or answer["Location"].startswith("/admin/login/")
    assert client.get(path).status_code == 404


def test_a_member_of_staff_who_is_in_is_led_on(ada):
    client = Client()
    log_in(client)
    assert client.get("/admin/login/?next=/admin/find/")["Location"] == "/admin/find/"


def test_who_does_not_belong_to_the_desk_can_log_in_as_somebody_who_does(ada):
    client = Client()
    client.force_login(User.objects.create_user("reader"))
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert "does not belong to the desk" in client.get("/admin/login/").content.decode()
    log_in(client)
    assert is_in(client)


def test_the_login_makes_no_session_and_is_stored_nowhere():
    answer = Client().get("/admin/login/")
    assert set(answer.cookies) == {"csrftoken"}
    assert answer["Cache-Control"] == "no-store, private"
    assert "unsafe" not in answer["Content-Security-Policy"]


# At the command line


def open_login(*arguments):
    out = StringIO()
    call_command("open_login", *arguments, stdout=out)
    return out.getvalue()


def test_whoever_runs_the_server_can_open_a_login_before_the_time(ada, caplog):
    guess(MOST)
    assert open_login("ada", "--from", "192.0.2.1") == "ada may try again from 192.0.2.1.\n"
    client = Client()
    log_in(client)
    assert is_in(client)
    assert "Login of 'ada' from 192.0.2.1 opened at the command line" in caplog.messages
    assert "opened again" in client.get("/admin/notices/notice/").content.decode()


def test_without_an_address_the_name_is_opened_and_not_the_place(ada):
    guess(MOST)
    assert open_login("ada") == "ada may try again.\n"
    assert log_in(Client()).status_code == 429


def test_where_nothing_was_counted_that_is_said(ada):
    assert "needs --from" in open_login("ada")
    with pytest.raises(CommandError, match="Nobody logs in as 'zoe'"):
        open_login("zoe")

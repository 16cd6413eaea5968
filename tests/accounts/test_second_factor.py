"""The second step of the login, and the pages that set it up."""

import json
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from newsdesk.accounts import sealed_secrets, throttle
from newsdesk.notifications.models import Notice
from newsdesk.site import media
from tests.accounts.logins import PASSWORD, add_app, code_of, is_in, log_in, recovery_codes
from tests.desk.screens import errors, signed_in, text, tree
from tests.people import person

pytestmark = pytest.mark.django_db
STEP = "/admin/login/code/"


@pytest.fixture
def secret(ada):
    return add_app(ada)


@pytest.fixture
def halfway(secret):
    """A browser that has sent Ada's password."""
    client = Client()
    assert log_in(client, next="/admin/find/")["Location"] == STEP
    return client


def test_the_password_alone_opens_nothing(halfway):
    assert not is_in(halfway)
    answer = halfway.get("/admin/account/")
    assert answer["Location"].startswith("/admin/login/")


def test_with_the_code_of_the_app_one_is_led_on(halfway, secret):
    answer = halfway.post(STEP, {"code": code_of(secret)})
    assert answer["Location"] == "/admin/find/"
    assert is_in(halfway)


def test_clocks_may_differ_by_half_a_minute(halfway, secret):
    halfway.post(STEP, {"code": code_of(secret, ahead=-1)})
    assert is_in(halfway)


def test_a_wrong_code_opens_nothing_and_says_so(halfway, log):
    answer = halfway.post(STEP, {"code": "000000"})
    assert errors(answer) == "That code is not right, or was used before."
    assert not is_in(halfway)
    assert "Wrong code for 'ada' from 127.0.0.1" in log.messages


def test_a_code_opens_once_whichever_process_is_asked(halfway, secret):
    code = code_of(secret)
    halfway.post(STEP, {"code": code})
    cache.clear()  # As another process has it.
    other = Client()
    log_in(other)
    other.post(STEP, {"code": f" {code[:3]} {code[3:]}"})
    assert not is_in(other)


def test_a_recovery_code_opens_once(halfway, ada):
    code, *left = recovery_codes(ada)
    halfway.post(STEP, {"code": code})
    assert is_in(halfway)
    assert recovery_codes(ada) == left
    other = Client()
    log_in(other)
    other.post(STEP, {"code": code})
    assert not is_in(other)


def test_codes_cannot_be_guessed(halfway, secret, log):
    most = throttle.CODES[0][0]
    for n in range(most):
        assert halfway.post(STEP, {"code": f"00000{n}"}).status_code == 200
    answer = halfway.post(STEP, {"code": code_of(secret)})
    assert answer.status_code == 429
    assert "Too many wrong codes. Try again in" in errors(answer)
    assert not is_in(halfway)
    other = Client()
    log_in(other, origin="198.51.100.7")
    assert other.post(STEP, {"code": code_of(secret)}).status_code == 429
    assert any("the second step of this name" in each for each in log.messages)


def test_the_second_step_alone_is_nothing(secret):
    client = Client()
    assert client.get(STEP)["Location"] == "/admin/login/"
    assert client.post(STEP, {"code": code_of(secret)})["Location"] == "/admin/login/"


GARBAGE = {
    "id": "AA",
    "rawId": "AA",
    "type": "public-key",
    "response": dict.fromkeys(
        ("clientDataJSON", "authenticatorData", "attestationObject", "signature", "userHandle"),
        "AA",
    ),
}
BROKEN: list[Any] = [[], "AA", {"userHandle": None}]
FORGED = ["", "{}", "[]", "x", '{"id": 1}', '{"response": {}}', "null", json.dumps(GARBAGE)]
FORGED += [json.dumps({**GARBAGE, "response": each}) for each in BROKEN]


@pytest.mark.parametrize("sent", FORGED)
def test_a_forged_passkey_opens_nothing(halfway, sent):
    for client, where in ((halfway, STEP), (Client(), reverse("mfa_login_webauthn"))):
        client.get(where)
        answer = client.post(where, {"credential": sent})
        assert answer.status_code in (200, 302)
        assert not is_in(client)


def test_challenges_are_limited():
    client = Client()
    answers = [client.get(reverse("mfa_login_webauthn")).status_code for _ in range(62)]
    assert answers == [200] * 60 + [429] * 2


@pytest.mark.parametrize("sent", FORGED)
def test_a_forged_passkey_is_not_added(browser_of_ada, sent):
    where = reverse("mfa_add_webauthn")
    browser_of_ada.get(where)
    for data in (
        {"credential": sent},
        {"credential": sent, "passwordless": "on", "name": "x" * 99},
    ):
        assert browser_of_ada.post(where, data).status_code == 200
    assert not Authenticator.objects.exists()


# Setting up


@pytest.fixture
def browser_of_ada(ada):
    client = Client()
    log_in(client)
    return client


@pytest.fixture
def moments_later(monkeypatch):
    """Make the password of the login too long ago."""

    def wait(client):
        session = client.session
        for each in session["account_authentication_methods"]:
            each["at"] -= 3_600
        session.save()

    return wait


def add_by_hand(client):
    page = client.get(reverse("mfa_activate_totp"))
    key = tree(page).xpath("string(//*[@class='desk-key'])").replace(" ", "")
    return client.post(reverse("mfa_activate_totp"), {"code": code_of(key)}), key


@pytest.mark.django_db(transaction=True)
def test_an_app_is_added_and_everything_about_it_is_written_down(browser_of_ada, ada, log):
    answer, key = add_by_hand(browser_of_ada)
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    page = browser_of_ada.get(answer["Location"])
    assert all(code in text(page) for code in recovery_codes(ada))
    assert len(recovery_codes(ada)) == 10
    assert "An authenticator app was added" in LogEntry.objects.latest("pk").change_message + text(
        browser_of_ada.get("/admin/notices/notice/")
    )
    assert any("'ada': An authenticator app was added" in each for each in log.messages)
    stored = Authenticator.objects.get(user=ada, type="totp").data["secret"]
    assert key not in stored
    assert key not in " ".join(log.messages)


def test_the_picture_holds_what_the_app_needs(browser_of_ada):
    page = browser_of_ada.get(reverse("mfa_activate_totp"))
    (link,) = tree(page).xpath("//a[starts-with(@href, 'otpauth:')]/@href")
    assert link.startswith("otpauth://totp/ada?secret=")
    assert "issuer=Newsdesk" in link
    assert tree(page).xpath("//*[@class='desk-squares']/path/@d")[0].startswith("M4 4h1v1h-1z")


def test_a_wrong_code_adds_no_app(browser_of_ada):
    browser_of_ada.get(reverse("mfa_activate_totp"))
    answer = browser_of_ada.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "not right" in errors(answer)
    assert not Authenticator.objects.exists()


def test_who_has_been_in_for_long_is_asked_for_the_password_again(
    browser_of_ada, moments_later, log
):
    moments_later(browser_of_ada)
    answer = browser_of_ada.get(reverse("mfa_activate_totp"))
    confirm = answer["Location"]
    assert confirm.startswith("/admin/account/confirm/?next=")
    assert "Is it you?" in text(browser_of_ada.get(confirm))
    wrong = browser_of_ada.post(confirm, {"password": "wrong", "next": "/admin/account/app/add/"})
    assert errors(wrong) == "That is not your password."
    assert "Wrong password for 'ada' from 127.0.0.1" in log.messages
    right = browser_of_ada.post(confirm, {"password": PASSWORD, "next": "/admin/account/app/add/"})
    assert right["Location"] == "/admin/account/app/add/"
    assert browser_of_ada.get(right["Location"]).status_code == 200


def test_the_password_cannot_be_guessed_there_either(browser_of_ada, moments_later):
    moments_later(browser_of_ada)
    where = reverse("account_reauthenticate")
    answers = [browser_of_ada.post(where, {"password": f"wrong {n}"}).status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2


def change_password(client, old, new="a-new-one-of-ada"):
    data = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/admin/password_change/", data)


def test_nor_on_the_page_that_changes_it(browser_of_ada, log):
    for n in range(5):
        assert change_password(browser_of_ada, f"wrong {n}").status_code == 200
    change_password(browser_of_ada, PASSWORD)
    assert "Too many wrong passwords" in text(browser_of_ada.get("/admin/password_change/"))
    assert log.messages.count("Wrong password for 'ada' from 127.0.0.1") == 5
    assert "Refused unread, still shut: 'ada' from 127.0.0.1" in log.messages


def test_a_changed_password_is_told_and_ends_other_logins(ada, browser_of_ada, log):
    other = signed_in(ada)
    change_password(browser_of_ada, PASSWORD)
    assert [is_in(browser_of_ada), is_in(other)] == [True, False]
    assert Notice.objects.of(ada).filter(text__startswith="The password of your account").exists()
    assert "a-new-one" not in " ".join(log.messages)


def test_a_code_confirms_too(ada, secret, moments_later):
    client = Client()
    log_in(client)
    client.post(STEP, {"code": code_of(secret)})
    moments_later(client)
    answer = client.post(
        reverse("mfa_reauthenticate"),
        {"code": code_of(secret, ahead=1), "next": "/admin/account/codes/"},
    )
    assert answer["Location"] == "/admin/account/codes/"
    assert client.get("/admin/account/codes/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_removing_the_app_takes_the_recovery_codes_too_and_is_told(ada, secret, log):
    client = Client()
    log_in(client)
    client.post(STEP, {"code": code_of(secret)})
    assert "Remove it" in text(client.get(reverse("mfa_deactivate_totp")))
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert LogEntry.objects.filter(change_message__contains="app was removed").exists()
    assert Notice.objects.of(ada).filter(text__contains="app was removed").exists()
    assert any("app was removed" in each for each in log.messages)


@pytest.mark.django_db(transaction=True)
def test_new_recovery_codes_end_the_old_ones(ada, secret):
    client = Client()
    log_in(client)
    client.post(STEP, {"code": code_of(secret)})
    old = recovery_codes(ada)
    assert "You have 10 unused" in text(client.get(reverse("mfa_generate_recovery_codes")))
    client.post(reverse("mfa_generate_recovery_codes"))
    assert not set(old) & set(recovery_codes(ada))
    sheet = client.get(reverse("mfa_download_recovery_codes"))
    assert sheet["Content-Type"].startswith("text/plain")
    assert recovery_codes(ada)[0] in sheet.content.decode()


# Required


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"


@pytest.mark.usefixtures("required")
def test_where_it_is_required_nothing_opens_before_it_is_set_up(browser_of_ada, ada):
    for path in ("/admin/", "/admin/stories/story/", "/admin/help/", "/admin/password_change/"):
        answer = browser_of_ada.get(path)
        assert answer["Location"] == f"/admin/login/?next={path}"
        to_setup = browser_of_ada.get(answer["Location"])
        assert to_setup["Location"].startswith("/admin/account/?next=")
    page = browser_of_ada.get(to_setup["Location"])
    assert "Set up two-step sign-in to go on" in text(page)
    assert not tree(page).xpath("//nav[@aria-label='Desk']")
    add_by_hand(browser_of_ada)
    assert is_in(browser_of_ada)
    assert "All set." in text(browser_of_ada.get(to_setup["Location"]))


@pytest.mark.usefixtures("required")
def test_a_picture_of_a_draft_needs_it_too(browser_of_ada, ada, rf):
    request = rf.get("/", HTTP_COOKIE="sessionid=x")
    request.user = ada
    assert not media._from_the_desk(request)
    add_app(ada)
    request.user = type(ada).objects.get()
    assert media._from_the_desk(request)


@pytest.mark.usefixtures("required")
def test_who_lacks_it_can_log_out(browser_of_ada):
    browser_of_ada.post("/admin/logout/")
    assert browser_of_ada.get("/admin/account/").status_code == 302


@pytest.mark.usefixtures("required")
def test_recovery_codes_alone_are_no_second_factor(ada):
    secret = add_app(ada)
    Authenticator.objects.filter(type="totp").delete()
    client = Client()
    log_in(client)
    assert not is_in(client)
    assert secret


def test_by_default_it_is_left_to_each(browser_of_ada):
    assert is_in(browser_of_ada)
    assert "Set up two-step sign-in to go on" not in text(browser_of_ada.get("/admin/account/"))


# Other browsers


def test_logging_out_everywhere_else_leaves_this_one_and_other_people(ada, browser_of_ada, log):
    others = [signed_in(ada), signed_in(ada)]
    ben = signed_in(person("Editor", "ben"))
    assert text(browser_of_ada.get("/admin/account/")).count("Signed in ") == 3
    browser_of_ada.post(reverse("account_end_others"))
    assert [is_in(each) for each in (browser_of_ada, ben, *others)] == [True, True, False, False]
    assert "here and nowhere else" in text(browser_of_ada.get("/admin/account/"))
    assert "'ada' signed out in 2 other browsers" in log.messages


def test_logging_out_elsewhere_is_no_link(browser_of_ada):
    assert browser_of_ada.get(reverse("account_end_others")).status_code == 405


# At the command line


def test_whoever_runs_the_server_can_reset_it(ada, secret, log):
    out = StringIO()
    call_command("reset_second_factor", "ada", stdout=out)
    assert out.getvalue() == "ada had 2, and now has none.\n"
    client = Client()
    log_in(client)
    assert is_in(client)
    assert "Two-step sign-in of 'ada' reset at the command line, 2 taken away" in log.messages
    assert "Your two-step sign-in was reset" in text(client.get("/admin/notices/notice/"))


def test_resetting_nobody_is_an_error(db):
    with pytest.raises(CommandError, match="Nobody logs in as 'zoe'"):
        call_command("reset_second_factor", "zoe")


# Sealed secrets


def test_another_secret_key_opens_nothing_and_lets_nobody_in(ada, secret, settings, log):
    settings.SECRET_KEY = "another key, and a long one, longer than fifty letters it is"
    client = Client()
    log_in(client)
    answer = client.post(STEP, {"code": code_of(secret)})
    assert "not right" in errors(answer)
    assert sealed_secrets.unseal("x") != sealed_secrets.unseal("x")
    assert any("cannot be read" in each for each in log.messages)


def test_secrets_move_to_a_new_key(ada, secret, settings):
    old, new = settings.SECRET_KEY, "another key, and a long one, longer than fifty letters it is"
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = new, [old]
    codes = recovery_codes(ada)
    out = StringIO()
    call_command("reseal_second_factors", stdout=out)
    assert out.getvalue() == "2 sealed anew, 0 that no key opens.\n"
    settings.SECRET_KEY_FALLBACKS = []
    assert recovery_codes(ada) == codes
    client = Client()
    log_in(client)
    client.post(STEP, {"code": code_of(secret)})
    assert is_in(client)

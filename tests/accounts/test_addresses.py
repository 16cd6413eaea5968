"""Every address of login and account, for who has signed in and who has not, against a table."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse

from tests.accounts.logins import PASSWORD, add_app, code_of, log_in
from tests.desk.test_addresses import ROLES, admin_addresses, someone

pytestmark = pytest.mark.django_db

# What GET gives: nobody, a member of staff without, and one with a second factor. "login" and "account"
# are redirects to these two, "desk" to the front page.
TABLE = {
    "account_login": (200, "desk", "desk"),
    "mfa_authenticate": ("login", "desk", "desk"),
    "mfa_login_webauthn": (200, 200, 200),
    "mfa_index": ("login", 200, 200),
    "account_reauthenticate": ("login", 200, 200),
    "mfa_reauthenticate": ("login", "confirm", 200),
    "mfa_reauthenticate_webauthn": ("login", "confirm", "confirm"),
    "mfa_activate_totp": ("login", 200, "remove"),
    "mfa_deactivate_totp": ("login", 404, 200),
    "mfa_view_recovery_codes": ("login", 404, 200),
    "mfa_generate_recovery_codes": ("login", 200, 200),
    "mfa_download_recovery_codes": ("login", 404, 200),
    "mfa_add_webauthn": ("login", 200, 200),
    "mfa_edit_webauthn": ("login", 404, 404),
    "mfa_remove_webauthn": ("login", 404, 404),
    "account_end_others": (405, 405, 405),
    "account_end_one": (405, 405, 405),
    "account_invitation": (200, 200, 200),
    "account_name": ("login", 200, 200),
    "account_notices": ("login", 200, 200),
    # A link that is none; and without mail no new password by mail.
    "account_stop_mail": (404, 404, 404),
    "account_reset": (404, 404, 404),
}
# For whoever comes; an invitation that is none says no more than that.
OPEN = {
    "account_login",
    "mfa_login_webauthn",
    "account_invitation",
    "account_stop_mail",
    "account_reset",
}
PLACES = {
    "login": "/admin/login/",
    "desk": "/admin/",
    "confirm": "/admin/account/confirm/",
    "remove": "/admin/account/app/remove/",
}
NAMES = {
    name
    for name, _ in admin_addresses(get_resolver())
    if name and name.startswith(("account_", "mfa_"))
}


def address_of(name, pk=1):
    if name == "account_invitation":
        return reverse(name, args=["MQ", "x"])
    if name == "account_stop_mail":
        return reverse(name, args=["x"])
    return reverse(name, args=[pk] if name in ("mfa_edit_webauthn", "mfa_remove_webauthn") else [])


def test_every_address_is_in_the_table():
    assert set(TABLE) == NAMES


def seen(client):
    found = {}
    for name in TABLE:
        answer = client.get(address_of(name))
        place = answer.get("Location", "").partition("?")[0]
        found[name] = next((key for key, each in PLACES.items() if each == place), None)
        found[name] = found[name] or answer.status_code
        assert answer["Cache-Control"] == "no-store, private", name
    return found


def column(number):
    return {name: row[number] for name, row in TABLE.items()}


def test_who_has_not_logged_in_sees_the_login_only():
    assert seen(Client()) == column(0)
    for name in set(TABLE) - OPEN:
        answer = Client().post(address_of(name), {"code": "1", "credential": "{}"})
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.mark.parametrize("role", ROLES)
def test_a_member_of_staff_without_a_second_factor(role):
    user = with_password(someone(role))
    client = Client()
    log_in(client, user.username)
    assert seen(client) == column(1)


def test_a_member_of_staff_with_one(ada):
    secret = add_app(ada)
    client = Client()
    log_in(client)
    client.post("/admin/login/code/", {"code": code_of(secret)})
    assert seen(client) == column(2)


def test_an_account_without_the_desk_has_no_pages():
    client = Client()
    client.force_login(User.objects.create_user("reader"))
    for name in set(TABLE) - OPEN - {"mfa_authenticate"}:
        answer = client.post(address_of(name), {"code": "1"})
        assert answer["Location"].startswith("/admin/login/"), name


def test_a_key_of_somebody_else_cannot_be_touched(ada):
    other = User.objects.create_user("other", is_staff=True)
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Theirs"})
    client = Client()
    log_in(client)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        for answer in (client.get(address_of(name, key.pk)), client.post(address_of(name, key.pk))):
            assert answer.status_code == 404
    key.refresh_from_db()


def test_secrets_of_second_factors_have_no_screen_in_the_admin():
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    assert "Authenticator" not in client.get("/admin/").content.decode()
    assert client.get("/admin/mfa/authenticator/").status_code == 404

"""Signing in over HTTP, as a browser without JavaScript would."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

PASSWORD = "of-ada-and-long"
LOGIN = "/admin/login/"


def log_in(client: Client, name: str = "ada", password: str = PASSWORD, **values: Any) -> Any:
    """Send name and password; `origin` is the address that they come from."""
    origin = values.pop("origin", "192.0.2.1")
    data = {"username": name, "password": password, **values}
    return client.post(LOGIN, data, REMOTE_ADDR=origin)


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def add_app(user: Any) -> str:
    """Give `user` an authenticator app and recovery codes; return the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str, *, ahead: int = 0) -> str:
    """Return the app's code for now, or for `ahead` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def recovery_codes(user: Any) -> list[str]:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()

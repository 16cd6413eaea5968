"""Forms of the login and of second factors."""

import struct
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from newsdesk.accounts import record, throttle
from newsdesk.accounts.adapters import NO_MATCH
from newsdesk.requests.fields import SentJSON

# As long as a code can be right: its own half minute, and one on either side for clocks that differ.
CODE_GOOD_FOR = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)


# What a form makes of what was sent.
Cleaned = TypeVar("Cleaned")


class LoginForm(forms.Form):
    """Name and password. Field names are those of the stock admin, which browsers have stored."""

    username = forms.CharField(
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not self.errors:
            names = {"username": data["username"], "password": data["password"]}
            self.user = get_adapter(self.request).authenticate(self.request, **names)
            if self.user is None:
                raise ValidationError(NO_MATCH, code="no_match")
        return data

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in, or go on to the second step."""
        login = Login(user=self.user, redirect_url=redirect_url)
        names = {"username": self.user.get_username()}
        return flows.login.perform_password_login(request, names, login)


class OwnNameForm(forms.ModelForm):
    """What somebody is called, and where they are written to."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email")
        labels = {"email": "Mail address"}


class CodeOnce:
    """A code of an app or a recovery code: counted, and right only once in all web processes."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        try:
            begun = throttle.begin_code(self.user.pk)
        except throttle.TooMany:
            record.code_refused(context.request, self.user)
            raise
        check: Callable[[], str] = super().clean_code  # type: ignore[misc]
        try:
            code = check()
            if self.authenticator.type == Authenticator.Type.TOTP:
                self._refuse_second_use(code)
        except ValidationError:
            record.wrong_code(context.request, self.user, begun.shut)
            raise
        begun.take_back()
        return code

    def _refuse_second_use(self, code: str) -> None:
        plain = "".join(code.split())
        what = f"totp:{self.user.pk}:{plain}"
        if not throttle.first_time(what, seconds=CODE_GOOD_FOR):
            raise get_adapter().validation_error("incorrect_code")


def _code_field(label: str, help_text: str = "") -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=20, widget=widget, help_text=help_text)


EITHER = "From your authenticator app, or one of your recovery codes."


class CodeForm(CodeOnce, AuthenticateForm):
    code = _code_field("Code", EITHER)


class CodeConfirmationForm(CodeOnce, ReauthenticateForm):
    code = _code_field("Code", EITHER)


class AddAppForm(ActivateTOTPForm):
    code = _code_field("Code that the app shows")


def _credential_field() -> SentJSON:
    return SentJSON(widget=forms.HiddenInput)


class WellFormed:
    """The answer of a passkey. What no browser sends is wrong, where allauth and fido2 give an error."""

    def clean_credential(self) -> object:
        clean: Callable[[], object] = super().clean_credential  # type: ignore[misc]
        return _checked(clean)


class SecondStepPasskeyForm(WellFormed, AuthenticateWebAuthnForm):
    credential = _credential_field()


class PasskeyLoginForm(WellFormed, LoginWebAuthnForm):
    credential = _credential_field()


class PasskeyConfirmationForm(WellFormed, ReauthenticateWebAuthnForm):
    credential = _credential_field()


class AddPasskeyForm(AddWebAuthnForm):
    credential = _credential_field()
    name = forms.CharField(required=False, max_length=80)

    def clean(self) -> dict[str, object]:
        clean: Callable[[], dict[str, object]] = super().clean
        return _checked(clean)


class RenamePasskeyForm(EditWebAuthnForm):
    # The stock name is that of a headline's field, which is large.
    name = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"id": "id_passkey"}))


def _checked(clean: Callable[[], Cleaned]) -> Cleaned:
    try:
        return clean()
    except ValidationError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError, AssertionError, struct.error):
        raise get_adapter().validation_error("incorrect_code") from None

"""How allauth behaves here: no mail of its own, no sign-up, staff only, our own counts, sealed secrets."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newsdesk.accounts import record, sealed_secrets
from newsdesk.accounts.access import is_staff
from newsdesk.accounts.browsers import remember
from newsdesk.accounts.origin import origin_of
from newsdesk.accounts.throttle import Guess, TooMany
from newsdesk.publication.current import name as publication_name
from newsdesk.requests.addresses import leads_here

# Said for an unknown name, a wrong password and somebody who does not belong to the desk alike.
NO_MATCH = "That name and password do not go together. Capital letters count in both."


class DeskAccounts(DefaultAccountAdapter):
    """Passwords: every check of one, at the login and before a change, goes through `authenticate`."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NO_MATCH,
        "incorrect_password": "That is not your password.",
        "incorrect_code": "That code is not right, or was used before.",
    }

    def authenticate(self, request: HttpRequest, **credentials: str) -> User | None:
        """Return the member of staff whose name and password these are, or None. Raises TooMany.

        SECURITY: takes as long for a name that nobody has: Django's backend hashes all the same.
        """
        guess = Guess(credentials.get("username", ""), origin_of(request))
        try:
            begun = guess.begin()
        except TooMany:
            record.refused(request, guess.name)
            raise
        user = authenticate(request, **credentials)
        if user is None or not is_staff(user):
            record.wrong_password(request, guess.name, begun.shut)
            return None
        guess.right(begun)
        return user

    def pre_login(self, request: HttpRequest, user: User, **kwargs: object) -> HttpResponse | None:
        """Turn away who is not of the desk: the last door, behind those of password and passkey."""
        if is_staff(user):
            return None
        record.not_of_the_desk(request, user)
        messages.error(request, NO_MATCH)
        return HttpResponseRedirect(reverse("account_login"))

    def post_login(self, request: HttpRequest, user: User, **kwargs: object) -> HttpResponse:
        """Know the browser from now on, behind the last step of a login."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember(request, response, user)
        return response

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Tell whether a login may lead there: on this host only, not on any that is allowed."""
        return leads_here(url, context.request)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Nothing here is answered with allauth's JSON."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return origin_of(request)

    def add_message(
        self, request: HttpRequest, level: int, *args: object, **kwargs: object
    ) -> None:
        """Say what changed, but not that somebody has signed in: they can see that."""
        if args[:1] != ("account/messages/logged_in.txt",):
            super().add_message(request, level, *args, **kwargs)

    def send_mail(self, *args: object, **kwargs: object) -> None:
        """Allauth's own mail: the person is told by a notice, which goes out by mail too; see `record.py`."""

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Ask for the password again, but not of who has signed in a moment ago."""
        request = context.request
        records = get_authentication_records(request, request.user)
        newest = max((each["at"] for each in records), default=0)
        return time.time() - newest > app_settings.REAUTHENTICATION_TIMEOUT


class DeskFactors(DefaultMFAAdapter):
    """Second factors: named after the publication, sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right, or was used before.",
    }

    def _get_user_identifier(self, user: User) -> str:
        return str(user.get_username())

    def _get_site_name(self) -> str:
        return publication_name()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return "My passkey"

    def encrypt(self, text: str) -> str:
        return sealed_secrets.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealed_secrets.unseal(encrypted_text)

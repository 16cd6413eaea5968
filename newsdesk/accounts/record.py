"""What happens to accounts is recorded: in the log, in the admin's history of the person, in a notice.

No password, no code and no name that belongs to nobody is ever written: people type a password into the
field for their name.
"""

import logging
from datetime import datetime

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateformat import format as date_format

from newsdesk.accounts.origin import origin_of
from newsdesk.mail.messages import mail_to_address
from newsdesk.notifications import inbox
from newsdesk.notifications.subjects import Subject, add_subject

logger = logging.getLogger("newsdesk.accounts")

SHUT = {
    "pair": "this name from this address",
    "name": "this name from addresses where it is not known",
    "origin": "this address for names that are not known there",
    "code": "the second step of this name",
}
CALLED = {
    Authenticator.Type.TOTP: "An authenticator app",
    Authenticator.Type.WEBAUTHN: "A passkey",
    Authenticator.Type.RECOVERY_CODES: "A set of recovery codes",
}


def listen() -> None:
    add_subject(
        Subject(
            name="account",
            label="Your account",
            help="New browsers, password, two-step sign-in. These always come.",
            kinds=frozenset({"account"}),
            fixed=True,
        )
    )
    user_logged_in.connect(_came, dispatch_uid="accounts-came")
    user_logged_out.connect(_left, dispatch_uid="accounts-left")
    for signal, deed in (
        (signals.authenticator_added, _added),
        (signals.authenticator_removed, _removed),
        (signals.authenticator_reset, _renewed),
    ):
        signal.connect(deed, dispatch_uid=f"accounts{deed.__name__}")


def wrong_password(request: HttpRequest, name: str, shut: tuple[str, ...]) -> None:
    logger.warning("Wrong password for %s from %s", _known(name), origin_of(request))
    _say_shut(request, _known(name), shut)


def wrong_code(request: HttpRequest, user: User, shut: tuple[str, ...]) -> None:
    logger.warning("Wrong code for %r from %s", user.get_username(), origin_of(request))
    _say_shut(request, repr(user.get_username()), shut)


def wrong_passkey(request: HttpRequest) -> None:
    logger.warning("A passkey was refused from %s", origin_of(request))


def not_of_the_desk(request: HttpRequest, user: User) -> None:
    logger.warning("Not of the desk: %r from %s", user.get_username(), origin_of(request))


def code_refused(request: HttpRequest, user: User) -> None:
    logger.warning(
        "Code refused unread, still shut: %r from %s", user.get_username(), origin_of(request)
    )


def challenge_refused(request: HttpRequest) -> None:
    logger.warning("Too many challenges for passkeys from %s", origin_of(request))


def refused(request: HttpRequest, name: str) -> None:
    logger.warning("Refused unread, still shut: %s from %s", _known(name), origin_of(request))


def second_factor_reset(user: User, count: int) -> None:
    """Record that somebody at the server's command line took all second factors of `user` away."""
    name = user.get_username()
    logger.warning("Two-step sign-in of %r reset at the command line, %d taken away", name, count)
    inbox.tell(
        user,
        kind="account",
        text="Your two-step sign-in was reset by whoever runs the server. "
        "Set up a new one on the page of your account.",
    )


def login_opened(user: User, origin: str) -> None:
    """Record that somebody at the server's command line forgave the wrong passwords of `user`."""
    place = f" from {origin}" if origin else ""
    logger.warning("Login of %r%s opened at the command line", user.get_username(), place)
    inbox.tell(
        user,
        kind="account",
        text="Your login was opened again by whoever runs the server, after too many wrong passwords.",
    )


def reset_asked(request: HttpRequest) -> None:
    """Log that a link to a new password was asked for; for whom is not told: it may be nobody's address."""
    logger.info("A link to a new password was asked for from %s", origin_of(request))


def new_browser(user: User, browser: str) -> None:
    """Tell somebody that they, or somebody else, came in by a browser that was never seen with them."""
    inbox.tell(
        user,
        kind="account",
        text=f"{user} signed in by a new browser, {browser}, "
        f"{_at(timezone.now())}. If it was not you, change your password and sign out everywhere else.",
        data={"address": "mfa_index"},
    )


def told(user: User, text: str, *, actor: User) -> None:
    """Tell somebody what a desk chief has done to their account; nobody of what they did themselves."""
    by = f"By {actor}."
    inbox.tell(
        user, kind="account", text=f"{text} {by}", actor=actor, data={"address": "mfa_index"}
    )


def address_changed(user: User, *, before: str) -> None:
    """Tell somebody at their new address, and at the one `before`: it may not be them who changed it."""
    _write(user, "The mail address of your account was changed.")
    if before.lower() != user.email.lower():
        mail_to_address(user, before, "old-address")


def password_changed(user: User) -> None:
    _write(user, "The password of your account was changed.")


def sessions_ended(request: HttpRequest, count: int) -> None:
    browsers = "1 other browser" if count == 1 else f"{count} other browsers"
    logger.info("%r signed out in %s", request.user.get_username(), browsers)


def _say_shut(request: HttpRequest, name: str, shut: tuple[str, ...]) -> None:
    for kind in dict.fromkeys(shut):
        logger.warning("Shut for now: %s; %s from %s", SHUT[kind], name, origin_of(request))


def _known(name: str) -> str:
    users = User._default_manager
    there = users.filter(username=name).exists() if "\0" not in name else False
    return repr(name) if there else "a name that nobody has"


def _came(sender: object, request: HttpRequest | None, user: User, **kwargs: object) -> None:
    # The test client logs in without a request worth the name.
    if request is not None and "REMOTE_ADDR" in request.META:
        logger.info("%r signed in from %s", user.get_username(), origin_of(request))


def _left(sender: object, request: HttpRequest | None, user: User | None, **kwargs: object) -> None:
    if request is not None and user is not None:
        logger.info("%r signed out", user.get_username())


def _added(sender: object, user: User, authenticator: Authenticator, **kwargs: object) -> None:
    _write(user, f"{CALLED[authenticator.type]} was added to your account.")


def _removed(sender: object, user: User, authenticator: Authenticator, **kwargs: object) -> None:
    _write(user, f"{CALLED[authenticator.type]} was removed from your account.")


def _renewed(sender: object, user: User, authenticator: Authenticator, **kwargs: object) -> None:
    _write(user, f"{CALLED[authenticator.type]} of your account was replaced by a new one.")


def _at(moment: datetime) -> str:
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return f"on {date_format(local, 'j F Y')} at {date_format(local, 'H:i')} {local.tzname()}"


def _write(user: User, text: str) -> None:
    logger.warning("Account of %r: %s", user.get_username(), text)
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, change_message=text, single_object=True)
    inbox.tell(user, kind="account", text=f"{text} If it was not you, tell whoever runs the desk.")

"""Errors told to a Sentry, by NEWSDESK_SENTRY_DSN: where in the code, and of which request. No person.

SECURITY: an event is made anew of a few fields. What an exception or a line of the log says may hold words
of a page, a name or an address, so that neither is told: the log has them, under the same number.
"""

import logging
from typing import Literal, TypedDict, get_args

from django.core.exceptions import ImproperlyConfigured

from newsdesk.release import version
from newsdesk.requests.log import NOBODY, number_of_request, place_of_request

LONGEST = 2.0  # Seconds that an ending process waits until all is told.
_Kept = Literal["event_id", "timestamp", "level", "platform", "release", "logger", "sdk"]
_OfAnException = Literal["type", "module", "mechanism"]
_OfAFrame = Literal[
    "filename",
    "abs_path",
    "function",
    "module",
    "lineno",
    "in_app",
    "context_line",
    "pre_context",
    "post_context",
]
_KEPT: tuple[_Kept, ...] = get_args(_Kept)
_OF_AN_EXCEPTION: tuple[_OfAnException, ...] = get_args(_OfAnException)
_OF_A_FRAME: tuple[_OfAFrame, ...] = get_args(_OfAFrame)


def start(dsn: str) -> None:
    """Tell every error that is logged from now on. Raises ImproperlyConfigured without the library."""
    try:
        import sentry_sdk
        from sentry_sdk.integrations.logging import LoggingIntegration
    except ImportError as error:
        raise ImproperlyConfigured(
            "NEWSDESK_SENTRY_DSN is set and sentry-sdk is not installed: see the extra `sentry`."
        ) from error
    sentry_sdk.init(
        dsn=dsn,
        release=f"newsdesk@{version()}",
        # Whatever is raised is logged once; the other integrations look into requests.
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
        # The library's type of an event has all that is left out of ours.
        before_send=stripped,  # type: ignore[arg-type]
        max_breadcrumbs=0,
        include_local_variables=False,
        send_default_pii=False,
        auto_session_tracking=False,
        shutdown_timeout=LONGEST,
    )


class Frame(TypedDict, total=False):
    """Where in the code. The library's has the values of variables, too."""

    filename: str
    abs_path: str
    function: str
    module: str
    lineno: int
    in_app: bool
    context_line: str
    pre_context: list[str]
    post_context: list[str]


class Trace(TypedDict):
    frames: list[Frame]


class RaisedError(TypedDict, total=False):
    """An exception. The library's has what it says, too."""

    type: str
    module: str
    mechanism: object
    stacktrace: Trace | None


class Exceptions(TypedDict):
    values: list[RaisedError]


class Line(TypedDict, total=False):
    """A line of the log, as it stands in the code with places for what is said."""

    message: str


class Event(TypedDict, total=False):
    """What is told. The library's has more: requests, users, variables."""

    event_id: str
    timestamp: object
    level: str
    platform: str
    release: str
    logger: str
    sdk: object
    tags: dict[str, str]
    transaction: str
    exception: Exceptions
    logentry: Line


def stripped(event: Event, hint: object) -> Event:
    """Return the event as it may be told."""
    told: Event = {}
    for name in _KEPT:
        if name in event:
            told[name] = event[name]
    method, path = place_of_request()
    told["tags"] = {"request_id": number_of_request() or NOBODY}
    told["transaction"] = f"{method} {path}"
    if raised := event.get("exception"):
        told["exception"] = {"values": [_raised(each) for each in raised["values"]]}
    if line := event.get("logentry"):
        told["logentry"] = {"message": line.get("message", "")}
    return told


def _raised(said: RaisedError) -> RaisedError:
    told: RaisedError = {}
    for name in _OF_AN_EXCEPTION:
        if name in said:
            told[name] = said[name]
    trace = said.get("stacktrace") or {"frames": []}
    told["stacktrace"] = {"frames": [_frame(each) for each in trace["frames"]]}
    return told


def _frame(said: Frame) -> Frame:
    told: Frame = {}
    for name in _OF_A_FRAME:
        if name in said:
            told[name] = said[name]
    return told

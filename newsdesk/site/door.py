"""Kept answers given at the door, before anything makes a request of what a client sent.

What is asked for plainly, by address and host alone, costs half of what it does through the handler and its
outer middleware. All else goes in, as does whatever is not kept or is not of the present epoch.
"""

import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from io import BytesIO
from types import TracebackType
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from newsdesk.catalogue.generation import epoch
from newsdesk.catalogue.replica import primary_is_away
from newsdesk.requests.addresses import API
from newsdesk.requests.metrics import COUNTS
from newsdesk.site import response_cache
from newsdesk.site.kept_answers import AnswerKey
from newsdesk.site.response_cache import ANSWERS, host_asked

# With any of these a request is not plain.
_PARTICULAR = (
    "QUERY_STRING",
    "SCRIPT_NAME",
    "CONTENT_TYPE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
)

Failure = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
# The proxy's header for the scheme, the hosts, the path before all others.
Meant = tuple[tuple[str, str] | None, tuple[str, ...], str | None]


class Door:
    """A WSGI application that looks among the kept answers, then asks the one `inside`. It counts all."""

    def __init__(self, inside: WSGIApplication) -> None:
        self.inside = inside

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began, told = time.perf_counter(), ["0"]

        def start(
            status: str, headers: list[tuple[str, str]], failure: Failure | None = None, /
        ) -> Callable[[bytes], object]:
            told[0] = status
            more = (failure,) if failure else ()
            return start_response(status, headers, *more)

        answer = _given(environ, start) or self.inside(environ, start)
        seconds = time.perf_counter() - began
        COUNTS.request(environ.get("PATH_INFO", ""), int(told[0][:3]), seconds)
        return answer


def _given(environ: WSGIEnvironment, start: StartResponse) -> list[bytes] | None:
    """Give what is kept; None where the request has to go in."""
    asked = _asked(environ)
    answer = ANSWERS.get(asked) if asked else None
    if answer is None:
        return None
    if primary_is_away():
        return None  # Further in a replica may be asked.
    connection = response_cache.database()
    if response_cache.in_transaction(connection):
        return None
    began = time.perf_counter()
    now = epoch(connection.alias)
    if not connection.in_atomic_block:
        # As at the end of every request: a connection has its time.
        connection.close_if_unusable_or_obsolete()
    if now != answer.epoch or _was_slow(began):
        return None
    status, headers, body = answer.given(environ)
    COUNTS.add("kept_given_at_the_door")
    start(f"{status.value} {status.phrase}", headers)
    return [body]


def _was_slow(began: float) -> bool:
    """Tell whether the request is to be logged as slow, which is done further in."""
    return 0 < settings.SLOW_REQUEST_MS < (time.perf_counter() - began) * 1000


def _asked(environ: WSGIEnvironment) -> AnswerKey | None:
    """Return what is asked for; None where that is not plain."""
    path = environ.get("PATH_INFO", "")
    if environ["REQUEST_METHOD"] != "GET" or any(map(environ.get, _PARTICULAR)):
        return None
    if path.startswith(API):
        return None  # These are counted, further in.
    if not settings.RESPONSE_CACHE_BYTES or not path.isascii():
        return None
    header = settings.SECURE_PROXY_SSL_HEADER
    came = _way(
        environ.get("HTTP_HOST", ""),
        environ["wsgi.url_scheme"],
        header and environ.get(header[0]),
        (header, tuple(settings.ALLOWED_HOSTS), settings.FORCE_SCRIPT_NAME),
    )
    return AnswerKey(came[0], came[1], path, ()) if came else None


@lru_cache(256)
def _way(host: str, scheme: str, proxy: str | None, meant: Meant) -> tuple[str, str] | None:
    """Return scheme and configured host, as Django's own request tells them; None for a wrong one.

    `meant` is what settings say; they do not change while a server runs.
    """
    header, _, script = meant
    if script or not host or settings.USE_X_FORWARDED_HOST:
        return None
    environ = {
        "REQUEST_METHOD": "GET",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": scheme,
        "HTTP_HOST": host,
    }
    if header and proxy is not None:
        environ[header[0]] = proxy
    request = WSGIRequest(environ)
    configured = host_asked(request)
    return (request.scheme or "", configured) if configured else None

"""Numbers of requests, headers on every answer, requests refused at the door, pages moved or gone."""

import codecs
import logging
import re
import secrets
import time
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.contrib.admin.options import TO_FIELD_VAR
from django.core.exceptions import FieldDoesNotExist
from django.db import DataError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.urls import is_valid_path, reverse
from django.utils.cache import has_vary_header

from newsdesk.accounts.origin import origin_of
from newsdesk.catalogue.publication import in_its_language
from newsdesk.catalogue.purge import CACHE_TAG, LISTS
from newsdesk.catalogue.resolve import Gone, ListMoved, Moved
from newsdesk.redirects.addresses import quoted
from newsdesk.redirects.lead import asks_front_page_for_another, led_to
from newsdesk.requests import log
from newsdesk.requests.addresses import API

GetResponse = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
PRIVATE = "no-store, private"
# What caches may keep: what there is, where it is now, that it is gone or was never there. A refusal
# or a failure would be given to readers who did nothing to deserve it.
KEPT = (200, 301, 302, 304, 404, 410)
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
# Longer than any address of ours. The stock lists of the desk search SQLite for what they are given, which
# takes 50,000 bytes; the search for readers cuts what it is asked.
LONGEST_PATH, LONGEST_QUERY, LONGEST_OF_DESK = 4_096, 100_000, 8_000
SESSION_KEY = re.compile(r"[a-z0-9]{32}")
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

logger = logging.getLogger("newsdesk.requests")


class NumberedRequests:
    """Give each request a number, which the log and error pages name, and log what takes too long.

    The number stands on answers of the desk and on server errors. Not on public pages: these are the same
    bytes for everybody, and caches keep them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        number = _number_of(request)
        with log.about(request, number=number, origin=origin_of(request)):
            response = self.get_response(request)
            took = (time.perf_counter() - began) * 1000
            if 0 < settings.SLOW_REQUEST_MS < took:
                logger.warning("Slow: %d ms, answered %d", took, response.status_code)
        if response.status_code >= 500 or request.path.startswith("/admin/"):
            response["X-Request-ID"] = number
        return response


def _number_of(request: HttpRequest) -> str:
    """Return the number that the proxy gave the request, if it can be one, else a new one."""
    # SECURITY: without a proxy the header is whatever a stranger likes to see in our log.
    given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.BEHIND_PROXY else ""
    return given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


# Of those that Django sets itself: answers of the outer middleware, and refusals of a host, come past it.
SAFE_HEADERS = {
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
}


class SharedCache:
    """Say on every answer how long it may be kept: public ones all alike, the others not at all.

    Browsers ask each time: who comes back a second after a withdrawal must not see the page or its
    picture again, nor be led away by a merge that was undone. A cache in front of the site keeps each
    answer for a constant number of seconds; nginx is told by `X-Accel-Expires`, which it keeps to itself,
    others by `s-maxage`, and by which tag a purge names it. Static files say themselves what browsers may do.

    SECURITY: no number here may depend on what waits. Seconds that count down to the next appearance
    tell everybody when it is.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _may_be_kept(request, response):
            seconds = settings.SHARED_CACHE_SECONDS
            kept = f"public, max-age=0, must-revalidate, s-maxage={seconds}"
            if settings.PURGE_URLS and "Cache-Control" not in response:
                response.setdefault(CACHE_TAG, LISTS)
            response.setdefault("Cache-Control", kept)
        else:
            seconds = 0
            del response[CACHE_TAG]
            response["Cache-Control"] = PRIVATE
            del response["Expires"]
        response["X-Accel-Expires"] = str(seconds)
        return response


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether everybody gets this answer who asks for this address."""
    if request.method not in ("GET", "HEAD") or response.status_code not in KEPT:
        return False
    if response.cookies or has_vary_header(response, "Cookie"):
        return False
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return False  # A cache that takes http and https for one would lead in a circle.
    said = response.get("Cache-Control", "")
    return "no-store" not in said and "private" not in said


class SafeHeaders:
    """Set the headers that Django and django-csp leave out. Answers of the desk are never stored."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in SAFE_HEADERS.items():
            response.setdefault(name, value)
        if vars(response).get("xframe_options_exempt"):
            del response["X-Frame-Options"]
        if settings.HTTPS and not settings.SECURE_HSTS_SECONDS and request.is_secure():
            # Django would say nothing, and browsers would keep what they were told before.
            response["Strict-Transport-Security"] = "max-age=0"
        if request.path.startswith("/admin/"):
            response["Cache-Control"] = PRIVATE
        if request.path.startswith(settings.MEDIA_URL):
            response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


class RefuseMalformed:
    """Refuse what no browser sends and PostgreSQL cannot take: odd methods, NULs, forged session keys.

    SECURITY: stock Django answers TRACE with 200 and, on PostgreSQL, gives 500 for a NUL in a path
    or in the session cookie. It decodes by whatever codec the Content-Type names: "hex" is a 500,
    "unicode_escape" makes characters that no database takes.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        query = request.META.get("QUERY_STRING", "")
        if len(request.path) > LONGEST_PATH or len(query) > _longest_query(request):
            return HttpResponse("This address is too long.", status=414)
        if "\0" in request.path:
            return HttpResponseBadRequest("The address holds a character that no page has.")
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            return HttpResponseBadRequest("What is sent here has to be encoded in UTF-8.")
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not SESSION_KEY.fullmatch(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        # The stock admin looks for a field of whatever name was sent, also of none.
        if isinstance(error, FieldDoesNotExist) and TO_FIELD_VAR in {*request.GET, *request.POST}:
            return HttpResponseBadRequest("There is no such field.")
        # Forms refuse these with a sentence; what is read without one fails in the database.
        if isinstance(error, ValueError) and (_holds_nul(request.GET) or _holds_nul(request.POST)):
            return HttpResponseBadRequest("The text holds a character that cannot be stored: NUL.")
        if isinstance(error, OverflowError | DataError):
            logger.warning("Beyond what can be stored", exc_info=error)
            return HttpResponseBadRequest("A number, date or text is beyond what can be stored.")
        return None


def _longest_query(request: HttpRequest) -> int:
    return LONGEST_OF_DESK if request.path.startswith("/admin/") else LONGEST_QUERY


def _holds_nul(data: QueryDict) -> bool:
    return any("\0" in value for _, values in data.lists() for value in values)


# Whose addresses are secrets, names of files or names as they are written: other letters are another address.
AS_WRITTEN = (
    API,
    "/admin/",
    "/preview/",
    "/report/",
    "/cards/",
    settings.MEDIA_URL,
    settings.STATIC_URL,
)


# Never addresses of another system that was here before, whoever may not see them now.
NEVER_OLD = ("/admin/", "/healthz", "/readyz", "/metrics")


class MovedAndGone:
    """Answer with one 301 what has moved, and with 410 and the reason what was withdrawn.

    An address that is not there as it is written, in capitals such as /topics/NASA/, leads to that in
    small letters; whether anything is there is not told before that is asked for.

    Old addresses of the site that was here before are looked up where there is no page, and where the front
    page is asked for another in the way of other systems; nothing is asked of them for any other answer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if asks_front_page_for_another(request.path, query) and (found := self._old(request)):
            return found
        response = self.get_response(request)
        if response.status_code == 404 and not request.path.startswith(NEVER_OLD):
            return self._old(request) or self._small(request) or response
        return response

    def _small(self, request: HttpRequest) -> HttpResponse | None:
        """Return where an address in small letters leads; None for one that is, or cannot be, so written."""
        small, query = request.path.lower(), request.META.get("QUERY_STRING", "")
        if request.method not in ("GET", "HEAD") or small == request.path:
            return None
        if small.startswith(AS_WRITTEN) or not is_valid_path(small):
            return None
        return HttpResponsePermanentRedirect(f"{quote(small)}{'?' if query else ''}{query}")

    def _old(self, request: HttpRequest) -> HttpResponse | None:
        """Return what stands for an old address; None for what is none."""
        if request.method not in ("GET", "HEAD"):
            return None
        try:
            path = led_to(request.path, request.META.get("QUERY_STRING", ""))
        except Gone as gone:
            return _gone(request, gone)
        return HttpResponsePermanentRedirect(quoted(path)) if path else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ListMoved) and (match := request.resolver_match):
            error = Moved(reverse(match.view_name, kwargs={**match.kwargs, "slug": error.slug}))
        if isinstance(error, Moved):
            return HttpResponsePermanentRedirect(error.path)
        if isinstance(error, Gone):
            return _gone(request, error)
        return None


def _gone(request: HttpRequest, gone: Gone) -> HttpResponse:
    with in_its_language(request):
        return render(request, "410.html", {"reason": gone.reason}, status=gone.status)

"""Headers on every answer, requests that are refused at the door, and pages that moved or are gone."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.urls import reverse

from newsdesk.catalogue.resolve import Gone, ListMoved, Moved

GetResponse = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
SESSION_KEY = re.compile(r"[a-z0-9]{32}")


class SafeHeaders:
    """Set the headers that Django and django-csp leave out. Answers of the desk are never stored."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path.startswith("/admin/"):
            response["Cache-Control"] = "no-store, private"
        if request.path.startswith(settings.MEDIA_URL):
            response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


class RefuseMalformed:
    """Refuse what no browser sends and PostgreSQL cannot take: odd methods, NULs, forged session keys.

    SECURITY: stock Django answers TRACE with 200 and, on PostgreSQL, gives 500 for a NUL in a path
    or in the session cookie.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if "\0" in request.path or "\0" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("The address holds a character that no page has.")
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not SESSION_KEY.fullmatch(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return self.get_response(request)


class MovedAndGone:
    """Answer with one 301 what has moved, and with 410 and the reason what was withdrawn."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ListMoved) and (match := request.resolver_match):
            error = Moved(reverse(match.view_name, kwargs={**match.kwargs, "slug": error.slug}))
        if isinstance(error, Moved):
            response = HttpResponsePermanentRedirect(error.path)
            # A merge may be undone: browsers that keep a 301 would go on leading readers away.
            response["Cache-Control"] = "no-cache"
            return response
        if isinstance(error, Gone):
            return render(request, "410.html", {"reason": error.reason}, status=error.status)
        return None

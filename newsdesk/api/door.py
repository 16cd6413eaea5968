"""What stands before the API: how often a client may ask, which other sites' scripts may read it, and that
every error of it is told in one shape.

It stands outside of the response cache, so that answers that are kept are counted too, and what is said to
one site is kept for no other. A refusal itself is made further in, and gets the headers of every answer.
"""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from newsdesk.accounts.rate import UNCOUNTED, Rate
from newsdesk.api.problems import as_problem, problem
from newsdesk.catalogue.cache import pass_by
from newsdesk.requests.addresses import API

MINUTE = 60
REQUESTS = Rate("api")
DOCS = f"{API}docs/"
TOLD = "ETag, Last-Modified, Link, Retry-After, Deprecation, Sunset"
METHODS = "GET, HEAD, OPTIONS"
_WAIT = "_newsdesk_api_wait"

logger = logging.getLogger("newsdesk.api")


class ApiDoor:
    """See the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(API) or request.path == DOCS:
            return self.get_response(request)
        if wait := _wait(request):
            vars(request)[_WAIT] = wait
            pass_by(request)
        response = as_problem(request, self.get_response(request))
        _say_who_may_read(request, response)
        return response

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """Answer instead of the view who has asked too often, or asks what may be asked."""
        if wait := vars(request).get(_WAIT):
            response = problem(
                f"Too many requests: {settings.API_PER_MINUTE} a minute are answered. Try again in {wait}"
                f" second{'' if wait == 1 else 's'}.",
                status=HTTPStatus.TOO_MANY_REQUESTS,
            )
            response["Retry-After"] = str(wait)
            return response
        if request.method == "OPTIONS" and request.path.startswith(API):
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": METHODS})
        return None


def _wait(request: HttpRequest) -> int:
    """Count a request; return how many seconds to wait where it is one too many, else 0.

    A cache that is down shuts nobody out: what is read here is public.
    """
    if not settings.API_PER_MINUTE or UNCOUNTED in request.META:
        return 0
    now = time.time()
    try:
        sender = REQUESTS.sender(request, now)
        return REQUESTS.wait(sender, settings.API_PER_MINUTE, MINUTE, now)
    except Exception:
        logger.exception("The cache did not answer: requests of the API are not counted.")
        return 0


def _say_who_may_read(request: HttpRequest, response: HttpResponse) -> None:
    """Let scripts of the sites that settings name read the answer.

    SECURITY: an origin is compared whole, and never repeated unless it is one of them.
    """
    if not settings.API_ORIGINS:
        return
    patch_vary_headers(response, ["Origin"])
    origin = request.headers.get("Origin", "")
    if origin not in settings.API_ORIGINS:
        return
    response["Access-Control-Allow-Origin"] = origin
    response["Access-Control-Expose-Headers"] = TOLD
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since, Accept"
        response["Access-Control-Max-Age"] = "600"

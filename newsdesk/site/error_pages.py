"""Answers when something failed: our mistake, a senseless request, a database that is away.

These pages need neither the database nor the manifest of static files, which may be what failed. So their
few lines of style stand in the page, and its policy allows these very lines.
"""

import base64
import hashlib
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.urls import reverse
from django.views import defaults
from django.views.decorators.cache import never_cache

from newsdesk.catalogue.publication import in_its_language
from newsdesk.publication import kept_copy
from newsdesk.publication.current import by_settings
from newsdesk.publication.language import speaking
from newsdesk.publication.stylesheet import error_style
from newsdesk.requests.log import number_of_request

# Seconds after which programs may ask again; databases that are restarted are back by then.
RETRY_AFTER = 30


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; 413 to a form that is larger than any page of the desk, and where its text is."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _page("413.html", status=413, desk=_is_of_desk(request.path), address=request.path)
    return _page("400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in the language of the publication, also where no view was found that has chosen it."""
    with in_its_language(request):
        return defaults.page_not_found(request, exception)


@never_cache
def too_large(request: HttpRequest, address: str) -> HttpResponse:
    """What the proxy in front answers with that has refused a form, sent to /`address`, for its length."""
    path = f"/{address}"
    return _page("413.html", status=413, desk=_is_of_desk(path), address=path)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; 503 where the database is gone or busy, which passes. Nothing here asks it again."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _page("500.html", status=500)
    else:
        response = _page("503.html", status=503, desk=_is_of_desk(request.path))
        response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _is_of_desk(path: str) -> bool:
    return path.startswith(reverse("admin:index"))


def _page(template: str, *, status: int, desk: bool = False, address: str = "") -> HttpResponse:
    # SECURITY: from the memory or the disk of this machine, never from the database.
    whose = kept_copy.last()
    # Safe strings, and their sum is one: inside <style> &quot; is no quotation mark.
    style = loader.render_to_string("error.css")
    if whose and whose.is_own:
        style += error_style(whose)
    number = number_of_request() if status >= 500 else ""  # Of what is in the log.
    context: dict[str, object] = {
        "style": style,
        "number": number,
        "desk": desk,
        "address": address,
    }
    context["publication"] = whose if whose and whose.is_own else None
    with speaking(by_settings() if desk or not whose else whose):
        response = HttpResponse(loader.render_to_string(template, context), status=status)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # Read by django-csp; Django's responses declare no such attribute.
    vars(response)["_csp_update"] = {"style-src": [f"'sha256-{digest}'"]}
    return response

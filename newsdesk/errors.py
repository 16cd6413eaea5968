"""What is answered when something failed: our mistake, or a database that does not answer now."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.urls import reverse
from django.views.defaults import ERROR_500_TEMPLATE_NAME
from django.views.defaults import bad_request as default_bad_request

# Seconds after which programs may ask again; databases that are restarted are back by then.
RETRY_AFTER = 30


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; 413 to a form that is larger than any page of the desk, and where its text is."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        desk = request.path.startswith(reverse("admin:index"))
        context = {"desk": desk, "address": request.path}
        return HttpResponse(loader.render_to_string("413.html", context), status=413)
    return default_bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; 503 where the database is gone or busy, which passes. Nothing here asks it again."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(loader.render_to_string(ERROR_500_TEMPLATE_NAME), status=500)
    desk = request.path.startswith(reverse("admin:index"))
    response = HttpResponse(loader.render_to_string("503.html", {"desk": desk}), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response

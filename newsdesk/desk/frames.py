"""A preview in frames of a telephone's, a screen's and a sheet's width: the page itself, untouched; and the
forms of outlets, topics and FAQs in a dialog of another form.

SECURITY: no page of the site may be framed. The desk's own pages are the exception, and only among
themselves: a page that says so may hold a frame, and what is asked for as its content may be held.
"""

from collections.abc import Callable
from dataclasses import dataclass

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

# `?as=` of the page that stands in a frame: the public page and nothing else.
INSIDE = "page"
# What the addresses of forms are called.
FORMS = ("_add", "_change")


@dataclass(frozen=True, slots=True)
class Frame:
    """How a preview is looked at. Sizes are CSS pixels; `medium` is "screen" or "print"."""

    name: str
    label: str
    width: int
    height: int
    shown_on: str
    medium: str = "screen"


FRAMES = {
    frame.name: frame
    for frame in (
        Frame("phone", "Phone", 390, 844, "a telephone"),
        Frame("desktop", "Desktop", 1280, 800, "a wide screen"),
        # A4 less the margins of the print stylesheet: 178 mm at 96 to the inch.
        Frame("print", "Print", 673, 940, "paper", medium="print"),
    )
}


def framed(request: HttpRequest, frame: Frame, context: dict[str, object]) -> HttpResponseBase:
    """Return the page with the bar and the frame."""
    context = {**context, "frame": frame, "frames": FRAMES.values(), "inside": f"?as={INSIDE}"}

    @csp_update({"frame-src": [SELF]})
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, "admin/workflow/frame.html", context)

    return page(request)


def inside(request: HttpRequest, context: dict[str, object]) -> HttpResponseBase:
    """Return the public page as it stands in the frame, without the bar."""

    @xframe_options_sameorigin
    @csp_replace({"frame-ancestors": [SELF]})
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, "admin/workflow/preview.html", {**context, "bar": ""})

    return page(request)


class DialogFrames:
    """Let the forms of the desk hold those that are asked for as dialogs, and these be held."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.app_name == "admin" and str(match.url_name).endswith(FORMS):
            said = vars(response)
            said.setdefault("_csp_update", {"frame-src": [SELF]})
            if IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST:
                said["_csp_replace"] = {"frame-ancestors": [SELF]}
                response["X-Frame-Options"] = "SAMEORIGIN"
        return response

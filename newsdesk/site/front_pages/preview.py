"""A front page as it would be, at a phone's and a desktop's width: a draft's, or that of an arrangement."""

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from newsdesk.catalogue.publication import in_its_language
from newsdesk.desk.frames import FRAMES, INSIDE
from newsdesk.sections.arrangement import draft_slots
from newsdesk.sections.current import current_sections
from newsdesk.sections.models.front import ARRANGE, HOME, Arrangement
from newsdesk.sections.pinned import PinnedPages, pinned_of
from newsdesk.site.front_page import front_of, home_context
from newsdesk.site.sections import section_page

WIDTHS = ("phone", "desktop")


def preview(site: AdminSite, request: HttpRequest, slug: str = HOME) -> HttpResponseBase:
    """Show a front page in a frame, or the page alone for the frame. Raises PermissionDenied or Http404.

    SECURITY: it shows what readers can see and nothing else, in other places.
    """
    if not request.user.has_perm(ARRANGE):
        raise PermissionDenied
    asked, which = request.GET.get("as", WIDTHS[0]), request.GET.get("of", "")
    if asked == INSIDE:
        return _inside(request, slug, _pinned(slug, which))
    if asked not in WIDTHS:
        raise Http404("There is no such width.")
    back = reverse("admin:front_page_of", args=[slug]) if slug else reverse("admin:front_page")
    context = {
        "frame": FRAMES[asked],
        "frames": [FRAMES[name] for name in WIDTHS],
        "inside": f"?as={INSIDE}&of={which if which.isdecimal() else ''}",
        "which": which if which.isdecimal() else "",
        "back": back,
    }

    @csp_update({"frame-src": [SELF]})
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, "admin/front_pages/frame.html", context)

    return page(request)


def _pinned(front: str, which: str) -> PinnedPages:
    if which.isdecimal():
        found = Arrangement.objects.filter(pk=int(which), front=front).first()
        if found is None:
            raise Http404("There is no such arrangement.")
        return pinned_of([(slot.place, slot.key) for slot in found.slots.order_by("position")])
    return pinned_of([(slot["place"], slot["key"]) for slot in draft_slots(front)])


def _inside(request: HttpRequest, slug: str, pinned: PinnedPages) -> HttpResponseBase:
    @xframe_options_sameorigin
    @csp_replace({"frame-ancestors": [SELF]})
    def page(request: HttpRequest) -> HttpResponse:
        with in_its_language():
            if slug:
                _, context = section_page(request, slug, pinned)
                return render(request, "sections/section.html", context)
            context = home_context(front_of(pinned), current_sections())
            return render(request, "home.html", context)

    return page(request)

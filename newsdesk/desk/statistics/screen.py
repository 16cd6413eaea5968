"""The page itself, for everybody who may look at pages."""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from newsdesk.desk.front.rows import admins_of
from newsdesk.desk.statistics.ages import ages
from newsdesk.desk.statistics.figures import BOUND, Figure, Inquiry, registered
from newsdesk.desk.statistics.output import corrections, output
from newsdesk.pages.clock import zone


def figures(site: AdminSite, request: HttpRequest) -> list[Figure]:
    """Return all figures of what this person may look at. Six queries.

    Raises PermissionDenied where that is nothing.
    """
    # Stories first: they stand on FAQs, and these on topics, which is the order of the register.
    admins = tuple(each for each in reversed(admins_of(site, request)) if each.counted)
    if not admins:
        raise PermissionDenied
    inquiry = Inquiry(site, request, admins, timezone.now())
    found = [*output(inquiry), *corrections(inquiry), *registered(inquiry), *ages(inquiry)]
    # Long tables beside long ones: else half of a row stays empty.
    return sorted(found, key=lambda figure: -len(figure.rows))


def statistics(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show the figures, each number a link to its pages."""
    context = {
        **site.each_context(request),
        "title": "Statistics",
        "figures": figures(site, request),
        "bound": f"{BOUND:,}",
        "zone": zone(),
    }
    return TemplateResponse(request, "admin/statistics.html", context)

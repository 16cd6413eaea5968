"""One day of the calendar in full: what the week has no room for."""

from datetime import date, timedelta

from django.contrib.admin import AdminSite
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateformat import format as date_format

from newsdesk.desk.front.rows import admins_of
from newsdesk.desk.front.week import date_of, entries_of, moments
from newsdesk.pages.clock import zone

DAY = timedelta(days=1)
PER_PAGE = 100


def day_page(site: AdminSite, request: HttpRequest, day: str) -> HttpResponse:
    """Show all that happens on a day, "2026-12-01", by the hour; 404 where that is none.

    At most three queries for each kind of page.
    """
    asked = date_of(day)
    if asked is None:
        raise Http404("There is no such day.")
    admins = admins_of(site, request)
    pages = Paginator(moments(admins, asked, DAY), PER_PAGE)
    shown = pages.get_page(request.GET.get("p"))
    entries = entries_of(admins, list(shown))
    context: dict[str, object] = {
        **site.each_context(request),
        "title": date_format(asked, "l j F Y"),
        "entries": [entries[moment] for moment in shown if moment in entries],
        "number": pages.count,
        "shown": shown,
        "before": _address(asked - DAY),
        "after": _address(asked + DAY),
        "week": f"{reverse('admin:index')}?week={day}#week",
        "zone": zone().key,
    }
    return TemplateResponse(request, "admin/day.html", context)


def _address(day: date) -> str:
    return reverse("admin:day", args=[day.isoformat()])

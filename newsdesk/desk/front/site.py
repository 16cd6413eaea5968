"""The front page, the search and the help of the desk, put into the admin site."""

from datetime import timedelta
from functools import partial
from itertools import chain

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from newsdesk.desk.front import board
from newsdesk.desk.front.attention import attention
from newsdesk.desk.front.day import day_page
from newsdesk.desk.front.jobs import jobs_page
from newsdesk.desk.front.rows import admins_of, with_badges
from newsdesk.desk.front.search import find
from newsdesk.desk.front.week import week
from newsdesk.desk.help import handbook, rights
from newsdesk.desk.statistics.screen import statistics
from newsdesk.requests.signed_in import signed_in

# For how long the front page shows a colleague where to start.
NEW_FOR = timedelta(days=30)


def take_over(site: AdminSite) -> None:
    """Give the site's front page what the desk's template shows, and the site a page of help.

    SECURITY: the stock address `r/<type>/<id>/` leads any member of staff to the public address of an
    object, also of one that waits for its time: it is left out.
    """
    stock, stock_urls = site.index, site.get_urls

    def index(
        request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> TemplateResponse:
        return stock(request, {**overview(site, request), **(extra_context or {})})

    def urls() -> list[URLResolver | URLPattern]:
        kept = [each for each in stock_urls() if getattr(each, "name", "") != "view_on_site"]
        manual = site.admin_view(partial(handbook, site))
        who = site.admin_view(partial(rights, site))
        search = site.admin_view(partial(find, site))
        day = site.admin_view(partial(day_page, site))
        jobs = site.admin_view(partial(jobs_page, site))
        numbers = site.admin_view(partial(statistics, site))
        return [
            path("statistics/", numbers, name="statistics"),
            path("help/", manual, name="help"),
            path("help/rights/", who, name="help_rights"),
            path("help/<slug:slug>/", manual, name="help_page"),
            path("find/", search, name="find"),
            path("day/<slug:day>/", day, name="day"),
            path("jobs/", jobs, name="jobs"),
            *kept,
        ]

    # The header looks its links up by itself, and nothing else of a page shows all lists.
    app_list = site.get_app_list
    site.get_app_list = lambda *told: SimpleLazyObject(partial(app_list, *told))  # type: ignore
    site.index = index  # type: ignore[method-assign]
    site.get_urls = urls  # type: ignore[method-assign]


def overview(site: AdminSite, request: HttpRequest) -> dict[str, object]:
    """Return what the front page shows. The number of queries does not grow with what there is."""
    admins = admins_of(site, request)
    columns = board.columns(admins)
    lists = {
        "mine": board.mine(admins, request),
        "to_read": board.to_read(admins, request),
        "recent": board.recent(admins),
    }
    waiting = attention(site, request)
    with_badges(
        chain(
            *lists.values(),
            *(column["rows"] for column in columns),
            *(each.rows for each in waiting),
        )
    )
    return {
        **lists,
        "board": columns,
        "attention": waiting,
        "week": week(admins, request.GET.get("week", "")),
        "paste_address": address_of("admin:stories_story_paste"),
        "is_new": signed_in(request).date_joined > timezone.now() - NEW_FOR,
    }


def address_of(name: str) -> str:
    """Return an address that may not exist here, or nothing."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

"""The front page of the desk: what waits for whom, over every kind of page."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse

from newsdesk.publishing.standing import Standing

from .help import desk_help
from .lists import standing_badge
from .workflow_admin import WorkflowAdmin

ROWS = 8


def take_over(site: AdminSite) -> None:
    """Give the site's front page what the desk's template shows, and the site a page of help.

    SECURITY: the stock address `r/<type>/<id>/` leads any member of staff to the public address of an
    object, also of one that waits for its time: it is left out.
    """
    stock, stock_urls = site.index, site.get_urls

    def index(request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        return stock(request, {**overview(site, request), **(extra_context or {})})

    def urls() -> list[Any]:
        kept = [each for each in stock_urls() if getattr(each, "name", "") != "view_on_site"]
        view = site.admin_view(partial(desk_help, site))
        return [path("help/", view, name="help"), *kept]

    site.index = index  # type: ignore[method-assign]
    site.get_urls = urls  # type: ignore[method-assign]


def overview(site: AdminSite, request: HttpRequest) -> dict[str, Any]:
    """Return the lists of the front page. Three queries for each kind of page, and its own lists'."""
    admins = [
        each
        for each in site._registry.values()
        if isinstance(each, WorkflowAdmin) and each.has_view_permission(request)
    ]
    lists = {"mine": _mine, "recent": _recent, "changed": _changed}
    found: dict[str, Any] = {
        name: _latest(
            row for each in admins for row in _rows(each, rule(each.get_queryset(request), request))
        )
        for name, rule in lists.items()
    }
    found["waiting"] = [
        {"title": title, "rows": list(_rows(each, rows)), "all": address}
        for each in admins
        for title, rows, address in each.waiting_lists(request)
    ]
    return {"overview": found, "paste_address": address_of("admin:stories_story_paste")}


def address_of(name: str) -> str:
    """Return an address that may not exist here, or nothing."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _mine(rows: Any, request: HttpRequest) -> Any:
    return rows.standing(Standing.DRAFT).filter(created_by=request.user)


def _recent(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(discarded=False)


def _changed(rows: Any, request: HttpRequest) -> Any:
    return rows.standing("changed")


def _rows(each: WorkflowAdmin, rows: Any) -> Iterator[dict[str, Any]]:
    for item in rows.select_related("changed_by").order_by("-changed_at")[:ROWS]:
        yield {
            "item": item,
            "kind": each.opts.verbose_name,
            "address": each.change_address(item),
            "badge": standing_badge(item),
        }


def _latest(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["item"].changed_at, reverse=True)[:ROWS]

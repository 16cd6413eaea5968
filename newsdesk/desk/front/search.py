"""One search box over everything on the desk: by words, or by a public address that was pasted."""

from typing import TypedDict
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from newsdesk.catalogue.search import spelling
from newsdesk.catalogue.search.query import read
from newsdesk.desk.front.rows import Row, admins_of, rows_of, with_badges
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.requests.addresses import path_of

LONGEST = 500


def find(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Go to the page whose public address was pasted, else list what holds the words."""
    asked = request.GET.get("q", "").replace("\0", "")[:LONGEST].strip()
    admins = admins_of(site, request)
    if page := _at_address(admins, asked):
        return HttpResponseRedirect(page)
    lists, meant = _all_found(admins, request, asked), ""
    if asked and not lists:
        meant = _put_right(asked)
        lists = _all_found(admins, request, meant)
    with_badges(row for each in lists for row in each["rows"])
    context = {
        **site.each_context(request),
        "title": f"Search: {asked}" if asked else "Search",
        "asked": asked,
        "meant": meant if lists else "",
        "lists": lists,
    }
    return TemplateResponse(request, "admin/find.html", context)


def _at_address(admins: list[WorkflowAdmin], asked: str) -> str:
    """Return the form of the page that a public address leads to, "" where it leads nowhere."""
    path = path_of(asked) if " " not in asked else ""
    if not path:
        return ""
    path = path if path.endswith("/") else f"{path}/"
    for each in admins:
        if item := each.page_at(path):
            return each.change_address(item)
    return ""


class KindResults(TypedDict):
    """What was found of one kind of page, with the address of the list of all of it."""

    title: str
    rows: list[Row]
    all: str


def _all_found(admins: list[WorkflowAdmin], request: HttpRequest, asked: str) -> list[KindResults]:
    """Return what holds the words, of each kind of page that has some; nothing for no words."""
    found = [_found(each, request, asked) for each in admins] if asked else []
    return [each for each in found if each["rows"]]


def _put_right(asked: str) -> str:
    """Return the words, put right where nobody knows them; "" where nothing is to be done. One query.

    They are the words of readers' pages, which the search of these puts right alike: of a word that stands in
    drafts alone nothing is known.
    """
    readings = spelling.readings(read(asked).words)
    if all(each.likely in ((), (each.typed,)) for each in readings):
        return ""
    return " ".join((each.likely or (each.typed,))[0] for each in readings)


def _found(each: WorkflowAdmin, request: HttpRequest, asked: str) -> KindResults:
    pages = each.model._default_manager.all()
    return {
        "title": str(each.opts.verbose_name_plural),
        "rows": rows_of(each, each.first_found(request, pages, asked)),
        "all": f"{each.list_address()}?{urlencode({'q': asked})}",
    }

"""The help of the desk: the handbook's pages, and who may do what, from the tables that verbs obey."""

from collections.abc import Iterator

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.handbook import pages
from newsdesk.workflow.transition_tables import Row, rows
from newsdesk.workflow.transitions import second_reader_rule


def tables(site: AdminSite) -> Iterator[tuple[str, list[Row]]]:
    """Yield the name of every kind of page with the rows of its transition table."""
    for each in site._registry.values():
        if isinstance(each, WorkflowAdmin):
            yield str(each.opts.verbose_name_plural), list(rows(each.workflow.verbs))


def _kinds(site: AdminSite) -> Iterator[tuple[str, bool]]:
    """Yield the name of every kind of page, and whether a second person has to read it."""
    for each in site._registry.values():
        if isinstance(each, WorkflowAdmin):
            yield str(each.opts.verbose_name_plural), second_reader_rule(each.model)


def handbook(site: AdminSite, request: HttpRequest, slug: str = "") -> HttpResponse:
    """A page of the handbook, for everybody who comes to the desk; the first one is the table of contents."""
    try:
        page = pages.handbook_page(slug)
    except pages.NoSuchPage as error:
        raise Http404 from error
    context = {
        **site.each_context(request),
        "title": page.title,
        "page": page,
        "first": not slug,
    }
    return TemplateResponse(request, "admin/handbook.html", context)


def rights(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """The transition tables, for everybody who comes to the desk. No queries of its own."""
    context = {
        **site.each_context(request),
        "title": "Who may do what",
        "tables": list(tables(site)),
        "second_reader": [name for name, read in _kinds(site) if read],
    }
    return TemplateResponse(request, "admin/help.html", context)

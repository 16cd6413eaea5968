"""The pages of imports: hand a file in, look at what it would do, take it in; and of exports."""

import csv
import io
from collections.abc import Iterator

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from newsdesk.exchange import uploads
from newsdesk.exchange.forms import ImportForm
from newsdesk.exchange.jobs import take_in
from newsdesk.exchange.models import ImportRow, ImportRun
from newsdesk.exchange.run import Options, begin, summary, totals
from newsdesk.exchange.site_file import write_zip
from newsdesk.exchange.site_lines import SiteLines
from newsdesk.intake.tables import cell
from newsdesk.jobs.job import hand_in
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.arrival import RIGHT
from newsdesk.workflow.register import workflow_of, working_copy

SHOWN, LISTED = 100, 30


def imports(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show the form and the runs of before; POST hands a file in, for a dry run. Raises PermissionDenied."""
    _ask(request)
    form = ImportForm()
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            return _look_at(request, form)
    runs = ImportRun.objects.select_related("actor")[:LISTED]
    return _page(site, request, "Import", "list", {"form": form, "runs": runs})


def one(site: AdminSite, request: HttpRequest, number: int) -> HttpResponse:
    """Show a run with its progress and report; POST takes in what was looked at."""
    _ask(request)
    run = _run(number)
    if request.method == "POST":
        return _take_in(request, run)
    rows = run.rows.all()
    if chosen := request.GET.get("result", ""):
        rows = rows.filter(result=chosen)
    context = {
        "run": run,
        "summary": summary(run) if run.is_over else "",
        "totals": totals(run),
        "chosen": chosen,
        "page": Paginator(rows, SHOWN).get_page(request.GET.get("p")),
        "may_take_in": _may_take_in(run),
    }
    return _page(site, request, run.name, "run", context)


def report(request: HttpRequest, number: int) -> HttpResponseBase:
    """Give the report of a run as a table, which no spreadsheet runs as a program."""
    _ask(request)
    run = _run(number)
    answer = StreamingHttpResponse(_lines(run), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{run.pk}.csv"'
    return answer


def export(request: HttpRequest, key: str) -> HttpResponseBase:
    """Give one page with its history and pictures as a file that any desk can read."""
    try:
        item = working_copy(key)
    except LookupError as error:
        raise Http404 from error
    workflow = workflow_of(item)
    if not request.user.has_perm(workflow.permission("view")):
        raise PermissionDenied
    site, packed = SiteLines(), io.BytesIO()
    lines = [site.head(), *site.pages(workflow, [item])]
    write_zip(packed, lines, site.names)
    packed.seek(0)
    name = getattr(item, "slug", "") or "page"
    return FileResponse(packed, as_attachment=True, filename=f"{name}.zip")


def _look_at(request: HttpRequest, form: ImportForm) -> HttpResponse:
    uploads.forget_old()
    file = form.cleaned_data["file"]
    kept = uploads.keep(file)
    options = Options(
        as_it_was=form.cleaned_data["as_it_was"], dry=True, kind=form.cleaned_data["kind"]
    )
    with uploads.on_disk(kept) as path:
        run = begin(file.name or "upload", path, options, actor=signed_in(request))
    run.kept_as = kept
    run.save(update_fields=["kept_as"])
    hand_in(take_in, run.pk)
    return redirect("admin:import_run", run.pk)


def _take_in(request: HttpRequest, run: ImportRun) -> HttpResponse:
    if not _may_take_in(run):
        messages.error(request, "This file is no longer kept: hand it in again.")
        return redirect("admin:import_run", run.pk)
    options = {**run.options, "dry": False}
    real = ImportRun.objects.create(
        name=run.name,
        digest=run.digest,
        kept_as=run.kept_as,
        options=options,
        actor=signed_in(request),
    )
    run.kept_as = ""
    run.save(update_fields=["kept_as"])
    hand_in(take_in, real.pk)
    return redirect("admin:import_run", real.pk)


def _may_take_in(run: ImportRun) -> bool:
    """Tell whether a file was looked at, or stopped, and is still there."""
    return run.is_over and bool(run.kept_as) and run.state != run.State.FAILED


def _lines(run: ImportRun) -> Iterator[str]:
    yield _line("row", "result", "name", "message", "page")
    rows = ImportRow.objects.filter(run=run).iterator()
    for row in rows:
        yield _line(row.number, row.result, row.name, row.message, row.target)


def _line(*cells: object) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([cell(each) for each in cells])
    return written.getvalue()


def _ask(request: HttpRequest) -> None:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied


def _run(number: int) -> ImportRun:
    run = ImportRun.objects.select_related("actor").filter(pk=number).first()
    if number >= 2**63 or run is None:
        raise Http404
    return run


def _page(
    site: AdminSite, request: HttpRequest, title: str, name: str, context: dict[str, object]
) -> HttpResponse:
    whole = {**site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/exchange/{name}.html", whole)

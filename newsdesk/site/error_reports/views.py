"""Public pages of reporting: the form for an error on a page, and what became of a report."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import Gone, Moved, pages_for, resolve
from newsdesk.presentation.heads import Head
from newsdesk.site.error_reports.form import ALL, About, ErrorLetter, about_of
from newsdesk.site.error_reports.passages import Passage, editions_of, passages_of
from newsdesk.site.error_reports.receive import receive
from newsdesk.submissions import numbers, rate_limit, signed_token
from newsdesk.text.spoken import gettext
from stories.models.error_report import ErrorReport

MAX_QUOTE = 300
State = ErrorReport.State


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form for `page`, a path, and `part`, an anchor of it; without a page, how to report.

    Two queries to show the form, five to take a report.
    """
    if request.method == "POST":
        return _send(request)
    if "page" in request.GET:
        return _ask(request)
    if "number" in request.GET:
        return _look_up(request)
    return answer(request, lambda: _start(request), keep=False)


@require_safe
@never_cache
def reported(request: HttpRequest, number: str) -> HttpResponse:
    """What became of a report, for who knows its number. Four queries.

    SECURITY: never what the reader wrote: a link to it would let anybody publish on this site. Of a page
    that readers cannot see any more, nothing is told.
    """
    meant = numbers.read(number)
    row = ErrorReport.objects.filter(number=meant).first() if meant else None
    if row is None:
        raise Http404("There is no such number.")
    if meant != number:
        return HttpResponseRedirect(reverse("reported", args=[meant]))
    page = pages_for([row.page]).get(row.page)
    correction = None
    if row.corrected_in and page:
        correction = editions_of(row.page).public().filter(pk=row.corrected_in).first()
    context = {
        "head": Head(
            title=gettext("Report %(number)s") % {"number": row.shown_number}, indexed=False
        ),
        "letter": row,
        # A heading of the page's own words is in no catalogue, and stays.
        "part_title": gettext(row.part_title) if row.part_title else "",
        "page": page,
        "correction": correction,
        "just_sent": request.GET.get("sent") == "1",
    }
    return render(request, "error_reports/reported.html", context)


@never_cache
def _ask(request: HttpRequest) -> HttpResponse:
    page = _page_at(request.GET["page"])
    edition = editions_of(page.key).get(pk=page.edition)
    parts = passages_of(page.key, edition)
    passage = parts.get(request.GET.get("part", ""), parts[""])
    words = " ".join(request.GET.get("text", "")[:MAX_QUOTE].split())
    number = passage.holding(words)
    found = number is not None
    form = ErrorLetter(
        passage=passage,
        about=About(page=page.key, edition=page.edition, part=passage.anchor),
        initial={"paragraph": str(number) if found else ALL, "quote": words if found else ""},
    )
    return _form(request, form, page, passage, changed=bool(words) and not found)


def _send(request: HttpRequest) -> HttpResponse:
    """Take a report on the edition that the form was made for, whatever was published since."""
    try:
        slip = signed_token.opened(ErrorLetter.purpose, request.POST.get("slip", ""))
    except signed_token.ForgedToken:
        return _start(request, refused=True, status=422)
    about = about_of(slip)
    key = about["page"]
    page = pages_for([key]).get(key)
    edition = editions_of(key).filter(pk=about["edition"]).first()
    if page is None or edition is None:
        raise Http404("There is no such page.")
    parts = passages_of(key, edition)
    passage = parts.get(about["part"], parts[""])
    form = ErrorLetter(request.POST, passage=passage, about=about)
    if not form.is_valid():
        return _form(request, form, page, passage, refused=True, status=422)
    try:
        rate_limit.count(request)
    except rate_limit.TooMany as refusal:
        response = _form(request, form, page, passage, wait=refusal.when, status=429)
        response["Retry-After"] = str(refusal.retry_after)
        return response
    said = form.cleaned_data
    row = receive(
        slip,
        passage,
        wrong=said["wrong"],
        paragraph=said.get("paragraph"),
        quote=said["quote"],
        source=said["source"],
    )
    return HttpResponseRedirect(reverse("reported", args=[row.number]) + "?sent=1")


@never_cache
def _form(
    request: HttpRequest,
    form: ErrorLetter,
    page: Page,
    passage: Passage,
    *,
    status: int = 200,
    **shown: object,
) -> HttpResponse:
    quote = str(form["quote"].value() or "")
    context = {
        "head": Head(title=gettext("Report an error"), indexed=False),
        "form": form,
        "page": page,
        "passage": passage,
        "quote": quote if passage.holding(quote) is not None else "",
        **shown,
    }
    return render(request, "error_reports/report.html", context, status=status)


def _start(request: HttpRequest, *, status: int = 200, **shown: object) -> HttpResponse:
    head = Head(
        title=gettext("Report an error"),
        description=gettext("How to tell us that something here is wrong, and what we do then."),
        path="" if shown else reverse("report"),
        indexed=not shown,
    )
    return render(
        request, "error_reports/report_start.html", {"head": head, **shown}, status=status
    )


@never_cache
def _look_up(request: HttpRequest) -> HttpResponse:
    number = numbers.read(request.GET["number"])
    if number and ErrorReport.objects.filter(number=number).exists():
        return HttpResponseRedirect(reverse("reported", args=[number]))
    return _start(request, unknown_number=request.GET["number"][:40], status=404)


def _page_at(path: str) -> Page:
    """Return the page that readers see at `path`, also where it has moved. Raises Http404.

    SECURITY: a page that is not visible, withdrawn or never public, is told apart from none by nothing.
    """
    if not path.startswith("/") or len(path) > 255 or "\0" in path:
        raise Http404("There is no such page.")
    try:
        page = resolve(path)
    except Moved as moved:
        page = resolve(moved.path)
    except Gone as gone:
        raise Http404("There is no such page.") from gone
    return page

"""Pages that belong to no single app: tags, the archive; and the files that machines ask for."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from newsdesk.catalogue.archive import numbers, published, span, span_title
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.lists import MOST, mentioning, numbers_by_kind
from newsdesk.catalogue.publication import publication
from newsdesk.catalogue.resolve import listed_at
from newsdesk.catalogue.tags import PREFIX
from newsdesk.presentation.by_kind import ByKind
from newsdesk.presentation.heads import (
    Crumb,
    Head,
    alternates_of,
    cards_of,
    list_card,
    list_ld,
    list_title,
)
from newsdesk.presentation.listings import (
    NO_SUCH_PAGE,
    counted_to,
    latest_listing,
    listing_path,
    listing_title,
    page_number,
)
from newsdesk.sections.current import current_sections
from newsdesk.site.corrections import Notices
from newsdesk.text.calendars import month_name
from newsdesk.text.spoken import gettext

Key = TypeVar("Key")
NOTICES = 30
ARCHIVES = ("archive", "archive-year", "archive-month", "archive-day")


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything with one tag, or what is of one kind, the latest first. Four queries."""
    listed = listed_at(PREFIX, slug)
    label, sections = listed.name, current_sections()
    kinds = ByKind.of(numbers_by_kind(listed.target), request)
    part = latest_listing(
        mentioning(listed.target, *kinds.only).defer("text"),
        request.GET.get("page"),
        request.GET.get("from", ""),
        total=kinds.total,
    )
    head = Head(
        title=listing_title(kinds.title(label), part.number),
        description=gettext("Stories and questions about %(name)s.") % {"name": label},
        path=listing_path(request.path, part, kinds.query),
        card=list_card("tag", slug, title=label),
    )
    context = {
        "head": head,
        "label": kinds.title(label),
        "sections": sections,
        "kinds": kinds,
        "path": request.path,
        "pages": part,
        "alternates": alternates_of("tag", slug, title=label),
        "json_ld": list_ld(head, part.cards),
    }
    return answer(
        request,
        lambda: render(request, "tag.html", context),
        pages=part.rows,
        also=(label, sections.menu, part.number, part.total, kinds),
    )


@require_safe
def archive(
    request: HttpRequest, year: int | None = None, month: int | None = None, day: int | None = None
) -> HttpResponse:
    """What came out in a year, a month or on a day, or what of it is of one kind, the latest first. Three
    queries, four for all time.
    """
    sections = current_sections()
    args = [part for part in (year, month, day) if part is not None]
    start, end = span(*args)
    numbered = numbers(start, end, ("year", "month", "day", "")[len(args)])
    kinds = ByKind.of(_summed((each.kind, each.number) for each in numbered), request)
    part = latest_listing(
        published(start, end, kinds.kind).defer("text"),
        request.GET.get("page"),
        request.GET.get("from", ""),
        total=kinds.total,
    )
    if not part.total and args:
        raise Http404("Nothing came out then.")
    title = kinds.title(span_title(*args))
    path = reverse(ARCHIVES[len(args)], args=args)
    head = Head(
        title=listing_title(title, part.number),
        description=_archive_told(span_title(*args)) if args else gettext("Everything by date."),
        path=listing_path(path, part, kinds.query),
        card=list_card(*_archive_card(args), title=span_title(*args)),
    )
    crumbs = _archive_crumbs(start, len(args))
    of_spans = _summed((each.span, each.number) for each in numbered if kinds.has(each.kind))
    spans = [_span_link(args, *each, query=kinds.query) for each in of_spans.items() if each[0]]
    context = {
        "head": head,
        "sections": sections,
        "kinds": kinds,
        "path": path,
        "pages": part,
        "crumbs": crumbs,
        "json_ld": list_ld(head, part.cards, *crumbs[1:-1]),
        "spans": spans,
    }
    return answer(
        request,
        lambda: render(request, "archive.html", context),
        pages=part.rows,
        also=(path, sections.menu, part.number, part.total, spans, kinds),
    )


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """All public corrections and clarifications, the newest first. Three queries."""
    try:
        part = Paginator(Notices(), NOTICES).page(page_number(request.GET.get("page")))
    except EmptyPage as error:
        raise Http404(NO_SUCH_PAGE) from error
    path, title = reverse("corrections"), list_title("corrections")
    head = Head(
        title=listing_title(title, part.number),
        description=gettext(
            "What we got wrong or said unclearly, and what is right. The newest first."
        ),
        path=f"{path}?page={part.number}" if part.number > 1 else path,
        card=list_card("list", "corrections", title=list_title("corrections")),
    )
    pages = {
        "last": part.paginator.num_pages,
        "number": part.number,
        "previous": part.number - 1 if part.has_previous() else None,
        "next": part.number + 1 if part.has_next() else None,
    }
    shown = list(part.object_list)
    alternates = alternates_of("corrections", title=gettext("Corrections"))
    context = {
        "head": head,
        "notices": shown,
        "pages": pages,
        "alternates": alternates,
        "json_ld": list_ld(head, cards_of(notice.page for notice in shown)),
    }
    told = [(notice.uid, notice.label, notice.note, notice.at) for notice in shown]
    return answer(
        request,
        lambda: render(request, "corrections.html", context),
        pages=[notice.page for notice in shown],
        also=(told, part.number, part.paginator.num_pages),
        changed=max((notice.at for notice in shown), default=None),
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How an explainer is made: the publication's own page where it has one, else ours. No query."""
    if own := publication().about:
        return redirect(own)
    head = Head(
        title=list_title("about"),
        description=gettext("How an explainer is made here, checked, corrected and kept."),
        path=reverse("about"),
        card=list_card("list", "about", title=list_title("about")),
    )
    context = {"head": head, "json_ld": list_ld(head, (), kind="AboutPage")}
    return answer(request, lambda: render(request, "about.html", context), also=head)


def _archive_told(title: str) -> str:
    return gettext("Stories and questions published %(when)s.") % {"when": title}


def _archive_card(args: list[int]) -> tuple[str, str]:
    return ("archive", "-".join(map(str, args))) if args else ("list", "archive")


def _summed(numbered: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    """Return the sum of what is told of each, in the order in which they are told."""
    found: dict[Key, int] = {}
    for key, number in numbered:
        found[key] = found.get(key, 0) + number
    return found


def _span_link(args: list[int], value: int, number: int, *, query: str) -> dict[str, str | int]:
    """Return a year, a month or a day of the archive with how much there is."""
    path = reverse(ARCHIVES[len(args) + 1], args=[*args, value])
    path = f"{path}?{query}" if query else path
    label = str(value)
    if len(args) == 1:
        label = month_name(value)
    told = counted_to(number, MOST)
    return {"label": label, "number": told, "path": path}


def _archive_crumbs(start: date, depth: int) -> list[Crumb]:
    steps = [(gettext("Home"), reverse("home")), (gettext("Archive"), reverse("archive"))]
    steps.append((str(start.year), reverse("archive-year", args=[start.year])))
    month = reverse("archive-month", args=[start.year, start.month])
    steps += [(month_name(start.month), month), ("", "")]
    return [Crumb(title, path) for title, path in steps[: depth + 2]]

"""Sitemaps: an index, every page that a reader can open in files of 5,000, and the news of two days."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.kinds import dated_kinds, listed_kinds
from newsdesk.catalogue.models import Page
from newsdesk.presentation.heads import LISTS, absolute

SIZE = 5_000
NEWS = timedelta(hours=48)
NEWS_SIZE = 1_000

Row = tuple[str, datetime, str]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The files there are, each with the time of its latest edition. One query."""
    rows = _rows()
    files = [
        (absolute(reverse("sitemap-pages", args=[number])), _latest(rows[start : start + SIZE]))
        for number, start in enumerate(range(0, max(len(rows), 1), SIZE), start=1)
    ]
    news = absolute(reverse("sitemap-news"))
    context = {"files": [*files, (news, _latest(_of_kinds(rows, _news_kinds())))]}
    return _answer(request, "sitemap_index.xml", context, rows)


@require_safe
def pages(request: HttpRequest, number: int) -> HttpResponse:
    """One file of pages; the lists are in the first. One query."""
    rows = _rows()
    part = rows[(number - 1) * SIZE : number * SIZE] if 0 < number <= len(rows) // SIZE + 1 else []
    if not part and number != 1:
        raise Http404("There is no such file.")
    urls: list[tuple[str, datetime | None]] = [(absolute(path), at) for path, at, _ in part]
    if number == 1:
        urls = _lists(rows) + urls
    return _answer(request, "sitemap.xml", {"urls": urls}, rows)


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The news of the last 48 hours, as search engines for news want them. One query."""
    visible = Page.objects.visible().of_kind(*_news_kinds())
    fresh = visible.filter(published_at__gt=timezone.now() - NEWS)
    stories = list(
        fresh.latest().only("path", "title", "kind", "published_at", "updated_at")[:NEWS_SIZE]
    )
    urls = [(absolute(page.path), page.title, page.published_at) for page in stories]
    rows = [(page.path + page.title, page.updated_at, page.kind) for page in stories]
    return _answer(request, "sitemap_news.xml", {"urls": urls}, rows, keep=False)


def _rows() -> list[Row]:
    """Return path, date and kind of every visible page, each for good in the same place. One query."""
    found = (
        Page.objects.visible()
        .order_by("published_at", "uid")
        .values_list("path", "updated_at", "kind")
    )
    return list(found)


def _latest(rows: list[Row]) -> datetime | None:
    return max((at for _, at, _ in rows), default=None)


def _lists(rows: list[Row]) -> list[tuple[str, datetime | None]]:
    return [
        (absolute(reverse(name)), _latest(_of_kinds(rows, kinds)))
        for name, kinds in indexes().items()
    ]


def indexes() -> dict[str, tuple[str, ...]]:
    """Return the names of the addresses of lists, with the kinds of page that change them."""
    own = {kind.index: (kind.name,) for kind in listed_kinds() if kind.index}
    order = {name: place for place, name in enumerate(LISTS)}
    names = sorted(own, key=lambda name: order.get(name, len(order)))
    return {"home": dated_kinds(), **{name: own[name] for name in names}, "archive": dated_kinds()}


def _news_kinds() -> tuple[str, ...]:
    return tuple(kind.name for kind in listed_kinds() if kind.news)


def _of_kinds(rows: list[Row], kinds: Collection[str]) -> list[Row]:
    return [row for row in rows if row[2] in kinds]


def _answer(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    rows: list[Row],
    *,
    keep: bool = True,
) -> HttpResponse:
    return answer(
        request,
        lambda: render(request, template, context, content_type="application/xml"),
        also=(template, context),
        changed=_latest(rows),
        keep=keep,
    )

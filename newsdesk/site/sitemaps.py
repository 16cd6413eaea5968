"""Sitemaps: an index, every page that a reader can open in files of 5,000, outlets, the news of two days."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Subquery, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from entities.cited_outlets import cited_outlets
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.kinds import dated_kinds, listed_kinds
from newsdesk.catalogue.models import Page, PageQuerySet
from newsdesk.presentation.heads import LISTS, absolute
from newsdesk.sections.current import current_sections

SIZE = 5_000
NEWS = timedelta(hours=48)
NEWS_SIZE = 1_000
# More pages than a database holds: what is asked for beyond is no number that one knows.
MOST_FILES = 1_000_000


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The files there are, each with the time of its latest edition. One query, or none."""
    files, changed = kept(("sitemap", SIZE), _files)
    context = {"site": settings.SITE_URL, "files": files}
    return _answer(request, "sitemap_index.xml", context, changed)


@require_safe
def pages(request: HttpRequest, number: int) -> HttpResponse:
    """One file of pages; the lists are in the first. One query, two for the first."""
    rows = _rows(number) if 0 < number <= MOST_FILES else []
    if not rows and number != 1:
        raise Http404("There is no such file.")
    urls: list[tuple[str, datetime | None]] = [(absolute(row.path), row.updated_at) for row in rows]
    names = [kind.name for kind in listed_kinds()]
    dates = {name: getattr(rows[0], f"last_{name}") for name in names} if rows else {}
    if number == 1:
        sections = [(absolute(each.path), None) for each in current_sections().menu]
        urls = [*_lists(dates), *sections, *urls]
    return _answer(request, "sitemap.xml", {"urls": urls}, _latest(dates.values()))


@require_safe
def outlets(request: HttpRequest) -> HttpResponse:
    """The pages of outlets, behind the list of them. One query, none where nothing has changed."""
    paths = [reverse("outlets"), *(outlet.path for outlet in cited_outlets())]
    urls = [(absolute(path), None) for path in paths]
    return _answer(request, "sitemap.xml", {"urls": urls}, None)


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The news of the last 48 hours, as search engines for news want them. One query."""
    visible = Page.objects.visible().of_kind(*_news_kinds())
    fresh = visible.filter(published_at__gt=timezone.now() - NEWS)
    stories = list(
        fresh.latest().only("path", "title", "kind", "published_at", "updated_at")[:NEWS_SIZE]
    )
    urls = [(absolute(page.path), page.title, page.published_at) for page in stories]
    changed = _latest(page.updated_at for page in stories)
    return _answer(request, "sitemap_news.xml", {"urls": urls}, changed, keep=False)


def _in_order() -> PageQuerySet:
    """Return every visible page, each for good in the same place."""
    return Page.objects.visible().order_by("published_at", "uid")


def _rows(number: int) -> list[Page]:
    """Return the pages of a file with path and date, and with `last_story` …, the date of the latest
    edition of each kind. One query.
    """
    keys = _in_order().values("pk")[(number - 1) * SIZE : number * SIZE]
    visible = Page.objects.visible().order_by("-updated_at")
    last = {
        f"last_{kind.name}": Subquery(visible.of_kind(kind.name).values("updated_at")[:1])
        for kind in listed_kinds()
    }
    rows = Page.objects.filter(pk__in=keys).annotate(**last).only("path", "updated_at")
    return list(rows.order_by("published_at", "uid"))


def _parts() -> dict[int, list[tuple[str, datetime]]]:
    """Return for each file, from 0, the kinds in it, each with the date of its latest edition. One query."""
    place = Window(RowNumber(), order_by=[F("published_at").asc(), F("uid").asc()])
    numbered = Page.objects.visible().annotate(place=place).values("kind", "updated_at", "place")
    statement, params = numbered.query.sql_with_params()
    asked = (
        "SELECT MIN(place) AS id, (place - 1) / %s AS part, kind, MAX(updated_at) AS updated_at"  # noqa: S608
        f" FROM ({statement}) numbered GROUP BY 2, 3 ORDER BY 2, 3"
    )
    rows = Page.objects.raw(asked, [SIZE, *params])
    parts: dict[int, list[tuple[str, datetime]]] = {}
    for row in rows:
        part: int = row.part  # type: ignore[attr-defined]
        parts.setdefault(part, []).append((row.kind, row.updated_at))
    return parts


def _files() -> tuple[list[tuple[str, str]], datetime | None]:
    """Return the path of each file with the time of its latest edition, as sitemaps write it, or "", and the
    time of the latest of all. One query.
    """
    parts = _parts() or {0: []}
    found = [row for group in parts.values() for row in group]
    files = [
        (reverse("sitemap-pages", args=[number + 1]), _latest(at for _, at in group))
        for number, group in sorted(parts.items())
    ]
    files += [
        (reverse("sitemap-outlets"), None),
        (reverse("sitemap-news"), _latest(at for kind, at in found if kind in _news_kinds())),
    ]
    told = [(path, timezone.localtime(at).isoformat() if at else "") for path, at in files]
    return told, _latest(at for _, at in found)


def _latest(dates: Iterable[datetime | None]) -> datetime | None:
    return max((at for at in dates if at), default=None)


def _lists(dates: Mapping[str, datetime | None]) -> list[tuple[str, datetime | None]]:
    """Return the addresses of lists, each with the date of the latest edition on it."""
    return [
        (absolute(reverse(name)), _latest(dates.get(kind) for kind in kinds))
        for name, kinds in indexes().items()
    ]


def indexes() -> dict[str, tuple[str, ...]]:
    """Return the names of the addresses of lists, with the kinds of page that change them."""
    own = {kind.index: (kind.name,) for kind in listed_kinds() if kind.index}
    order = {name: place for place, name in enumerate(LISTS)}
    names = sorted(own, key=lambda name: order.get(name, len(order)))
    return {
        "home": dated_kinds(),
        **{name: own[name] for name in names},
        "sections": (),
        "people": (),
        "archive": dated_kinds(),
    }


def _news_kinds() -> tuple[str, ...]:
    return tuple(kind.name for kind in listed_kinds() if kind.news)


def _answer(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    changed: datetime | None,
    *,
    keep: bool = True,
) -> HttpResponse:
    return answer(
        request,
        lambda: render(request, template, context, content_type="application/xml"),
        also=(template, context),
        changed=changed,
        keep=keep,
    )

"""Answers that a reader's browser, a proxy or a feed reader may keep, and how long.

A validator is made from the catalogue, before anything is rendered. It has to change whenever the
bytes would, so it holds the state of every page shown, all else that a view passes, and the release.

Only ETags are compared, never dates: when a topic that a story shows is withdrawn, or a merge undone,
no date on that story grows, and a 304 by date would keep the old page alive.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from .models import Page

_APPS = ("newsdesk", "stories", "faqs", "entities", "templates", "static")
_KEPT = (".py", ".html", ".xml", ".txt", ".css", ".js", ".svg")


def state(page: Page) -> tuple[Any, ...]:
    """Return all that another page can show of this one."""
    dates = (page.published_at, page.updated_at)
    return (
        page.key,
        page.path,
        page.title,
        page.summary,
        page.edition,
        page.number,
        page.card,
        dates,
    )


def answer(
    request: HttpRequest,
    make: Callable[[], HttpResponse],
    *,
    pages: Iterable[Page] = (),
    also: Any = None,
    changed: datetime | None = None,
) -> HttpResponse:
    """Return 304 where the client has this very page, else what `make` makes. One query.

    `pages` are all whose cards or text are shown, in order; `also` is plain data for whatever else
    the bytes depend on, such as the number of a page of a list; `changed` is the date to tell where
    it is not the latest of the pages'.
    """
    now = timezone.now()
    response = fresh_answer(request, make, pages=pages, also=also, changed=changed)
    _keep_shared(response, shared_age(now))
    return response


def fresh_answer(
    request: HttpRequest,
    make: Callable[[], HttpResponse],
    *,
    pages: Iterable[Page] = (),
    also: Any = None,
    changed: datetime | None = None,
) -> HttpResponse:
    """Return what `answer` does, but for no cache to give out by itself. No query.

    For answers that hardly anybody asks for twice, such as what was found for some words.
    """
    shown = list(pages)
    tag = etag([state(page) for page in shown], also)
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = make()
    latest = changed or max((page.updated_at for page in shown), default=None)
    if latest and not isinstance(response, HttpResponseNotModified):
        response["Last-Modified"] = http_date(latest.timestamp())
    response["ETag"] = tag
    _keep_shared(response, 0)
    return response


def _keep_shared(response: HttpResponse, seconds: int) -> None:
    # Browsers ask each time: who comes back a second after a withdrawal must not see the page again.
    response["Cache-Control"] = f"public, max-age=0, must-revalidate, s-maxage={seconds}"


def etag(*parts: Any) -> str:
    """Return a strong validator of plain data."""
    release = _release.__wrapped__() if settings.DEBUG else _release()
    site = (settings.SITE_NAME, settings.SITE_URL, settings.TIME_ZONE, release)
    digest = hashlib.sha256(repr((site, parts)).encode("utf-8", "surrogatepass"))
    return f'"{digest.hexdigest()[:32]}"'


def shared_age(now: datetime) -> int:
    """Return for how many seconds from `now` on a cache in front of the site may answer by itself.

    No longer than the desk allows, nor past the next appearance or end. One query; none where it
    allows nothing.
    """
    longest: int = settings.SHARED_CACHE_SECONDS
    if not longest:
        return 0
    coming = Page.objects.filter(Q(visible_from__gt=now) | Q(visible_until__gt=now))
    ends = coming.values_list("visible_from", "visible_until")
    boundaries = [at for pair in ends for at in pair if at and at > now]
    return min([longest, *(int((at - now).total_seconds()) for at in boundaries)])


@cache
def _release() -> str:
    """Return a digest of our code and templates: a deployment changes pages that no editor touched."""
    digest = hashlib.sha256(django.__version__.encode())
    for folder in _APPS:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in _KEPT and path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()

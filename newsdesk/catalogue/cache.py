"""Validators: whether a browser, a proxy or a feed reader has this very answer already.

For how long they may keep it without asking stands in `newsdesk.middleware.SharedCache`. What the process
itself keeps of answers, until something changes, stands in `newsdesk.site.response_cache`; `answer` marks
for it what it may.

A validator is made from the catalogue, before anything is rendered. It has to change whenever the
bytes would, so it holds the state of every page shown, all else that a view passes, and the release.

Only ETags are compared, never dates: when a topic that a story shows is withdrawn, or a merge undone,
no date on that story grows, and a 304 by date would keep the old page alive.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, has_vary_header
from django.utils.http import http_date

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.publication import publication
from newsdesk.catalogue.purge import CACHE_TAG, tags_of
from newsdesk.catalogue.statements import Recorder

# Attributes of a response and a request.
_KEEP, _RECORDER, _PASSED_BY = "_newsdesk_keep", "_newsdesk_recorder", "_newsdesk_passed_by"
# What a view answers with.
Made = TypeVar("Made", bound=HttpResponseBase)
_APPS = ("newsdesk", "stories", "faqs", "entities", "templates", "static")
_RELEASED = (".py", ".html", ".xml", ".txt", ".css", ".js", ".svg")


def state(page: Page) -> tuple[object, ...]:
    """Return all that another page can show of this one."""
    dates = (page.published_at.timestamp(), page.updated_at.timestamp())
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
    also: object = None,
    changed: datetime | None = None,
    keep: bool = True,
) -> HttpResponse:
    """Return 304 where the client has this very page, else what `make` makes. No query.

    The answer is the same for everybody and may be compressed. It is kept until something changes, unless
    `keep` says otherwise: that is for what changes with the clock alone, between the times at which pages
    appear and end, and for what readers type, which has no end of variety.

    `pages` are all whose cards or text are shown, in order; `also` is plain data for whatever else
    the bytes depend on, such as the number of a page of a list; `changed` is the date to tell where
    it is not the latest of the pages'.
    """
    shown = list(pages)
    tag = etag([state(page) for page in shown], also)
    if keep and is_recorded(request):
        # Made whole for whoever asks next; what this client has already is seen to when it is kept.
        response = make()
        response["ETag"] = tag
    else:
        response = conditional_answer(request, make, tag=tag)
    vars(response)[_KEEP] = keep
    if settings.PURGE_URLS:
        response[CACHE_TAG] = tags_of(request.path, (page.path for page in shown))
    latest = changed or max((page.updated_at for page in shown), default=None)
    if latest and response.status_code != HTTPStatus.NOT_MODIFIED:
        response["Last-Modified"] = http_date(latest.timestamp())
    return response


def is_public(response: HttpResponseBase) -> bool:
    """Tell whether the same answer goes to everybody, and holds nothing but what everybody may know."""
    return (
        _KEEP in vars(response) and not response.cookies and not has_vary_header(response, "Cookie")
    )


def may_be_kept(response: HttpResponseBase) -> bool:
    """Tell whether the answer stays the same until something changes of what readers see."""
    return is_public(response) and response.status_code == HTTPStatus.OK and vars(response)[_KEEP]


def record(request: HttpRequest, recorder: Recorder) -> None:
    """Say that the answer to this request is to be kept, if it may."""
    vars(request)[_RECORDER] = recorder


def is_recorded(request: HttpRequest) -> bool:
    return _RECORDER in vars(request)


def pass_by(request: HttpRequest) -> None:
    """Say that this request is not to be answered with what is kept."""
    vars(request)[_PASSED_BY] = True


def is_passed_by(request: HttpRequest) -> bool:
    return _PASSED_BY in vars(request)


def conditional_answer(
    request: HttpRequest, make: Callable[[], Made], *, tag: str
) -> Made | HttpResponse:
    """Return 304 where the client has what goes by the strong validator `tag`, else what `make` makes."""
    response = get_conditional_response(request, etag=tag) or make()
    response["ETag"] = tag
    return response


def etag(*parts: object) -> str:
    """Return a strong validator of plain data."""
    release = _release.__wrapped__() if settings.DEBUG else _release()
    site = (_whose(), settings.SITE_URL, settings.TIME_ZONE, release)
    digest = hashlib.sha256(repr((site, parts)).encode("utf-8", "surrogatepass"))
    return f'"{digest.hexdigest()[:32]}"'


def _whose() -> str:
    """Return what changes with each published version of the publication; its name, where there is none."""
    now = publication()
    return now.digest if now.is_own else now.name


@cache
def _release() -> str:
    """Return a digest of our code and templates: a deployment changes pages that no editor touched."""
    digest = hashlib.sha256(django.__version__.encode())
    for folder in _APPS:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in _RELEASED and path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()

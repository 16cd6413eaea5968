"""Files of the media storage: pictures, for those who may see them, and social cards."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from entities.cited_outlets import cited_at
from newsdesk.accounts.access import may_enter
from newsdesk.catalogue.archive import published, span, span_title
from newsdesk.catalogue.cache import answer, conditional_answer
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.purge import CACHE_TAG, tag_of_picture
from newsdesk.catalogue.resolve import listed_at
from newsdesk.images.cards import drawn
from newsdesk.images.ladder import key_in
from newsdesk.images.renditions import best_file
from newsdesk.images.storage import StoreFailed
from newsdesk.presentation.heads import LISTS, list_face, list_title, social_card
from newsdesk.sections.current import current_sections
from newsdesk.site.sections import opened
from stories.portraits import is_open

logger = logging.getLogger("newsdesk.images")

# What a view answers with.
Response = TypeVar("Response", bound=HttpResponseBase)


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture that a page shows, or showed in a past edition, or the portrait of an author whom readers
    know; a draft's only to the desk. One query, two for a portrait.

    Only files that are there are served, never made. While one is missing, the next best stands in.
    Browsers ask each time and are mostly answered 304: a picture goes with the page that it was on.
    """
    key = key_in(name)
    public = Page.objects.visible().showing(key).exists() or is_open(key)
    if not public and not _from_the_desk(request):
        raise Http404("There is no such image.")
    try:
        found = best_file(name)
    except StoreFailed as error:
        return store_away(error)
    if found is None:
        raise Http404("There is no such image.")
    file, served = found
    kind = "image/avif" if served.endswith(".avif") else "image/webp"

    def make() -> FileResponse:
        return FileResponse(file, content_type=kind)

    if not public:
        private = make()
        private["Cache-Control"] = "no-store, private"
        return private
    # No release in this one: a file is the same after a deployment, and weighs more than a page.
    tag = f'"{served.rpartition("/")[2]}-{file.size:x}"'
    response = conditional_answer(request, make, tag=tag)
    if settings.PURGE_URLS:
        response[CACHE_TAG] = tag_of_picture(key)
    if response.status_code != HTTPStatus.OK:
        file.close()
    return _for_everybody(response)


def store_away(error: StoreFailed) -> HttpResponse:
    """Answer that the picture may be there and nobody can tell; no cache keeps that."""
    logger.warning("An image could not be read: %s", error)
    words = "The store of images does not answer. Try again in a moment.\n"
    response = HttpResponse(words, content_type="text/plain", status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = "10"
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
def card(request: HttpRequest, kind: str, uid: str, number: str) -> HttpResponse:
    """The social card of what readers can see now; an older one's address leads to it. One query.

    Drawn once for each edition, by whoever asks first, and kept.
    """
    page = Page.objects.visible().filter(kind=kind, uid=uid).defer("text").first()
    if page is None:
        raise Http404("There is no such page.")
    if str(page.number) != number:
        return redirect("social-card", kind=kind, uid=uid, number=page.number)
    face = social_card(page)

    def make() -> HttpResponse:
        return HttpResponse(drawn(f"{kind}-{uid}", face), content_type="image/jpeg")

    return _for_everybody(answer(request, make, pages=[page], also=face))


@require_safe
def list_card(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The social card of a list that readers can see. One query, none for a list that is always there.

    Drawn once for each title, by whoever asks first, and kept.
    """
    title = TITLES[kind](slug)
    if title is None:
        raise Http404("There is no such list.")
    face = list_face(kind, title)

    def make() -> HttpResponse:
        return HttpResponse(drawn(f"{kind}-{slug}", face), content_type="image/jpeg")

    return _for_everybody(answer(request, make, also=face))


def _archive_title(slug: str) -> str | None:
    """Return the title of "2026", "2026-3" or "2026-3-14" if anything came out then. One query."""
    parts = [int(part) for part in slug.split("-") if part.isdecimal()]
    if not 1 <= len(parts) <= 3 or slug != "-".join(map(str, parts)):
        return None
    return span_title(*parts) if published(*span(*parts)).pages.exists() else None


# SECURITY: a card is drawn and kept for what readers can see and for nothing else.
TITLES: dict[str, Callable[[str], str | None]] = {
    "list": lambda slug: list_title(slug) if slug in LISTS else None,
    "tag": lambda slug: listed_at("tag:", slug).name,
    "person": lambda slug: listed_at("author:", slug).name,
    "outlet": lambda slug: cited_at(slug)[0].name,
    "section": lambda slug: opened(current_sections(), slug).name,
    "archive": _archive_title,
}


def _for_everybody(response: Response) -> Response:
    """Let networks and feed readers show it on pages of their own."""
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _from_the_desk(request: HttpRequest) -> bool:
    """Tell whether somebody of the desk is signed in. Without a cookie nothing is looked up."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return may_enter(request)

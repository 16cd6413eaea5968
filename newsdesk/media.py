"""Files of the media storage: pictures, for those who may see them, and social cards."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from entities.rendering import social_card
from newsdesk.accounts.gate import may_enter
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.models import Page
from newsdesk.pictures.cards import drawn
from newsdesk.pictures.ladder import key_in
from newsdesk.pictures.renditions import best_file

FOR_GOOD = "public, max-age=31536000, immutable"
# A stand-in goes as soon as the real file is there.
FOR_NOW = "public, max-age=60"


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture that a page shows, or showed in a past edition; a draft's only to the desk. One query.

    Only files that are there are served, never made. While one is missing, the next best stands in.
    """
    public = Page.objects.visible().showing(key_in(name)).exists()
    if not public and not _from_the_desk(request):
        raise Http404("There is no such picture.")
    found = best_file(name)
    if found is None:
        raise Http404("There is no such picture.")
    file, served = found
    kind = "image/avif" if served.endswith(".avif") else "image/webp"
    response = FileResponse(file, content_type=kind)
    if not public:
        response["Cache-Control"] = "no-store, private"
        return response
    response["Cache-Control"] = FOR_GOOD if served == name else FOR_NOW
    # Feed readers show it on pages of their own.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def card(request: HttpRequest, kind: str, item: str, edition: str) -> HttpResponse:
    """The social card of what readers can see now; an older one's address leads to it. Two queries.

    Drawn once for each edition, by whoever asks first, and kept.
    """
    page = Page.objects.visible().filter(key=f"{kind}:{item}").defer("text").first()
    if page is None:
        raise Http404("There is no such page.")
    if str(page.edition) != edition:
        moved = redirect("social-card", kind=kind, item=item, edition=page.edition)
        moved["Cache-Control"] = "no-cache"
        return moved
    face = social_card(page)

    def make() -> HttpResponse:
        return HttpResponse(drawn(f"{kind}-{item}", face), content_type="image/jpeg")

    response = answer(request, make, pages=[page], also=face)
    # Networks show it on pages of their own.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _from_the_desk(request: HttpRequest) -> bool:
    """Tell whether somebody of the desk is signed in. Without a cookie nothing is looked up."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return may_enter(request)

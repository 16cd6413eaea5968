"""Public pages of site pages: they read the catalogue and editions, never a working copy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.resolve import resolve
from newsdesk.presentation.current_edition import CurrentEdition
from newsdesk.presentation.history.pages import History
from newsdesk.site_pages.documents import read
from newsdesk.site_pages.labels import SITE_PAGE_FIELDS
from newsdesk.site_pages.models.edition import SitePageEdition
from newsdesk.site_pages.site_page import SitePageView

CURRENT = CurrentEdition(SitePageEdition)

HISTORY = History(
    name="site-page",
    section="",
    editions=SitePageEdition,
    fields=SITE_PAGE_FIELDS,
    read=read,
    public_page=SitePageView,
)


@require_safe
def site_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a publication says of itself. Two queries."""
    page = resolve(request.path)
    edition, corrections = CURRENT.of(page)

    def make() -> HttpResponse:
        shown = SitePageView(document=read(edition), page=page, corrections=corrections)
        return render(request, shown.template, shown.context())

    return answer(request, make, pages=[page])

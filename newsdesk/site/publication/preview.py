"""Readers' pages with the draft of the publication, or a version that waits, for who may edit it.

The address is bound to the session and says nothing; what it answers with is kept by nobody. Pages are those
that readers see: only the face is another.
"""

import copy

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import resolve, reverse

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.publication import showing
from newsdesk.kinds.register import kinds
from newsdesk.publication.document import Publication, from_data
from newsdesk.publication.models import PublicationEdition
from newsdesk.site.publication import deeds

# By what stands in the address: what is shown. Beside these, the newest page of each kind by its name.
LISTS = {"home": "Front page", "stories": "Stories", "topics": "Topics"}
_ONE = {"story": "A story", "faq": "A question", "entity": "A topic", "page": "A site page"}
PAGES = [*LISTS.items(), *_ONE.items()]
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH")


def page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show a page with the face of the draft or of a version. Raises PermissionDenied, Http404."""
    if not request.user.has_perm(deeds.RIGHT):
        raise PermissionDenied
    if request.method not in ("GET", "HEAD"):
        raise Http404
    path = _path(request.GET.get("page", "home"))
    match = resolve(path)
    with showing(_face(request.GET.get("of", ""))):
        made = match.func(_asking(request, path), *match.args, **match.kwargs)
    # SECURITY: another answer, without the marks by which the first would be kept for everybody.
    answer = HttpResponse(made.content, content_type=made["Content-Type"])
    answer["Cache-Control"] = "no-store, private"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def as_draft(edition: PublicationEdition) -> Publication:
    """Return what a version says as a draft is drawn: with the note that says so, and no public address."""
    return from_data(edition.document, is_draft=True)


def _face(number: str) -> Publication:
    """Return the draft, or the version of that number if it waits. Raises Http404."""
    if not number:
        return deeds.draft().publication
    for edition in deeds.waiting():
        if str(edition.number) == number:
            return as_draft(edition)
    raise Http404("No version of that number waits.")


def _path(name: str) -> str:
    """Return where a page of that name stands. Raises Http404 where there is none."""
    if name in LISTS:
        return reverse(name)
    if name in {kind.name for kind in kinds()}:
        newest = Page.objects.visible().of_kind(name).latest().defer("text").first()
        if newest:
            return newest.path
    raise Http404("There is no such page yet.")


def _asking(request: HttpRequest, path: str) -> HttpRequest:
    """Return a request for `path` as a reader makes it, with nothing of the one for the preview."""
    asked = copy.copy(request)
    asked.path = asked.path_info = path
    asked.GET = QueryDict()
    meta = {name: value for name, value in request.META.items() if name not in _CONDITIONS}
    asked.META = meta | {"PATH_INFO": path, "QUERY_STRING": ""}
    asked.resolver_match = None
    return asked

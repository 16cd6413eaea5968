"""The desk's page of the publication: what it says, what would change for readers, and who changed what."""

from functools import partial

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone

from newsdesk.publication.colours import accent_of
from newsdesk.publication.current import by_settings
from newsdesk.publication.models import (
    PublicationDeed,
    PublicationEdition,
    PublicationEditionQuerySet,
)
from newsdesk.publication.stylesheet import stylesheet
from newsdesk.publication.targets import offered
from newsdesk.requests.signed_in import signed_in
from newsdesk.site.publication import deeds, preview
from newsdesk.site.publication.forms import PublicationForm, form_of, rows_of
from newsdesk.site.typed_time import time_said, time_typed
from newsdesk.workflow.transitions import Refused

SHOWN = 20
CSS = "text/css; charset=utf-8"


def take_over(site: AdminSite) -> None:
    """Give the site the pages of the publication."""
    stock = site.get_urls

    def urls() -> list[URLResolver | URLPattern]:
        edit, look = (site.admin_view(partial(view, site)) for view in (publication, preview.page))
        css = site.admin_view(draft_stylesheet)
        return [
            path("publication/", edit, name="publication"),
            path("publication/preview/", look, name="publication_preview"),
            path("publication/draft/<slug:digest>.css", css, name="publication_stylesheet"),
            *stock(),
        ]

    site.get_urls = urls  # type: ignore[method-assign]


def publication(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show the form; POST saves the draft, publishes it or goes back. Raises PermissionDenied."""
    ask(request)
    data: QueryDict | None = request.POST if request.method == "POST" else None
    typed: QueryDict = QueryDict()
    if data and "deed" in data:
        try:
            _do(request)
        except Refused as error:
            messages.error(request, str(error))
            typed, data = request.POST, None
        else:
            return redirect("admin:publication")
    draft = deeds.draft()
    now = draft.publication
    form = form_of(now, seen=deeds.mark(draft), data=data, files=request.FILES if data else None)
    menu = rows_of(now.menu, prefix="menu", data=data)
    footer = rows_of(now.footer_links, prefix="footer", data=data)
    # All three are asked, so that each says what is wrong with it.
    if data and all([form.is_valid(), menu.is_valid(), footer.is_valid()]):
        written = form.changed(now, menu, footer)
        try:
            changed = deeds.save(written, seen=form.cleaned_data["seen"], actor=signed_in(request))
        except Refused as error:
            form.add_error(None, str(error))
            form = _with_mark(form, deeds.mark(deeds.draft()))
        else:
            said = f"Draft saved: {', '.join(changed)}." if changed else "Nothing to save."
            messages.success(request, said)
            return redirect("admin:publication")
    newest = deeds.newest()
    seen_by_readers = newest.publication if newest else by_settings()
    context = {
        **site.each_context(request),
        "title": "Publication",
        "form": form,
        "menu": menu,
        "footer": footer,
        "draft": draft,
        "shown": now,
        "mark": deeds.mark(draft),
        "typed": typed,
        "newest": newest,
        "waiting": deeds.changes(seen_by_readers, now),
        "colour": accent_of(now.accent) if now.accent else None,
        "targets": offered(),
        "pages": preview.PAGES,
        "editions": _told(
            PublicationEdition.objects.select_related("published_by", "cancellation")
        ),
        "scheduled": deeds.waiting(),
        "log": PublicationDeed.objects.select_related("actor")[:SHOWN],
    }
    return TemplateResponse(request, "admin/publication/edit.html", context)


def draft_stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The colours and the type of the draft, or of a version that waits, for its preview."""
    ask(request)
    for shown in (deeds.draft().publication, *map(preview.as_draft, deeds.waiting())):
        if shown.stylesheet_digest == digest:
            return HttpResponse(stylesheet(shown), content_type=CSS)
    raise Http404("The draft has changed.")


def ask(request: HttpRequest) -> None:
    """Raise PermissionDenied to whoever may not edit the publication."""
    if not request.user.has_perm(deeds.RIGHT):
        raise PermissionDenied


def _do(request: HttpRequest) -> None:
    """Do what the button says that was pressed. Raises Refused, Http404."""
    deed, actor = request.POST["deed"], signed_in(request)
    if deed == "publish":
        seen, why = request.POST.get("seen", ""), request.POST.get("why", "")
        at = time_typed(request.POST.get("at", ""))
        edition = deeds.publish(seen=seen, why=why.replace("\x00", ""), actor=actor, at=at)
        when = f"from {time_said(at)} on" if at else "now"
        messages.success(request, f"Published as version {edition.number}. Readers see it {when}.")
    elif deed.startswith("cancel-") and deed[7:].isdecimal():
        edition = deeds.cancel(min(int(deed[7:]), 2**31 - 1), actor=actor)
        messages.success(request, f"Version {edition.number} is cancelled: it never begins.")
    elif deed.startswith("back-") and deed[5:].isdecimal():
        deeds.go_back(min(int(deed[5:]), 2**31 - 1), actor=actor)
        messages.success(request, "The draft says what that version said. Publish it to show it.")
    else:
        raise Http404


def _told(editions: PublicationEditionQuerySet) -> list[tuple[PublicationEdition, str]]:
    """Return the last versions, each with what it is: "now", "scheduled", "cancelled" or "past"."""
    now, current = timezone.now(), deeds.newest()

    def state(edition: PublicationEdition) -> str:
        if hasattr(edition, "cancellation"):
            return "cancelled"
        if edition.starts_at and edition.starts_at > now:
            return "scheduled"
        return "now" if edition == current else "past"

    return [(edition, state(edition)) for edition in editions[:SHOWN]]


def _with_mark(form: PublicationForm, mark: str) -> PublicationForm:
    """Return the form so that saving it once more is meant."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["seen"] = mark  # type: ignore[index]
    return form

"""The screens' addresses: paste or drop a file, say which sections unknown headings are, read it through."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from newsdesk.importing.models import UnfinishedImport
from newsdesk.intake.lines import Unreadable
from newsdesk.requests.signed_in import signed_in
from stories.importing.screens.forms import PasteForm
from stories.importing.screens.headings import answers_in, asked_of
from stories.importing.screens.reading_page import reading_page
from stories.importing.screens.unfinished import answer_headings, begin, opened
from stories.importing.sections import NoSections

RIGHTS = ("stories.add_story", "faqs.add_faq", "entities.add_entity")


def urls() -> list[URLPattern]:
    """Return the addresses to put before those of the story admin."""
    views: dict[str, Callable[..., HttpResponse]] = {
        "paste": admin.site.admin_view(paste),
        "reading": admin.site.admin_view(reading),
        "picture": admin.site.admin_view(picture),
    }
    return [
        path("paste/", views["paste"], name="stories_story_paste"),
        path("paste/<int:pk>/", views["reading"], name="stories_story_reading"),
        path(
            "paste/<int:pk>/picture/<int:number>/",
            views["picture"],
            name="stories_story_reading_picture",
        ),
    ]


def _refuse_outsiders(request: HttpRequest) -> None:
    if not request.user.has_perms(RIGHTS):
        raise PermissionDenied("Pasting an explainer makes stories, FAQs and topics.")


def paste(request: HttpRequest) -> HttpResponse:
    """Show the form and what is unfinished; keep what was pasted, and lead to where it is read through."""
    _refuse_outsiders(request)
    if request.method != "POST":
        sample = sample_text() if "sample" in request.GET else ""
        return _show_paste(request, PasteForm(initial={"text": sample}))
    if discarded := request.POST.get("discard", ""):
        _own(request, discarded).delete()
        return redirect("admin:stories_story_paste")
    form = PasteForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_paste(request, form)
    row = None
    try:
        reading = form.cleaned_data["reading"]
        row = begin(signed_in(request), reading, form.cleaned_data["source_name"])
        opened(row)
    except Unreadable as error:
        if row is None or not getattr(error, "candidates", ()):
            if row is not None:
                row.delete()
            form.add_error(None, str(error))
            return _show_paste(request, form)
    return redirect("admin:stories_story_reading", row.pk)


def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The text that somebody has pasted, until it is a draft."""
    _refuse_outsiders(request)
    if request.method != "POST":
        return _reading(request, _own(request, str(pk)))
    with transaction.atomic():  # One thing after the other, however fast they come.
        own = UnfinishedImport.objects.of(signed_in(request)).select_for_update()
        if row := own.filter(pk=pk).first():
            return _reading(request, row)
    messages.warning(request, "That text is a draft by now, or was discarded.")
    return redirect("admin:stories_story_paste")


def _reading(request: HttpRequest, row: UnfinishedImport) -> HttpResponse:
    try:
        found = opened(row)
    except Unreadable as error:
        candidates = error.candidates if isinstance(error, NoSections) else ()
        if not candidates:  # What the desk knows has changed since.
            messages.error(request, str(error))
            return redirect("admin:stories_story_paste")
        if request.method == "POST" and (answers := answers_in(request.POST)):
            answer_headings(row, answers)
            return redirect(request.path)
        return _show_headings(request, row, error)
    return reading_page(request, found)


def picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A picture that stands in a text of one's own: nobody else sees it before it is on a page."""
    _refuse_outsiders(request)
    found = get_object_or_404(_own(request, str(pk)).pictures.all(), number=number)
    return HttpResponse(bytes(found.data), content_type="image/webp")


def _own(request: HttpRequest, pk: str) -> UnfinishedImport:
    """Return a text of the person who asks. SECURITY: nobody reads along in what another has pasted."""
    own = UnfinishedImport.objects.of(signed_in(request))
    row = own.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 18 else None
    if row is None:
        raise Http404("There is no such text, or it is a draft by now.")
    return row


def sample_text() -> str:
    """Return the explainer that a new colleague may try the desk with; nothing where it was not installed."""
    path = settings.BASE_DIR / "docs" / "sample-explainer.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _show_paste(request: HttpRequest, form: PasteForm) -> HttpResponse:
    unfinished = UnfinishedImport.objects.of(signed_in(request)).defer("reading", "corrections")
    context = {
        **admin.site.each_context(request),
        "title": "Paste an explainer",
        "form": form,
        "unfinished": unfinished,
    }
    return TemplateResponse(request, "admin/stories/importing/paste.html", context)


def _show_headings(request: HttpRequest, row: UnfinishedImport, error: Unreadable) -> HttpResponse:
    """Ask which sections the headings of a text are, where the desk knows none of them."""
    answers = {form: (said[0], said[1]) for form, said in row.sections.items()}
    context = {
        **admin.site.each_context(request),
        "title": "Which sections are these?",
        "message": str(error),
        "asked": asked_of(getattr(error, "candidates", ()), answers),
    }
    return TemplateResponse(request, "admin/stories/importing/headings.html", context)

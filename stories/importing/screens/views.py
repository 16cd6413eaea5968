"""The screens: paste, read what was understood and put it right, make the drafts.

Nothing is written before the last step. The text travels with the form and is parsed anew at each
step, so that the server keeps nothing between them.
"""

from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from entities.models.outlet import Outlet
from newsdesk.pages.keys import numbers
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.transitions import Refused
from stories.importing.decode import Unreadable
from stories.importing.drafts import create_drafts, find_earlier, known_names, update_drafts
from stories.importing.explainer import INFORMATION, WARNING, Explainer
from stories.importing.parser import parse
from stories.importing.screens.forms import PasteForm, ReviewForm
from stories.importing.screens.line_view import note_groups, text_lines
from stories.models.draft import Story

RIGHTS = ("stories.add_story", "faqs.add_faq", "entities.add_entity")


def urls() -> list[URLPattern]:
    """Return the addresses to put before those of the story admin."""
    view: Callable[..., HttpResponse] = admin.site.admin_view(paste)
    return [path("paste/", view, name="stories_story_paste")]


def paste(request: HttpRequest) -> HttpResponse:
    """Show the form; read the text; make the drafts: told apart by the button that was pressed."""
    if not request.user.has_perms(RIGHTS):
        raise PermissionDenied("Pasting an explainer makes stories, FAQs and topics.")
    if request.method != "POST":
        return _show_paste(request, PasteForm())
    form = PasteForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_paste(request, form)
    text, source_name = form.cleaned_data["text"], form.cleaned_data["source_name"]
    try:
        explainer = parse(text, known=known_names())
    except Unreadable as error:
        form.add_error(None, str(error))
        return _show_paste(request, form)
    source_name = source_name or request.POST.get("source_name", "")[:255]
    if "create" in request.POST or "update" in request.POST:
        return _write(request, explainer, text, source_name)
    return _show_review(request, _review_form(request, explainer), text, source_name)


def _write(request: HttpRequest, explainer: Explainer, text: str, source_name: str) -> HttpResponse:
    form = _review_form(request, explainer, request.POST)
    earlier = find_earlier(text, source_name)
    if earlier and "update" not in request.POST:
        # Imported by somebody in the meantime: ask, never make a second copy silently.
        return _show_review(request, form, text, source_name)
    if not form.is_valid():
        return _show_review(request, form, text, source_name)
    write = update_drafts if earlier else create_drafts
    try:
        record = write(
            form.corrected(),
            text=text,
            source_name=source_name,
            actor=signed_in(request),
            confirmed=form.confirmed(),
            parsed=explainer,
        )
    except Refused as error:
        messages.error(request, str(error))
        return _show_review(request, form, text, source_name)
    messages.success(request, "The explainer is a draft now. Read it through, then publish it.")
    return redirect("admin:stories_story_change", *numbers("story", [record.target]))


def _review_form(
    request: HttpRequest, explainer: Explainer, data: QueryDict | None = None
) -> ReviewForm:
    may_confirm = request.user.has_perm("entities.confirm_entity")
    return ReviewForm(explainer, data, may_confirm=may_confirm)


def _show_paste(request: HttpRequest, form: PasteForm) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": "Paste an explainer", "form": form}
    return TemplateResponse(request, "admin/stories/importing/paste.html", context)


def _show_review(
    request: HttpRequest, form: ReviewForm, text: str, source_name: str
) -> HttpResponse:
    explainer = form.explainer
    context = {
        **admin.site.each_context(request),
        "title": "What was understood",
        "form": form,
        "explainer": explainer,
        "text": text,
        "source_name": source_name,
        "lines": text_lines(text, explainer),
        "warnings": note_groups(explainer, WARNING),
        "warning_count": sum(note.level == WARNING for note in explainer.notes),
        "remarks": note_groups(explainer, INFORMATION),
        "outlets": Outlet.objects.values_list("name", flat=True),
        "earlier": _earlier(text, source_name),
    }
    return TemplateResponse(request, "admin/stories/importing/review.html", context)


def _earlier(text: str, source_name: str) -> dict[str, object] | None:
    """Return the earlier import of this text with its story, and whether that was edited since."""
    record = find_earlier(text, source_name)
    if record is None:
        return None
    story = Story.objects.get(pk=numbers("story", [record.target])[0])
    return {
        "record": record,
        "story": story,
        "edited": story.digest != record.digest,
        "address": reverse("admin:stories_story_change", args=[story.pk]),
    }

"""The screens: paste or drop a file, read what was understood and put it right, make the drafts.

Nothing is written before the last step. What was read travels with the form and is understood anew at each
step, so that the server keeps nothing between them. A file of several pages is gone through page by page.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from entities.models.outlet import Outlet
from newsdesk.importing.models import ImportRecord
from newsdesk.intake.lines import Reading, Unreadable, reading_data
from newsdesk.pages.keys import numbers
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.transitions import Refused
from stories.importing.drafts import (
    create_drafts,
    find_earlier,
    imported,
    known_names,
    update_drafts,
)
from stories.importing.explainer import INFORMATION, WARNING, Explainer
from stories.importing.known import remember_names, remember_sections
from stories.importing.publishing_checks import before_publishing
from stories.importing.screens import outlet_guesses
from stories.importing.screens.forms import PasteForm, ReviewForm
from stories.importing.screens.headings import answers_in, asked_in, asked_of
from stories.importing.screens.line_view import note_groups, text_lines
from stories.importing.sections import NoSections
from stories.importing.source import SourcePage, pages_of

RIGHTS = ("stories.add_story", "faqs.add_faq", "entities.add_entity")
REMEMBER = "importing.add_sectionword"
REMEMBER_NAMES = "importing.add_nameanswer"


@dataclass(frozen=True, slots=True)
class _Step:
    """What travels from screen to screen: the reading, the pages in it, and which one is on the screen."""

    reading: Reading
    source_name: str
    pages: list[SourcePage]
    at: int
    answers: dict[str, tuple[str, str]]
    names: outlet_guesses.Answers

    @property
    def page(self) -> SourcePage:
        return self.pages[self.at]

    @property
    def explainer(self) -> Explainer:
        return self.page.explainer


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
    reading = form.cleaned_data["reading"]
    name = form.cleaned_data["source_name"] or request.POST.get("source_name", "")[:255]
    answers, names = answers_in(request.POST), outlet_guesses.answers_in(request.POST)
    known = known_names()
    known = replace(
        known,
        sections={**known.sections, **{form: section for form, (_, section) in answers.items()}},
        names={**known.names, **{form: meaning for form, (_, meaning) in names.items()}},
    )
    try:
        pages = pages_of(reading, name, known)
    except Unreadable as error:
        candidates = error.candidates if isinstance(error, NoSections) else ()
        if candidates:
            return _show_headings(request, reading, name, str(error), asked_of(candidates, answers))
        form.add_error(None, str(error))
        return _show_paste(request, form)
    at = request.POST.get("at", "0")
    step = _Step(
        reading,
        name,
        pages,
        min(int(at) if at.isdecimal() and len(at) < 5 else 0, len(pages) - 1),
        answers,
        names,
    )
    if "create" in request.POST or "update" in request.POST:
        return _write(request, step)
    return _show_review(request, _review_form(request, step.explainer), step)


def _write(request: HttpRequest, step: _Step) -> HttpResponse:
    form = _review_form(request, step.explainer, request.POST)
    earlier = find_earlier(step.page.text, step.page.name)
    if earlier and "update" not in request.POST:
        # Imported by somebody in the meantime: ask, never make a second copy silently.
        return _show_review(request, form, step)
    if not form.is_valid():
        return _show_review(request, form, step)
    write = update_drafts if earlier else create_drafts
    try:
        record = write(
            form.corrected(),
            text=step.page.text,
            source_name=step.page.name,
            actor=signed_in(request),
            confirmed=form.confirmed(),
            parsed=step.explainer,
        )
    except Refused as error:
        messages.error(request, str(error))
        return _show_review(request, form, step)
    if step.answers and request.user.has_perm(REMEMBER):
        remember_sections(step.answers, signed_in(request))
    if step.names and request.user.has_perm(REMEMBER_NAMES):
        remember_names(step.names, signed_in(request))
    return _go_on(request, step, record)


def _go_on(request: HttpRequest, step: _Step, record: ImportRecord) -> HttpResponse:
    """Show the next page of the file, or the draft that was made of the last one."""
    what = "FAQ" if step.explainer.question_page else "explainer"
    if step.at + 1 < len(step.pages):
        messages.success(request, f"The {what} is a draft now. Here is the next page of the file.")
        following = replace(step, at=step.at + 1)
        return _show_review(request, _review_form(request, following.explainer), following)
    messages.success(request, f"The {what} is a draft now. Read it through, then publish it.")
    return redirect(_address(record))


def _address(record: ImportRecord) -> str:
    kind = record.target.partition(":")[0]
    return reverse(f"admin:{_APPS[kind]}_change", args=numbers(kind, [record.target]))


_APPS = {"story": "stories_story", "faq": "faqs_faq"}


def _review_form(
    request: HttpRequest, explainer: Explainer, data: QueryDict | None = None
) -> ReviewForm:
    may_confirm = request.user.has_perm("entities.confirm_entity")
    return ReviewForm(explainer, data, may_confirm=may_confirm)


def _show_paste(request: HttpRequest, form: PasteForm) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": "Paste an explainer", "form": form}
    return TemplateResponse(request, "admin/stories/importing/paste.html", context)


def _show_headings(
    request: HttpRequest, reading: Reading, name: str, message: str, asked: list[dict[str, object]]
) -> HttpResponse:
    """Ask which sections the headings of a text are, where the desk knows none of them."""
    context = {
        **admin.site.each_context(request),
        "title": "Which sections are these?",
        "message": message,
        "asked": asked,
        "source": _as_source(reading),
        "source_name": name,
    }
    return TemplateResponse(request, "admin/stories/importing/headings.html", context)


def _show_review(request: HttpRequest, form: ReviewForm, step: _Step) -> HttpResponse:
    explainer = step.explainer
    context = {
        **admin.site.each_context(request),
        "title": "What was understood",
        "form": form,
        "explainer": explainer,
        "source": _as_source(step.reading),
        "source_name": step.source_name,
        "at": step.at,
        "page_number": step.at + 1,
        "page_count": len(step.pages),
        "asked": asked_in(explainer, step.answers),
        "guesses": list(outlet_guesses.guesses_of(explainer, step.names)),
        "lines": text_lines(explainer),
        "warnings": note_groups(explainer, WARNING),
        "warning_count": sum(note.level == WARNING for note in explainer.notes),
        "asked_later": before_publishing(explainer),
        "remarks": note_groups(explainer, INFORMATION),
        "outlets": Outlet.objects.filter(proposed=False).values_list("name", flat=True),
        "earlier": _earlier(step.page),
    }
    return TemplateResponse(request, "admin/stories/importing/review.html", context)


def _as_source(reading: Reading) -> str:
    return json.dumps(reading_data(reading), ensure_ascii=False, separators=(",", ":"))


def _earlier(source: SourcePage) -> dict[str, object] | None:
    """Return the earlier import of this text with its page, and whether that was edited since."""
    record = find_earlier(source.text, source.name)
    if record is None:
        return None
    page = imported(record).get()
    return {
        "record": record,
        "story": page,
        "edited": page.digest != record.digest,
        "address": _address(record),
    }

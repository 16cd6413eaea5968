"""The reading screen: the text on one side, the draft on the other, and all that can be put right.

Each thing that is put right is kept at once. With a script a single field is sent and the page is drawn
anew in place; without one, the form goes as a whole.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from faqs.duplicate_review.findings import finding_of
from faqs.duplicate_review.nearest import LIMIT, SHORTEST, nearest
from faqs.models.draft import Faq
from newsdesk.importing.models import ImportRecord
from newsdesk.intake.lines import Unreadable
from newsdesk.pages.findable import called
from newsdesk.pages.keys import numbers
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.transitions import Refused
from stories.importing.corrected import confirmed, thing_of_question
from stories.importing.corrections import DOUBT, LINE, Correction, is_page, keys_of, put, taken_back
from stories.importing.drafts import create_drafts, find_earlier, imported, update_drafts
from stories.importing.explainer import WARNING
from stories.importing.known import remember_names, remember_sections
from stories.importing.publishing_checks import before_publishing
from stories.importing.register import Register
from stories.importing.screens import outlet_guesses
from stories.importing.screens.card_frame import card_of
from stories.importing.screens.draft_view import DraftView
from stories.importing.screens.fields import FIND, PREFIX, Doubt, Section
from stories.importing.screens.headings import answers_after, asked_in
from stories.importing.screens.line_view import ABOUT, remarks, text_lines
from stories.importing.screens.put_right import NotKept, checked, pressed, sent, shown_values
from stories.importing.screens.told import told
from stories.importing.screens.unfinished import (
    OpenedImport,
    answer_headings,
    answer_names,
    keep,
    opened,
    taken_picture,
    turn_to,
    with_corrections,
)

REMEMBER = "importing.add_sectionword"
REMEMBER_NAMES = "importing.add_nameanswer"
CONFIRM = "entities.confirm_entity"
# What a script of ours asks with: the page, and no way round over another address.
IN_PLACE = "X-Reading"
_STALE = (
    "The text was put right in another window since this page was drawn. Nothing of what you sent was kept: "
    "look at it again."
)


@dataclass
class ReadingPage:
    """What one answer of the screen shows beside the page itself."""

    open_line: str = ""
    near: str = ""
    errors: dict[str, tuple[str, str]] = field(default_factory=dict)


def reading_page(request: HttpRequest, found: OpenedImport) -> HttpResponse:
    """Show the page that is being read; keep what is put right; make the drafts."""
    shown = ReadingPage(request.GET.get("line", ""), request.GET.get("near", ""))
    if request.method != "POST":
        return _show(request, found, shown)
    version = request.POST.get("version", "")
    if version and version != str(found.row.version):
        messages.error(request, _STALE)
        return _show(request, found, shown)
    before = found.corrections
    # First, because what was sent differs from what was shown, and answers change what is shown.
    found = _answered(request, _put_right(request, found, shown))
    if {"create", "update"} & request.POST.keys() and not shown.errors:
        return _write(request, found, shown)
    if request.headers.get(IN_PLACE) or shown.errors:
        return _show(request, found, shown)
    return redirect(f"{request.path}#{_place_of_change(found, before)}")


def _answered(request: HttpRequest, found: OpenedImport) -> OpenedImport:
    """Keep what was said of headings and names, and read the text anew where that is something new."""
    row = found.row
    sections = answers_after(_said(row.sections), request.POST)
    names = outlet_guesses.answers_after(_said(row.names), request.POST)
    if (sections, names) == (_said(row.sections), _said(row.names)):
        return found
    answer_headings(row, sections)
    answer_names(row, names)
    return opened(row)


def _place_of_change(found: OpenedImport, before: Sequence[Correction]) -> str:
    """Return where on the page stands what was put right last."""
    changed = next((each for each in reversed(found.corrections) if each not in before), None)
    if changed is None or changed.kind == DOUBT:
        return "doubts"
    if changed.kind == LINE and (key := changed.of.partition(":")[2]) in found.explainer.keys:
        return f"line-{found.explainer.keys.index(key) + 1}"
    return card_of(changed.of)


def _said(kept: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, str]]:
    """Return answers as they were given, from those that are kept with the text."""
    return {form: (words, answer) for form, (words, answer) in kept.items()}


def _put_right(request: HttpRequest, found: OpenedImport, shown: ReadingPage) -> OpenedImport:
    """Keep all that was sent and can be kept; note the others in `shown.errors`."""
    view = _view(request, found, ReadingPage())
    raw = _raw_values(request, found)
    corrections: Sequence[Correction] = found.corrections
    for correction in sent(request.POST, shown_values(view.sections()), found.explainer):
        name = f"{PREFIX}{correction.of}:{correction.field}"
        try:
            if correction.value == raw.get(name, "" if correction.field == "place" else None):
                corrections = taken_back(corrections, correction.of, correction.field)
            else:
                corrections = put(corrections, checked(correction))
        except NotKept as error:
            shown.errors[name] = (correction.value, str(error))
    try:
        corrections = _named_topics(request, corrections, shown)
        corrections = pressed(
            request.POST, found.explainer, corrections, may_confirm=request.user.has_perm(CONFIRM)
        )
        changed = with_corrections(found, corrections)
    except NotKept as error:
        messages.error(request, str(error))
        shown.errors["do"] = ("", str(error))
        return found
    except Unreadable as error:
        messages.error(request, f"With that the text could not be read any more: {error}")
        shown.errors["do"] = ("", str(error))
        return found
    if changed.corrections != found.corrections:
        keep(changed)
    return changed


def _raw_values(request: HttpRequest, found: OpenedImport) -> dict[str, str]:
    """Return what each field would show without its correction."""
    before = with_corrections(found, [each for each in found.corrections if each.of_lines])
    values = shown_values(_view(request, before, ReadingPage()).sections())
    for line, key in zip(found.page.part.lines, keys_of(found.page.part.lines), strict=True):
        values[f"{PREFIX}{LINE}:{key}:words"] = line.text
    return values


def _named_topics(
    request: HttpRequest, corrections: Sequence[Correction], shown: ReadingPage
) -> Sequence[Correction]:
    """Link the topics of the desk that were named by their words."""
    for name in request.POST:
        if not name.startswith(f"{FIND}topic:") or not (words := request.POST[name].strip()[:200]):
            continue
        of = name.removeprefix(FIND)
        rows = called([words], Entity.objects.filter(discarded=False, merged_into=None))[words]
        if len(rows) == 1:
            new = Correction(of=of, field="becomes", value=rows[0].key)
            corrections = put(corrections, checked(new))
        else:
            why = "Several topics of the desk are" if rows else "No topic of the desk is"
            shown.errors[name] = (words, f"{why} called “{words}”.")
    return corrections


def _write(request: HttpRequest, found: OpenedImport, shown: ReadingPage) -> HttpResponse:
    earlier = find_earlier(found.page.text, found.page.name)
    if earlier and "update" not in request.POST:
        # Imported by somebody in the meantime: ask, never make a second copy silently.
        return _show(request, found, shown)
    write = update_drafts if earlier else create_drafts
    explainer = found.explainer
    try:
        if not earlier and (image := taken_picture(found)):
            explainer = replace(explainer, story=replace(explainer.story, image=image))
        record = write(
            explainer,
            text=found.page.text,
            source_name=found.page.name,
            actor=signed_in(request),
            confirmed=confirmed(found.explainer, found.corrections),
            parsed=found.read,
            corrections=found.corrections,
        )
    except (Refused, ValidationError) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
        return _show(request, found, shown)
    if found.row.sections and request.user.has_perm(REMEMBER):
        remember_sections(_said(found.row.sections), signed_in(request))
    if found.row.names and request.user.has_perm(REMEMBER_NAMES):
        remember_names(_said(found.row.names), signed_in(request))
    return _go_on(request, found, record)


def _go_on(request: HttpRequest, found: OpenedImport, record: ImportRecord) -> HttpResponse:
    """Show the next page of the file, or the draft that was made of the last one."""
    what = "FAQ" if found.explainer.question_page else "explainer"
    if found.row.page + 1 < len(found.pages):
        messages.success(request, f"The {what} is a draft now. Here is the next page of the file.")
        turn_to(found.row, found.row.page + 1)
        return redirect(request.path)
    found.row.delete()
    messages.success(request, f"The {what} is a draft now. Read it through, then publish it.")
    return redirect(address_of(record))


_APPS = {"story": "stories_story", "faq": "faqs_faq"}


def address_of(record: ImportRecord) -> str:
    """Return where the desk shows the draft that an import made."""
    kind = record.target.partition(":")[0]
    return reverse(f"admin:{_APPS[kind]}_change", args=numbers(kind, [record.target]))


def _view(request: HttpRequest, found: OpenedImport, shown: ReadingPage) -> DraftView:
    keys = [faq.same for faq in found.explainer.faqs if is_page("faq", faq.same)]
    linked = numbers("faq", keys)
    rows = Faq.objects.filter(pk__in=linked).values_list("pk", "question") if linked else ()
    return DraftView(
        found.explainer,
        found.corrections,
        Register.of(found.known.entities),
        may_confirm=request.user.has_perm(CONFIRM),
        titles={f"faq:{pk}": question for pk, question in rows},
        errors=shown.errors,
        pictures=list(found.row.pictures.defer("data")),
        near=shown.near,
        nearest=_nearest(found, shown.near),
    )


def _nearest(found: OpenedImport, near: str) -> list[dict[str, object]]:
    """Return the FAQs of the desk that are like the question `near`, the nearest first."""
    asked = next(
        (
            faq.document.question
            for faq in found.explainer.faqs
            if near and thing_of_question(found.explainer, faq) == near
        ),
        "",
    )
    if len(asked) < SHORTEST:
        return []
    findings = [finding_of(each) for each in nearest(asked)[:LIMIT]]
    rows = Faq.objects.in_bulk([each.right for each in findings])
    return [
        {
            "key": rows[each.right].key,
            "title": str(rows[each.right]),
            "alike": f"{each.signals['likeness']:.0%} alike",
            "address": reverse("admin:faqs_faq_change", args=[each.right]),
        }
        for each in findings
        if each.right in rows
    ]


def _groups(doubts: Sequence[Doubt]) -> list[dict[str, object]]:
    found: defaultdict[str, list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        found[doubt.code].append(doubt)
    return [
        {
            "code": code,
            "about": ABOUT.get(code, code.replace("-", " ").capitalize()),
            "doubts": each,
        }
        for code, each in found.items()
    ]


def _show(request: HttpRequest, found: OpenedImport, shown: ReadingPage) -> HttpResponse:
    view = _view(request, found, shown)
    explainer = found.explainer
    sections: list[Section] = view.sections()
    context = {
        **admin.site.each_context(request),
        "title": "Read it through",
        "explainer": explainer,
        "row": found.row,
        "page_number": found.row.page + 1,
        "page_count": len(found.pages),
        "asked": asked_in(explainer, _said(found.row.sections)),
        "guesses": outlet_guesses.guesses_of(explainer, _said(found.row.names)),
        "asked_later": before_publishing(explainer, confirmed(explainer, found.corrections)),
        "lines": text_lines(explainer, found.corrections, open_at=shown.open_line),
        "sections": sections,
        "doubts": view.open_doubts,
        "groups": _groups(view.open_doubts),
        "settled": [doubt for doubt in view.doubts if doubt.reason],
        "warning_count": sum(note.level == WARNING for note in explainer.notes),
        "remarks": remarks(explainer),
        "told": told(found.explainer, found.page.part, found.corrections),
        "outlets": Outlet.objects.filter(proposed=False).values_list("name", flat=True),
        "earlier": _earlier(found),
        "errors": shown.errors,
    }
    return TemplateResponse(request, "admin/stories/importing/reading.html", context)


def _earlier(found: OpenedImport) -> dict[str, object] | None:
    """Return the earlier import of this text with its page, and whether that was edited since."""
    record = find_earlier(found.page.text, found.page.name)
    if record is None:
        return None
    page = imported(record).get()
    return {
        "record": record,
        "story": page,
        "edited": page.digest != record.digest,
        "address": address_of(record),
    }

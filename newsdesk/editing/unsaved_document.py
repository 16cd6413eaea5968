"""The document of a form as it stands, which nobody has saved: read from what was sent, and written nowhere.

What a form holds unchanged was checked when it was saved. So only what differs is checked again, by the forms
that saving checks it with, and a page of forty rows costs the queries of those that somebody writes in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Model
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from taggit.models import Tag

from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.editing.in_place import Wrong, wrong_fields
from newsdesk.pages.documents import as_data, digest_of_data
from newsdesk.pages.limits import PAGE_LENGTH, length_of, page_too_long
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.page_rows import lend_rows
from newsdesk.pages.parts import Part

# The key of a page that has no row yet: no row has it, and Django reads no relations of a page without one.
NO_ROW = 0

Rows = BaseInlineFormSet[Model, WorkingCopy, ModelForm[Model]]


@dataclass(slots=True)
class UnsavedPage:
    """What a form says: `item` is its page, not saved, and `document` what readers would be shown of it.

    `places` has the ids of parts by the rows that they are written in, as "reports-2"; `wrong` is what keeps
    the form from being saved. Where anything is wrong there is no document.
    """

    item: WorkingCopy
    places: dict[str, str] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    document: object = None


def unsaved_document(
    admin: WorkflowAdmin, request: HttpRequest, item: WorkingCopy | None, *, opening: str
) -> UnsavedPage:
    """Return what the form in `request` says of `item`, None for a page that is new.

    `opening` is the opening of the form: with it a new part has the id here that saving will give it.
    """
    form = admin.get_form(request, item, change=item is not None)(
        request.POST, instance=item or admin.model()
    )
    found = UnsavedPage(form.instance, wrong=list(wrong_fields(form, "")))
    rows_of = {
        str(rows.prefix): _rows(rows, called, found, opening)
        for rows, called in _lists(admin, request, form.instance, is_new=item is None)
    }
    if found.wrong:
        return found
    if item is None:
        form.instance.pk = NO_ROW
    for name, rows in rows_of.items():
        lend_rows(form.instance, name, rows)
    if "tags" in form.cleaned_data:
        tags = [Tag(name=name) for name in form.cleaned_data["tags"]]
        lend_rows(form.instance, "tags", tags)
    (found.document,) = admin.workflow.documents_of([form.instance])
    length = length_of(as_data(found.document))
    if length > PAGE_LENGTH:
        found.wrong.append({"id": "", "label": "", "said": page_too_long(length), "html": ""})
    return found


def _lists(
    admin: WorkflowAdmin, request: HttpRequest, item: WorkingCopy, *, is_new: bool
) -> Iterator[tuple[Rows, str]]:
    """Yield the lists of a form as they were sent, each with what one of its rows is called."""
    for rows, inline in admin.get_formsets_with_inlines(request, None if is_new else item):
        sent = rows(request.POST, instance=item, queryset=inline.get_queryset(request))
        yield sent, str(inline.opts.verbose_name).capitalize()


def _rows(rows: Rows, called: str, found: UnsavedPage, opening: str) -> list[Model]:
    """Return the rows that a list would have, in their order, and note what is wrong with any."""
    kept: list[tuple[float, bool, int, Model]] = []
    for number, form in enumerate(rows.forms):
        if (rows.can_delete and form["DELETE"].data) or not (
            form.instance.pk or form.has_changed()
        ):
            continue
        if form.has_changed():
            # A row that somebody else has removed meanwhile is still in this form.
            wrong = wrong_fields(form, f"{called} {number + 1}, ")
            found.wrong += [each for each in wrong if not each["id"].endswith("-id")]
        row = form.instance
        if isinstance(row, Part):
            if row.pk is None:
                row.uid = digest_of_data([opening, form.prefix])[:8]
            found.places[str(form.prefix)] = row.uid
        kept.append((*_place(form), number, row))
    return [row for *_, row in sorted(kept, key=lambda each: each[:3])]


def _place(form: ModelForm[Model]) -> tuple[float, bool]:
    """Return what orders a row, as saving does: where two claim one place, the one that was moved gets it."""
    said = str(form["position"].data or "") if "position" in form.fields else ""
    known = said.isdecimal() and len(said) < 7 and int(said) > 0
    return (float(said) if known else float("inf"), "position" not in form.changed_data)

"""A save whose form stays where it is: it answers in JSON, and a script settles what has changed.

The request is the one that the form sends without a script, to the same address, with all its checks; only
the answer is another: what a form that is opened now would say of rows, sections and panel. Where the page
has to be shown anew, because it was made just now or somebody else had saved it, the answer says where.
"""

from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypedDict

from django.contrib import messages
from django.contrib.admin.helpers import InlineAdminFormSet
from django.db.models import Model
from django.forms import BaseForm, BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import strip_tags

from newsdesk.desk.form_html import marks, row_line
from newsdesk.editing import states
from newsdesk.editing.form_pages import AutosavePages
from newsdesk.editing.requests import as_opened_anew, is_in_place
from newsdesk.pages.models import WorkingCopy

Rows = BaseInlineFormSet[Model, WorkingCopy, ModelForm[Model]]


class Wrong(TypedDict):
    """What is wrong with one field: its id, what it is called, and the complaint as text and as HTML."""

    id: str
    label: str
    said: str
    html: str


@dataclass(slots=True)
class SavedSoFar:
    """What a save has done so far: its lists by name, and whether somebody else had saved before."""

    lists: dict[str, Rows] = field(default_factory=dict)
    beside: bool = False


_saved: ContextVar[SavedSoFar | None] = ContextVar("saved", default=None)


class InPlacePages(AutosavePages):
    """Forms that can be saved without being left."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_signed_in"
        view = self.admin_site.admin_view(self.signed_in_view)
        return [path("signed-in/", view, name=name), *super().get_urls()]

    def signed_in_view(self, request: HttpRequest) -> HttpResponse:
        """Where a login leads that was asked for beside a form: tells the form, and says so."""
        context = {**self.admin_site.each_context(request), "title": "You are signed in again"}
        return TemplateResponse(request, "admin/editing/signed_in.html", context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, object],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: WorkingCopy | None = None,
    ) -> HttpResponse:
        context["saves_in_place"] = obj is not None and self.has_change_permission(request, obj)
        context["log_in_address"] = f"{reverse('admin:login')}?next={self.address('signed_in')}"
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        if not is_in_place(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        token = _saved.set(saved := SavedSoFar())
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        finally:
            _saved.reset(token)
        if isinstance(response, TemplateResponse):
            return JsonResponse({"wrong": list(_wrong(request, response))}, status=422)
        if not isinstance(response, HttpResponseRedirect):
            return response
        if object_id is None or saved.beside or not saved.lists:
            return JsonResponse({"go": response["Location"]})
        return self._settled(request, object_id, saved) or JsonResponse(
            {"go": response["Location"]}
        )

    def save_formset(
        self,
        request: HttpRequest,
        form: "ModelForm[WorkingCopy]",
        formset: Rows,
        change: bool,
    ) -> None:
        super().save_formset(request, form, formset, change)
        if saved := _saved.get():
            saved.lists[str(formset.prefix)] = formset

    def _save_beside(self, request: HttpRequest, item: WorkingCopy) -> HttpResponse:
        if saved := _saved.get():
            saved.beside = True
        return super()._save_beside(request, item)

    def _settled(
        self, request: HttpRequest, object_id: str, saved: SavedSoFar
    ) -> HttpResponse | None:
        """Return what has changed in the form; None where somebody has saved in this very moment."""
        opened = self.plain_view(as_opened_anew(request), object_id)
        if not isinstance(opened, TemplateResponse) or opened.context_data is None:
            return None
        shown = opened.context_data
        item = shown["original"]
        if not states.remember(item, self):
            return None
        said = [
            str(each) for each in messages.get_messages(request) if each.level > messages.SUCCESS
        ]
        lists = {rows.formset.prefix: rows for rows in shown["inline_admin_formsets"]}
        return JsonResponse(
            {
                "loaded": shown["drafting"]["loaded"],
                "form": shown["drafting"]["form"],
                "csrf": get_token(request),
                "title": str(item),
                "slug": item.slug,
                "said": [strip_tags(each) for each in said],
                "rows": {name: _rows(saved.lists[name], lists[name]) for name in saved.lists},
                "sections": {
                    each["anchor"]: {"told": each["told"], "marks": marks(each["marks"])}
                    for each in shown["sections"]
                },
                "side": render_to_string("admin/workflow/_side.html", shown, request),
            }
        )


def _rows(sent: Rows, now: InlineAdminFormSet) -> list[dict[str, object]]:
    """Return the rows that there are now, in their order; `was` is the number each was sent under."""
    numbers = {form.instance.pk: number for number, form in enumerate(sent.forms)}
    return [
        {
            "was": numbers.get(row.pk, -1),
            "id": row.pk,
            "uid": getattr(row, "uid", ""),
            "line": row_line(now.opts, row),
        }
        for row in now.formset.saved_rows
    ]


def _wrong(request: HttpRequest, response: TemplateResponse) -> Iterator[Wrong]:
    """Yield what keeps a form from being saved, in the order of the form."""
    context = response.context_data or {}
    for each in messages.get_messages(request):
        yield {"id": "", "label": "", "said": strip_tags(str(each)), "html": ""}
    yield from wrong_fields(context["adminform"].form, "")
    for inline in context["inline_admin_formsets"]:
        called, place = str(inline.opts.verbose_name), f"{inline.formset.prefix}-group"
        for text in inline.formset.non_form_errors():
            yield {
                "id": place,
                "label": str(inline.opts.verbose_name_plural).capitalize(),
                "said": strip_tags(text),
                "html": "",
            }
        for number, form in enumerate(inline.formset.forms, start=1):
            yield from wrong_fields(form, f"{called.capitalize()} {number}, ")


def wrong_fields(form: BaseForm, of: str) -> Iterator[Wrong]:
    """Yield what is wrong with the fields of a form; `of` is what the form is called, as "Report 1, "."""
    for name, errors in form.errors.items():
        bound = form[name] if name in form.fields else None
        yield {
            "id": bound.auto_id if bound else f"{form.prefix}" if form.prefix else "",
            "label": f"{of}{str(bound.label).lower() if of else bound.label}"
            if bound
            else of.rstrip(", "),
            "said": strip_tags(" ".join(map(str, errors))),
            "html": str(errors) if bound else "",
        }

"""An unsaved text told field by field: what the form was opened with, and what was typed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.choices import normalize_choices
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django_prose_editor.fields import ProseEditorFormField

from newsdesk.pages.rich_text import safe, sanitise


@dataclass(frozen=True, slots=True)
class TypedField:
    """One field; texts are ready to be shown. `gone` tells of a row that was to be removed."""

    label: str
    was: str
    now: str
    gone: bool = False

    @property
    def rich(self) -> bool:
        return isinstance(self.now or self.was, SafeString)


def typed_in(response: HttpResponse) -> list[TypedField]:
    """Return what differs in a form that is shown with an unsaved text."""
    context = response.context_data if isinstance(response, TemplateResponse) else None
    if not context:
        return []
    found = list(_of_form(context["adminform"].form, ""))
    for formset in context["inline_admin_formsets"]:
        name = capfirst(str(formset.opts.verbose_name))
        for form in formset.formset.forms:
            row = f"{name} “{form.instance}”: " if form.instance.pk else f"New {name.lower()}: "
            if formset.formset.can_delete and formset.formset._should_delete_form(form):
                found.append(TypedField(row.rstrip(": "), "", "", gone=True))
            else:
                found += _of_form(form, row)
    return found


def _of_form(form: forms.BaseForm, row: str) -> Iterator[TypedField]:
    for name in form.changed_data:
        field = form.fields.get(name)
        if field is None or field.widget.is_hidden or name in ("position", "DELETE"):
            continue
        bound = form[name]
        yield TypedField(
            f"{row}{bound.label}",
            _said(field, form.get_initial_for_field(field, name)),
            _said(field, bound.data),
        )


def _said(field: forms.Field, value: object) -> str:
    """Return a value as it can be shown: rich text as such, a choice by its name."""
    if value in (None, "", []):
        return ""
    if isinstance(field, ProseEditorFormField):
        try:
            return safe(sanitise(str(value), headings=True))
        except ValidationError:
            return str(value)
    try:
        if isinstance(field, forms.ModelChoiceField):
            return str(field.to_python(value) or "")
    except ValidationError:
        return str(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(normalize_choices(field.choices)).get(value, value))
    if isinstance(field, forms.BooleanField):
        return "yes" if value not in (False, "False", "off") else "no"
    return str(field.prepare_value(value))

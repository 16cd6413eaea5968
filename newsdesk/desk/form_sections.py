"""The sections of a page's form: what is in each, what is wanting, and which are open at first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, Self

from django.contrib.admin.helpers import InlineAdminFormSet
from django.db import models
from django.db.models.fields.files import FieldFile
from django.forms import BaseForm, Media, ModelForm, Widget
from django.forms.models import BaseInlineFormSet

from newsdesk.desk.findings import Group
from newsdesk.desk.layout import Section
from newsdesk.desk.row_lines import counted, word_count
from newsdesk.desk.row_patterns import pattern_of
from newsdesk.pages.fields import RichTextFormField


class NamedFieldset(Protocol):
    """A fieldset of an admin's form: its name is a section's title."""

    name: str | None
    form: ModelForm[models.Model]


def form_sections(
    sections: Sequence[Section],
    fieldsets: Iterable[NamedFieldset],
    formsets: Iterable[InlineAdminFormSet],
    findings: Iterable[Group] = (),
    *,
    is_new: bool = False,
) -> Iterator[dict[str, object]]:
    """Yield each section with its fieldset and formsets, what its folded line says, and whether it is open.

    At first the first section is open, in a new page all that are written in; and whatever holds an error,
    a new row, or text that is not saved yet.
    """
    by_title = {fieldset.name: fieldset for fieldset in fieldsets}
    by_name = {formset.formset.prefix: formset for formset in formsets}
    marks = {group.title: _marks(group) for group in findings}
    for section in sections:
        fieldset = by_title.get(section.title)
        lists = [by_name[name] for name in section.lists if name in by_name]
        at_first = section is sections[0] or (is_new and not section.folded_when_new)
        yield {
            "title": section.title,
            "anchor": section.anchor,
            "shown_at": section.shown_at,
            "speaks": section.speaks,
            "fieldset": fieldset,
            "formsets": lists,
            "told": ", ".join(_told(section, fieldset, lists)),
            "marks": marks.get(section.title),
            "open": at_first
            or (fieldset is not None and _wants_eyes(fieldset.form, section.names))
            or any(_list_wants_eyes(each.formset) for each in lists),
        }


class Rows(InlineAdminFormSet):
    """The rows of a list whose scripts are asked of one row: all rows have the same."""

    @classmethod
    def of(cls, stock: InlineAdminFormSet) -> Self:
        rows = cls.__new__(cls)
        vars(rows).update(vars(stock))
        return rows

    @property
    def media(self) -> Media:
        of_rows = pattern_of(self).media if self.takes_no_forms else self.formset.media
        return self.opts.media + of_rows

    @property
    def takes_no_forms(self) -> bool:
        """Whether the rows are drawn from a pattern: none was sent, and all of their fields are boxes."""
        return not self.formset.is_bound and self.has_change_permission and not self.readonly_fields


def is_to_be_open(form: BaseForm) -> bool:
    """Tell whether a row has to be seen: something is wrong with it, or it was sent and is not saved."""
    return form.is_bound and (bool(form.errors) or form.has_changed())


def focus_on_wrong(form: BaseForm, rows: Iterable[InlineAdminFormSet]) -> None:
    """Let the page begin at the first field that is wrong, where it is shown again."""
    wrong = next(_wrong_boxes([form, *(each for row in rows for each in row.formset.forms)]), None)
    if wrong is not None:
        for field in form.fields.values():
            field.widget.attrs.pop("autofocus", None)
        wrong.attrs["autofocus"] = True


def _wrong_boxes(forms: Iterable[BaseForm]) -> Iterator[Widget]:
    for form in forms:
        yield from (form.fields[name].widget for name in form.fields if name in form.errors)


def _list_wants_eyes(formset: BaseInlineFormSet) -> bool:
    if not formset.is_bound:
        return formset.total_form_count() > formset.initial_form_count()
    return bool(formset.non_form_errors()) or any(map(is_to_be_open, formset.forms))


def _wants_eyes(form: ModelForm[models.Model], names: Sequence[str]) -> bool:
    if not form.is_bound:
        return False
    return any(name in form.errors or name in form.changed_data for name in names)


def _told(
    section: Section, fieldset: NamedFieldset | None, lists: Iterable[InlineAdminFormSet]
) -> Iterator[str]:
    if fieldset is not None:
        yield from _told_of_fields(fieldset.form, section.names)
    for each in lists:
        yield from each.opts.told(each.formset.saved_rows)


def _told_of_fields(form: ModelForm[models.Model], names: Sequence[str]) -> Iterator[str]:
    """Yield the words of texts, and the names of other fields in which something stands."""
    said = []
    for name in names:
        value = form[name].value() if name in form.fields else getattr(form.instance, name, None)
        if isinstance(value, FieldFile):
            value = value.name
        if not value or isinstance(value, bool):
            continue
        if _is_rich(form, name):
            said.append(counted(word_count(str(value)), "word", "words"))
        elif not name.startswith("image_focus"):
            said.append(_label(form, name))
    yield from said or ["empty"]


def _is_rich(form: ModelForm[models.Model], name: str) -> bool:
    return isinstance(form.fields.get(name), RichTextFormField)


def _label(form: ModelForm[models.Model], name: str) -> str:
    label = form.fields[name].label if name in form.fields else None
    words = str(label or name.replace("_", " "))
    return words[:1].lower() + words[1:]


def _marks(group: Group) -> dict[str, int]:
    """Return how many findings of a section block publishing, and how many only have to be looked at."""
    return {
        "must": sum(row.blocks for row in group.rows),
        "look": sum(not row.blocks and row.looked is None for row in group.rows),
    }

"""The fields and rows of a page's form as HTML, as tags of its template.

A story's form has four hundred fields: as templates, included one in the other, they took longer than all
else together. What stands once in the form is a template; what stands in it by the dozen is a function
here. Every value is escaped, by `escaped` or by the form that it comes from.
"""

from collections.abc import Iterable, Mapping, Sequence

from django import template
from django.contrib.admin.helpers import (
    AdminField,
    AdminReadonlyField,
    Fieldline,
    Fieldset,
    InlineAdminForm,
    InlineAdminFormSet,
)
from django.db.models import Model
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from newsdesk.desk.form_renderer import escaped
from newsdesk.desk.form_sections import is_to_be_open
from newsdesk.desk.linked_choice import addresses_of
from newsdesk.desk.row_lines import RowLine
from newsdesk.desk.rows import OrderedInline

register = template.Library()
AnyField = AdminField | AdminReadonlyField

# Fields that have a place of their own, or none that anybody sees.
_UNNAMED = frozenset({"position"})
# Stands for the prefix of a row in what is drawn once for all of them.
_PREFIX = "row-prefix-here"
_MUST, _LOOK = (
    f'<span class="desk-mark-words"> {words}</span>' for words in ("to fix", "to check")
)


def _marked(html: str) -> SafeString:
    """SECURITY: every value in what is drawn here is escaped where it is put in, and nowhere later."""
    return mark_safe(html)  # noqa: S308


@register.simple_tag
def form_fields(fieldset: Fieldset, *, anchor: str = "") -> SafeString:
    """Return the fields of a section, each labelled and with an id to jump to: "field-headline"."""
    lines = "".join(_line(line, anchor or "field") for line in fieldset)
    return _marked(f'<fieldset class="module desk-fields">{lines}</fieldset>')


@register.simple_tag
def form_rows(rows: InlineAdminFormSet, *, level: int, source_address: str = "") -> SafeString:
    """Return the rows of a list, saved ones folded into one line. `level` is that of their headings.

    Django's inlines.js adds and removes them by their classes and ids; sortable-rows.js moves them.
    """
    drawing = _Rows(rows, level, source_address)
    return _marked("".join(drawing.drawn()) or '<p class="desk-none">None.</p>')


@register.simple_tag
def marks(found: Mapping[str, int] | None) -> SafeString:
    """Return how many findings a section has: beside its folded line, and in the outline."""
    if not found:
        return _marked("")
    must, look = found["must"], found["look"]
    return _marked(
        (f'<span class="desk-mark is-must">{must}{_MUST}</span>' if must else "")
        + (f'<span class="desk-mark is-look">{look}{_LOOK}</span>' if look else "")
    )


class _Rows:
    """The rows of one list while they are drawn."""

    def __init__(self, rows: InlineAdminFormSet, level: int, source_address: str) -> None:
        self.rows, self.level = rows, level
        self.opts: OrderedInline = rows.opts
        self.fill = _fill(source_address) if source_address and self.opts.fills_in else ""
        self.prefix = rows.formset.prefix

    def drawn(self) -> Iterable[str]:
        forms = list(self.rows)
        template_row = len(forms) - 1 if self.rows.has_add_permission else len(forms)
        for number, row in enumerate(forms):
            yield self._row(row, number, is_template=number == template_row)

    def _row(self, row: InlineAdminForm, number: int, *, is_template: bool) -> str:
        # Not `row.original`: the admin pairs rows and forms by their order, which a save may have changed.
        original = row.form.instance if row.original else None
        name = f"{self.prefix}-{'empty' if is_template else number}"
        classes = "inline-related desk-row"
        classes += " has_original" if original else ""
        classes += " empty-form last-related" if is_template else ""
        unfolded = " open" if not original or is_to_be_open(row.form) else ""
        return (
            f'<div class="{classes}" id="{name}"><details class="desk-row-fold"{unfolded}'
            f"{self._memory(original)}>{self._summary(original, number)}"
            f"{row.form.non_field_errors()}{self._identity_errors(row)}{self._fields(row, original)}"
            f'</details><div class="desk-row-head">{self._remove(row)}</div>{self._hidden(row)}</div>'
        )

    def _summary(self, original: Model | None, number: int) -> str:
        uid = getattr(original, "uid", "")
        place = f' id="{escaped(uid)}"' if uid else ""
        line = row_line(self.opts, original, name=f"#{number + 1}", level=self.level)
        return f'<summary class="desk-row-line"{place}>{line}</summary>'

    def _memory(self, original: Model | None) -> str:
        """Return by what a browser remembers that the row was open."""
        return f' data-fold="{self.prefix}/{original.pk}"' if original else ""

    def _remove(self, row: InlineAdminForm) -> str:
        may = self.rows.formset.can_delete and self.rows.has_delete_permission
        if not may or not row.original:
            return ""
        ticked = " checked" if row.form.is_bound and row.form["DELETE"].value() else ""
        name = f"{row.form.prefix}-DELETE"
        return (
            f'<span class="delete"><input type="checkbox" name="{name}" id="id_{name}"{ticked}> '
            f'<label for="id_{name}">Remove</label></span>'
        )

    def _identity_errors(self, row: InlineAdminForm) -> str:
        return str(row.form["id"].errors) if row.form.is_bound and "id" in row.form.fields else ""

    def _hidden(self, row: InlineAdminForm) -> str:
        # Whose row it is need not be said: the formset knows.
        return str(row.pk_field().field) if row.needs_explicit_pk_field() else ""

    def _fields(self, row: InlineAdminForm, original: Model | None) -> str:
        is_choice = self.opts.density == "slim" and len(self.opts.linked) == 1
        if is_choice and original and not row.form.errors and self.rows.has_change_permission:
            return self._chosen(row, original)
        return self._all_fields(row, original)

    def _chosen(self, row: InlineAdminForm, original: Model | None) -> str:
        """Return a row that is one choice, once it is made: whoever means another adds that one."""
        (link,) = self.opts.linked
        bound, target = row.form[link], getattr(original, link)
        _, change = addresses_of(self.opts.admin_site.name, target._meta.label_lower)
        name, place = escaped(bound.html_name), escaped(bound.auto_id)
        address = escaped(change.replace("__fk__", str(target.pk)))
        return (
            f'<input type="hidden" name="{name}" value="{target.pk}" id="{place}">'
            f'{_place(row.form["position"])}<p class="desk-chosen"><a href="{address}">'
            f"Open this {escaped(target._meta.verbose_name)}</a></p>"
        )

    def _all_fields(self, row: InlineAdminForm, original: Model | None) -> str:
        anchor = getattr(original, "uid", "") or ""
        shown, more = [], []
        for fieldset in row:
            for line in fieldset:
                tucked = bool(self.opts.optional) and self._is_unused(line)
                drawn = _line(line, anchor, self.fill)
                if tucked:
                    more.append(_tucked(line, drawn))
                else:
                    shown.append(drawn)
        rest = f'<div class="desk-adds">{"".join(more)}</div>' if more else ""
        return f'<fieldset class="module desk-fields">{"".join(shown)}{rest}</fieldset>'

    def _is_unused(self, line: Fieldline) -> bool:
        names = [name for name in line.fields if name not in _UNNAMED]
        if not names or not self.opts.optional.issuperset(names):
            return False
        form = line.form
        return not any(
            name not in form.fields or form[name].errors or form[name].value() for name in names
        )


def row_line(
    opts: OrderedInline, row: Model | None, *, name: str = "", level: int = 3
) -> SafeString:
    """Return what the folded row says; `name` is what a new one is called."""
    line = opts.row_line(row) if row else RowLine(name=name)
    lacks = "".join(f' <span class="desk-mark">{escaped(words)}</span>' for words in line.lacks)
    text = f' <span class="desk-row-text">{escaped(line.text)}</span>' if line.text else ""
    note = f' <span class="desk-row-note">{escaped(line.note)}</span>' if line.note else ""
    return _marked(
        f'<h{level} class="desk-row-name"><span class="desk-row-kind">'
        f'{escaped(capfirst(str(opts.verbose_name)))}</span> <span class="inline_label">'
        f"{escaped(line.name)}</span></h{level}>{text}{note}{lacks}"
    )


def _tucked(line: Fieldline, drawn: str) -> str:
    """Return a line of fields behind the names of what can be added: "+ exact quotation, who said it"."""
    labels = [str(line.form[name].label).lower() for name in line.fields]
    named = escaped(", ".join(labels))
    return f'<details class="desk-add"><summary>{named}</summary>{drawn}</details>'


def _line(line: Fieldline, anchor: str, fill: str = "") -> str:
    fields: Sequence[AnyField] = list(line)
    hidden = "" if line.has_visible_field else " hidden"
    inner = "".join(_field(field, anchor, fill) for field in fields)
    return f'<div class="form-row{hidden}">{inner}</div>'


def _field(field: AnyField, anchor: str, fill: str) -> str:
    if isinstance(field, AdminReadonlyField):
        name = _name_of(field)
        place = f' id="{escaped(anchor)}-{name}"' if anchor else ""
        return (
            f'<div class="desk-field field-{name}"{place}>{field.label_tag()}'
            f'<div class="readonly">{field.contents()}</div>{_help(field.field["help_text"], "")}</div>'
        )
    bound = field.field
    if bound.name == "position":
        return _place(bound)
    place = f"{anchor}-{bound.name}" if anchor else f"field-{bound.html_name}"
    errors = field.errors() if bound.form.is_bound else ""
    classes = "desk-field"
    classes += " checkbox-row" if field.is_checkbox else ""
    classes += " errors" if errors else ""
    label = _label(field)
    box = f"{bound}{label}" if field.is_checkbox else f"{label}{bound}"
    filled = fill.replace(_PREFIX, str(bound.form.prefix)) if bound.name == "url" else ""
    return (
        f'<div class="{classes} field-{bound.name}" id="{escaped(place)}">'
        f"{box}{errors}{_help(bound.help_text, bound.id_for_label)}{filled}</div>"
    )


def _label(field: AdminField) -> str:
    """Return the label of a field as the admin draws it, without a colon."""
    bound = field.field
    classes = {"vCheckboxLabel": field.is_checkbox, "required": bound.field.required}
    named = " ".join(
        name for name, holds in {**classes, "inline": not field.is_first}.items() if holds
    )
    styled = f' class="{named}"' if named else ""
    box = bound.id_for_label
    leads = f' for="{escaped(box)}"' if box else ""
    return f"<label{styled}{leads}>{escaped(bound.label)}</label>"


def _fill(address: str) -> str:
    """Return what fills a row in from its address, for the row that is called _PREFIX."""
    told = {"prefix": _PREFIX, "address": address}
    return render_to_string("admin/sources/_fill.html", told)


def _place(bound: BoundField) -> str:
    """Return the number by which a row is ordered, in as little as it takes."""
    value, place = bound.value(), escaped(bound.auto_id)
    return (
        f'<div class="desk-field field-position"><label for="{place}">Place</label><input type="number" '
        f'name="{escaped(bound.html_name)}" value="{"" if value is None else escaped(value)}" '
        f'id="{place}" class="desk-position">{bound.errors}</div>'
    )


def _help(words: object, field: str) -> str:
    if not words:
        return ""
    place = f' id="{escaped(field)}_helptext"' if field else ""
    return f'<div class="help"{place}>{escaped(words)}</div>'


def _name_of(field: AnyField) -> str:
    """Return the name of a field; a read-only one tells it as data."""
    if isinstance(field, AdminReadonlyField):
        return str(field.field["name"])
    return field.field.name

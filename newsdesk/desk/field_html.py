"""The labelled fields of a page's form as HTML. Every value is escaped, by `escaped` or by its form."""

from collections.abc import Sequence

from django.contrib.admin.helpers import AdminField, AdminReadonlyField, Fieldline
from django.forms import BoundField
from django.template.loader import render_to_string

from newsdesk.desk.form_renderer import escaped

AnyField = AdminField | AdminReadonlyField

# Stands for the prefix of a row in what is drawn once for all of them.
_PREFIX = "row-prefix-here"


def line_html(line: Fieldline, anchor: str, fill: str = "") -> str:
    """Return the fields of a line. `anchor` is what their ids begin with, `fill` what fills a row in."""
    fields: Sequence[AnyField] = list(line)
    return line_of("".join(field_html(field, anchor, fill) for field in fields), line)


def line_of(fields: str, line: Fieldline) -> str:
    """Return what stands round the fields of a line, with them."""
    hidden = "" if line.has_visible_field else " hidden"
    return f'<div class="form-row{hidden}">{fields}</div>'


def tucked(line: Fieldline, drawn: str) -> str:
    """Return a line of fields behind the names of what can be added: "+ exact quotation, who said it"."""
    labels = [str(line.form[name].label).lower() for name in line.fields]
    named = escaped(", ".join(labels))
    return f'<details class="desk-add"><summary>{named}</summary>{drawn}</details>'


def field_html(field: AnyField, anchor: str, fill: str = "") -> str:
    """Return a field with its label, its errors and its help."""
    if isinstance(field, AdminReadonlyField):
        name = str(field.field["name"])
        place = f' id="{escaped(anchor)}-{name}"' if anchor else ""
        classes = "desk-field field-position" if name == "position" else "desk-field"
        return (
            f'<div class="{classes}"{place}>{field.label_tag()}'
            f'<div class="readonly">{field.contents()}</div>{_help(field.field["help_text"], "")}</div>'
        )
    bound = field.field
    if bound.name == "position":
        return place_html(bound)
    place = f"{anchor}-{bound.name}" if anchor else f"field-{bound.html_name}"
    errors = field.errors() if bound.form.is_bound else ""
    classes = "desk-field"
    classes += " checkbox-row" if field.is_checkbox else ""
    classes += " errors" if errors else ""
    label = _label(field)
    box = f"{bound}{label}" if field.is_checkbox else f"{label}{bound}"
    fills = filled(fill, str(bound.form.prefix)) if bound.name == "url" else ""
    return (
        f'<div class="{classes}" id="{escaped(place)}">'
        f"{box}{errors}{_help(bound.help_text, bound.id_for_label)}{fills}</div>"
    )


def place_html(bound: BoundField) -> str:
    """Return the number by which a row is ordered, in as little as it takes: each row has it."""
    value = bound.value()
    return (
        '<div class="desk-field field-position"><label>Place<input type="number" '
        f'name="{escaped(bound.html_name)}" value="{"" if value is None else escaped(value)}">'
        f"</label>{bound.errors}</div>"
    )


def fill_html(address: str) -> str:
    """Return what fills a row in from its address, for `filled` to name the row in it."""
    told = {"prefix": _PREFIX, "address": address}
    return render_to_string("admin/sources/_fill.html", told)


def filled(fill: str, prefix: str) -> str:
    """Return what fills in the row that is called `prefix`."""
    return fill.replace(_PREFIX, prefix)


def _label(field: AdminField) -> str:
    """Return the label of a field, without a colon."""
    bound = field.field
    styled = ' class="required"' if bound.field.required else ""
    box = bound.id_for_label
    leads = f' for="{escaped(box)}"' if box else ""
    return f"<label{styled}{leads}>{escaped(bound.label)}</label>"


def _help(words: object, field: str) -> str:
    if not words:
        return ""
    place = f' id="{escaped(field)}_helptext"' if field else ""
    return f'<div class="help"{place}>{escaped(words)}</div>'

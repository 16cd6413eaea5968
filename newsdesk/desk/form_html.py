"""The fields and rows of a page's form as HTML, as tags of its template.

A story's form has four hundred fields: as templates, included one in the other, they took longer than all
else together. What stands once in the form is a template; what stands in it by the dozen is a function
here. Every value is escaped, by `escaped` or by the form that it comes from.
"""

import json
from collections.abc import Iterator, Mapping

from django import template
from django.contrib.admin.helpers import Fieldline, Fieldset, InlineAdminForm
from django.db.models import Model
from django.forms.formsets import (
    INITIAL_FORM_COUNT,
    MAX_NUM_FORM_COUNT,
    MIN_NUM_FORM_COUNT,
    TOTAL_FORM_COUNT,
)
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from newsdesk.desk.field_html import fill_html, line_html, place_html, tucked
from newsdesk.desk.form_renderer import escaped, quoted
from newsdesk.desk.form_sections import Rows, is_to_be_open
from newsdesk.desk.forms import OrderedFormSet
from newsdesk.desk.linked_choice import addresses_of
from newsdesk.desk.row_lines import RowLine
from newsdesk.desk.row_patterns import UNNAMED, RowPattern, pattern_of
from newsdesk.desk.rows import OrderedInline

register = template.Library()

_MANY = '<p class="source-many"><a href="{}">Add many at once, from a list of addresses</a></p>'
_NONE = '<p class="desk-none">None.</p>'
_NO_SCRIPT = (
    '<noscript><p class="help">Without JavaScript: save, then <a href="?rows=3#{}-group">show three empty '
    "rows</a>; order the rows by their places.</p></noscript>"
)
_MUST, _LOOK = (
    f'<span class="desk-mark-words"> {words}</span>' for words in ("to fix", "to check")
)


def marked(html: str) -> SafeString:
    """SECURITY: every value in what is drawn here is escaped where it is put in, and nowhere later."""
    return mark_safe(html)  # noqa: S308


@register.simple_tag
def form_fields(fieldset: Fieldset, *, anchor: str = "") -> SafeString:
    """Return the fields of a section, each labelled and with an id to jump to: "field-headline"."""
    lines = "".join(line_html(line, anchor or "field") for line in fieldset)
    return marked(f'<fieldset class="module desk-fields">{lines}</fieldset>')


@register.simple_tag
def form_list(
    rows: Rows, *, below: Fieldset | None, source_address: str = "", source_list_address: str = ""
) -> SafeString:
    """Return a list with its rows, saved ones folded into one line, with a heading where it stands `below`
    fields.

    Django's inlines.js adds and removes rows by their classes and ids; sortable-rows.js moves them. Not a
    template, which would look `prefix` up among the rows, and make a form of each for that.
    """
    opts, formset = rows.opts, rows.formset
    prefix = formset.prefix
    density = f" desk-{opts.density}" if opts.density else ""
    heading = ""
    if below:
        named = escaped(capfirst(str(opts.verbose_name_plural)))
        heading = f'<h3 class="inline-heading">{named}</h3>'
    many = _MANY.format(escaped(source_list_address)) if source_list_address else ""
    drawn = "".join(_Rows(rows, 4 if below else 3, source_address).drawn())
    return marked(
        f'<sortable-rows class="js-inline-admin-formset inline-group{density}" id="{prefix}-group" '
        f'data-inline-type="stacked" data-inline-formset={quoted(_for_script(rows))}>'
        f'<div class="desk-rows {escaped(rows.classes)}">{heading}{_counts(formset)}'
        f"{many if opts.fills_in else ''}{formset.non_form_errors()}"
        f"{drawn or _NONE}"
        f"{_NO_SCRIPT.format(prefix) if rows.has_add_permission else ''}</div></sortable-rows>"
    )


def _for_script(rows: Rows) -> str:
    """Return what inlines.js reads, as JSON. Django's own label has a capital letter in its middle."""
    prefix = rows.formset.prefix
    add = f"Add another {rows.opts.verbose_name}"
    options = {"prefix": prefix, "addText": add, "deleteText": "Remove"}
    return json.dumps({"name": f"#{prefix}", "options": options})


def _counts(formset: OrderedFormSet) -> str:
    """Return how many rows there are, as hidden fields."""
    if formset.is_bound:
        return str(formset.management_form)
    counts = {
        TOTAL_FORM_COUNT: formset.total_form_count(),
        INITIAL_FORM_COUNT: formset.initial_form_count(),
        MIN_NUM_FORM_COUNT: formset.min_num,
        MAX_NUM_FORM_COUNT: formset.max_num,
    }
    names = ((f"{formset.prefix}-{name}", count) for name, count in counts.items())
    return "".join(
        f'<input type="hidden" name="{name}" value="{count}" id="id_{name}">'
        for name, count in names
    )


@register.simple_tag
def marks(found: Mapping[str, int] | None) -> SafeString:
    """Return how many findings a section has: beside its folded line, and in the outline."""
    if not found:
        return marked("")
    must, look = found["must"], found["look"]
    return marked(
        (f'<span class="desk-mark is-must">{must}{_MUST}</span>' if must else "")
        + (f'<span class="desk-mark is-look">{look}{_LOOK}</span>' if look else "")
    )


class _Rows:
    """The rows of one list while they are drawn."""

    def __init__(self, rows: Rows, level: int, source_address: str) -> None:
        self.rows, self.level = rows, level
        self.opts: OrderedInline = rows.opts
        self.fill = fill_html(source_address) if source_address and self.opts.fills_in else ""
        self.formset: OrderedFormSet = rows.formset
        self.prefix = self.formset.prefix

    def drawn(self) -> Iterator[str]:
        if self.rows.takes_no_forms:
            yield from self._without_forms(pattern_of(self.rows))
            return
        forms = list(self.rows)
        template_row = len(forms) - 1 if self.rows.has_add_permission else len(forms)
        for number, row in enumerate(forms):
            # Not `row.original`: the admin pairs rows and forms by their order, which a save may change.
            original = row.form.instance if row.original else None
            yield self._framed(
                original,
                number,
                f"{row.form.non_field_errors()}{self._identity_errors(row)}{self._fields(row, original)}",
                is_open=not original or is_to_be_open(row.form),
                is_ticked=row.form.is_bound and bool(original) and bool(row.form["DELETE"].value())
                if self._may_remove
                else False,
                is_template=number == template_row,
            )

    def _without_forms(self, pattern: RowPattern) -> Iterator[str]:
        saved = self.formset.saved_rows
        count = self.formset.total_form_count()
        rows = [*saved, *[None] * (count - len(saved))]
        for number, row in enumerate(rows):
            yield self._shown(pattern, row, number)
        if self.rows.has_add_permission:
            yield self._shown(pattern, None, count, is_template=True)

    def _shown(
        self, pattern: RowPattern, row: Model | None, number: int, *, is_template: bool = False
    ) -> str:
        prefix = f"{self.prefix}-{'__prefix__' if is_template else number}"
        if row and self._is_choice:
            fields = self._chosen(row, prefix, pattern.field("position", row, prefix))
        else:
            fields = pattern.fields(row, prefix, optional=self.opts.optional, fill=self.fill)
        return self._framed(row, number, fields, is_open=not row, is_template=is_template)

    def _framed(
        self,
        original: Model | None,
        number: int,
        fields: str,
        *,
        is_open: bool,
        is_ticked: bool = False,
        is_template: bool,
    ) -> str:
        """Return a row with what stands round its fields."""
        name = f"{self.prefix}-{'empty' if is_template else number}"
        prefix = f"{self.prefix}-__prefix__" if is_template else name
        # Whose row it is need not be said: the formset knows.
        value = f' value="{original.pk}"' if original else ""
        identity = f'<input type="hidden" name="{prefix}-id"{value}>'
        classes = "inline-related desk-row"
        classes += " has_original" if original else ""
        classes += " empty-form last-related" if is_template else ""
        return (
            f'<div class="{classes}" id="{name}"><details class="desk-row-fold"'
            f"{' open' if is_open else ''}{self._memory(original)}>{self._summary(original, number)}"
            f'{fields}</details><div class="desk-row-head">'
            f"{self._remove(number, is_ticked) if original else ''}</div>{identity}</div>"
        )

    def _summary(self, original: Model | None, number: int) -> str:
        uid = getattr(original, "uid", "")
        place = f' id="{escaped(uid)}"' if uid else ""
        line = row_line(self.opts, original, name=f"#{number + 1}", level=self.level)
        return f'<summary class="desk-row-line"{place}>{line}</summary>'

    def _memory(self, original: Model | None) -> str:
        """Return by what a browser remembers that the row was open."""
        return f' data-fold="{self.prefix}/{original.pk}"' if original else ""

    @property
    def _may_remove(self) -> bool:
        return bool(self.formset.can_delete and self.rows.has_delete_permission)

    def _remove(self, number: int, is_ticked: bool) -> str:
        if not self._may_remove:
            return ""
        ticked = " checked" if is_ticked else ""
        name = f"{self.prefix}-{number}-DELETE"
        return (
            f'<span class="delete"><label><input type="checkbox" name="{name}"{ticked}> '
            "Remove</label></span>"
        )

    def _identity_errors(self, row: InlineAdminForm) -> str:
        return str(row.form["id"].errors) if row.form.is_bound and "id" in row.form.fields else ""

    @property
    def _is_choice(self) -> bool:
        """Whether a row is one choice, and the person may change it."""
        is_one = self.opts.density == "slim" and len(self.opts.linked) == 1
        return is_one and self.rows.has_change_permission

    def _fields(self, row: InlineAdminForm, original: Model | None) -> str:
        if self._is_choice and original and not row.form.errors:
            place = place_html(row.form["position"])
            return self._chosen(original, str(row.form.prefix), place)
        return self._all_fields(row, original)

    def _chosen(self, original: Model, prefix: str, place: str) -> str:
        """Return a row that is one choice, once it is made: whoever means another adds that one."""
        (link,) = self.opts.linked
        target = getattr(original, link)
        _, change = addresses_of(self.opts.admin_site.name, target._meta.label_lower)
        name = f"{escaped(prefix)}-{link}"
        address = escaped(change.replace("__fk__", str(target.pk)))
        return (
            f'<input type="hidden" name="{name}" value="{target.pk}">'
            f'{place}<p class="desk-chosen"><a href="{address}">'
            f"Open this {escaped(target._meta.verbose_name)}</a></p>"
        )

    def _all_fields(self, row: InlineAdminForm, original: Model | None) -> str:
        anchor = getattr(original, "uid", "") or ""
        shown, more = [], []
        for fieldset in row:
            for line in fieldset:
                drawn = line_html(line, anchor, self.fill)
                if self.opts.optional and self._is_unused(line):
                    more.append(tucked(line, drawn))
                else:
                    shown.append(drawn)
        rest = f'<div class="desk-adds">{"".join(more)}</div>' if more else ""
        return f'<fieldset class="module desk-fields">{"".join(shown)}{rest}</fieldset>'

    def _is_unused(self, line: Fieldline) -> bool:
        names = [name for name in line.fields if name not in UNNAMED]
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
    return marked(
        f'<h{level} class="desk-row-name"><span>'
        f'{escaped(capfirst(str(opts.verbose_name)))}</span> <span class="inline_label">'
        f"{escaped(line.name)}</span></h{level}>{text}{note}{lacks}"
    )

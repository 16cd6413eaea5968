"""The fields of rows that are only shown: drawn once by a form of Django's, and filled in for every row.

To make a form of each row took longer than to draw it. What forms draw is the same for all rows of a list
but for the row's name and its values: so one row is drawn with marks in their place. Rows that were sent,
with what is wrong in them, are drawn by their own forms.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self, cast
from weakref import WeakKeyDictionary

from django.contrib.admin.helpers import AdminField, Fieldline, InlineAdminForm, InlineAdminFormSet
from django.db.models import Model
from django.forms import BaseInlineFormSet, CheckboxInput, ChoiceField, Field, Select

from newsdesk.desk.field_html import field_html, filled, line_of, tucked
from newsdesk.desk.form_renderer import escaped
from newsdesk.desk.forms import KnownChoices
from newsdesk.desk.linked_choice import LinkedChoice

# What is put in: "row" is the row's prefix, "place" what the ids of its fields begin with, "fill" what fills
# the row in from its address; then the "value" of one field, and the "name" of the page that is chosen.
Told = dict[str, str]
Values = Mapping[str, object]

# Stand for it in what is cut, which holds nothing that anybody typed. A key has to be a number.
_ROW, _PLACE, _FILL, _VALUE, _NAME, _INNER = (f"\ue000{number}\ue001" for number in range(6))
_KEY = str(2**62 + 41)
_MARKS = {
    _ROW: "row",
    _PLACE: "place",
    _FILL: "fill",
    _VALUE: "value",
    _KEY: "value",
    _NAME: "name",
}

# Fields that have a place of their own.
UNNAMED = frozenset({"position"})


class RowPattern:
    """The fields of the rows of a list, as who may change them sees them. It keeps nothing of any row."""

    def __init__(self, rows: InlineAdminFormSet) -> None:
        """Draw a row of `rows` with marks."""
        empty = _made(rows, {})
        marks = {
            name: _KEY if isinstance(field.widget, LinkedChoice) else _VALUE
            for name, field in empty.form.fields.items()
        }
        marked = _made(rows, marks)
        columns = {field.name: field for field in rows.opts.model._meta.fields}
        self._lines = [
            _Line.of(line, other, rows)
            for line, other in zip(_lines(empty), _lines(marked), strict=True)
        ]
        self._values_of = {
            name: columns[name].value_from_object for line in self._lines for name in line.fields
        }
        self._initial = {
            name: empty.form.get_initial_for_field(empty.form.fields[name], name)
            for name in self._values_of
        }
        self.media = empty.form.media

    def fields(
        self, row: Model | None, prefix: str, *, optional: frozenset[str], fill: str = ""
    ) -> str:
        """Return the fields of a row, or of a new one; for as long as nothing is in some of the `optional`
        ones, they stand behind their names.
        """
        uid = getattr(row, "uid", "")
        told = {
            "row": escaped(prefix),
            "place": escaped(uid or f"field-{prefix}"),
            "fill": filled(fill, prefix),
        }
        values = self._initial if row is None else self._read(row)
        shown, more = [], []
        for line in self._lines:
            drawn = "".join(
                pattern.drawn(row, values[name], told) for name, pattern in line.fields.items()
            )
            if line.is_unused(values, optional):
                more.append(drawn.join(line.tucked))
            else:
                shown.append(drawn.join(line.shown))
        rest = f'<div class="desk-adds">{"".join(more)}</div>' if more else ""
        return f'<fieldset class="module desk-fields">{"".join(shown)}{rest}</fieldset>'

    def field(self, name: str, row: Model, prefix: str) -> str:
        """Return one field of a saved row."""
        pattern = next(line.fields[name] for line in self._lines if name in line.fields)
        return pattern.drawn(row, self._values_of[name](row), {"row": escaped(prefix)})

    def _read(self, row: Model) -> Values:
        return {name: value_of(row) for name, value_of in self._values_of.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """Fields that stand side by side, and what stands round them: as they are, or behind their names."""

    fields: "dict[str, _Pattern]"
    optional: frozenset[str]
    shown: tuple[str, str]
    tucked: tuple[str, str]

    @classmethod
    def of(cls, empty: Fieldline, marked: Fieldline, rows: InlineAdminFormSet) -> Self:
        fields = {
            one.field.name: _pattern(one, other, rows)
            for one, other in zip(_fields(empty), _fields(marked), strict=True)
        }
        frame = line_of(_INNER, empty)
        return cls(
            fields=fields,
            optional=frozenset(fields) - UNNAMED,
            shown=_halves(frame),
            tucked=_halves(tucked(empty, frame)),
        )

    def is_unused(self, values: Values, optional: frozenset[str]) -> bool:
        if not self.optional or not optional.issuperset(self.optional):
            return False
        return not any(values[name] for name in self.optional)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A field, to be filled in."""

    name: str

    def drawn(self, row: Model | None, value: object, told: Told) -> str:
        """Return the field of `row` with `value` in it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class _Text(_Pattern):
    """A field that is written in. `shown` returns what stands in it, None for nothing."""

    empty: str
    marked: str
    shown: Callable[[object], object]

    def __post_init__(self) -> None:
        if self.marked.count("%(value)s") != 1:
            raise TypeError(f"The field “{self.name}” does not show its value as it is.")

    def drawn(self, row: Model | None, value: object, told: Told) -> str:
        shown = self.shown(value)
        if shown is None:
            return self.empty % told
        return self.marked % {**told, "value": escaped(shown)}


@dataclass(frozen=True, slots=True)
class _Choice(_Pattern):
    """A choice among pages: what is chosen is named."""

    empty: str
    marked: str

    def __post_init__(self) -> None:
        if "%(value)s" not in self.marked or "%(name)s" not in self.marked:
            raise TypeError(f"The field “{self.name}” does not name what is chosen.")

    def drawn(self, row: Model | None, value: object, told: Told) -> str:
        if not value:
            return self.empty % told
        name = escaped(str(getattr(row, self.name)))
        return self.marked % {**told, "value": escaped(value), "name": name}


@dataclass(frozen=True, slots=True)
class _Kind(_Pattern):
    """A choice of a few, drawn with each of them. Where something else is stored, none is chosen."""

    drawings: Mapping[str, str]
    otherwise: str

    def drawn(self, row: Model | None, value: object, told: Told) -> str:
        known = self.drawings.get("" if value is None else str(value), self.otherwise)
        return known % told


def pattern_of(rows: InlineAdminFormSet) -> RowPattern:
    """Return the pattern of the rows of a list: one for all lists of one class."""
    kind = type(rows.formset)
    if kind not in _patterns:
        _patterns[kind] = RowPattern(rows)
    return _patterns[kind]


_patterns: WeakKeyDictionary[type[BaseInlineFormSet], RowPattern] = WeakKeyDictionary()


def _pattern(empty: AdminField, marked: AdminField, rows: InlineAdminFormSet) -> _Pattern:
    name, field = empty.field.name, empty.field.field
    if isinstance(field.widget, CheckboxInput | Select):
        return _kind(name, field, rows)
    without, with_marks = (_cut(field_html(each, _PLACE, _FILL)) for each in (empty, marked))
    if isinstance(field.widget, LinkedChoice):
        return _Choice(name, without, with_marks)
    prepare, shown = field.prepare_value, field.widget.format_value
    return _Text(name, without, with_marks, lambda value: shown(prepare(value)))


def _kind(name: str, field: Field, rows: InlineAdminFormSet) -> _Kind:
    choices = field.choices if isinstance(field, ChoiceField) else ((True, ""), (False, ""))
    values = _offered(cast("Iterable[tuple[object, object]]", choices))
    drawings = {}
    for value in (*values, _VALUE):
        lines = _lines(_made(rows, {name: value}))
        drawn = next(each for line in lines for each in _fields(line) if each.field.name == name)
        drawings["" if value is None else str(value)] = _cut(field_html(drawn, _PLACE, _FILL))
    return _Kind(name, drawings, otherwise=drawings.pop(_VALUE))


def _offered(choices: Iterable[tuple[object, object]]) -> Iterator[object]:
    """Yield the values of choices, those in groups too."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _offered(label)
        else:
            yield value


def _made(rows: InlineAdminFormSet, values: Values) -> InlineAdminForm:
    """Return a row with `values`; its prefix is a mark, and it shares no field with another."""
    formset = rows.formset
    form = formset.form(
        auto_id=formset.auto_id,
        prefix=_ROW,
        initial=values,
        use_required_attribute=False,
        renderer=formset.form_renderer,
    )
    formset.add_fields(form, None)
    for field in form.fields.values():
        box = field.widget.widget if isinstance(field.widget, LinkedChoice) else None
        if isinstance(box, KnownChoices):
            box.known = {_KEY: _NAME}
    return InlineAdminForm(formset, form, rows.fieldsets, {}, None, (), model_admin=rows.opts)


def _lines(row: InlineAdminForm) -> Iterator[Fieldline]:
    for fieldset in row:
        yield from fieldset


def _fields(line: Fieldline) -> list[AdminField]:
    """Return the boxes of a line; a row that may be changed has no others."""
    return [each for each in line if isinstance(each, AdminField)]


def _cut(html: str) -> str:
    """Return HTML in which marks stand as a pattern for `%`, without the line breaks between its tags."""
    html = re.sub(r">\s+<", "><", html).replace("%", "%%")
    for mark, name in _MARKS.items():
        html = html.replace(mark, f"%({name})s")
    return html


def _halves(html: str) -> tuple[str, str]:
    before, _, after = html.partition(_INNER)
    return before, after

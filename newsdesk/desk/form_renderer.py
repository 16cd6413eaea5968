"""Draws plain boxes, labels and empty lists of errors as Django's own templates do, in a tenth of the time.

A form of the desk has hundreds of them. Quotation marks alone are others where that is shorter. Everything
else is drawn by Django's templates. A test compares what both draw, so that a release of Django that draws
something else is noticed.
"""

import html
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypedDict, cast

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeData

Context = Mapping[str, object]


class Box(TypedDict):
    """What Django tells the template of a box; `attrs` has True for an attribute without a value."""

    type: str
    name: str
    value: object
    attrs: Mapping[str, object]


class Option(TypedDict):
    """What Django tells the template of one choice."""

    value: object
    label: object
    attrs: Mapping[str, object]


class Choice(TypedDict):
    """What Django tells the template of a select: groups as name, choices, number."""

    name: str
    attrs: Mapping[str, object]
    optgroups: list[tuple[object, list[Option], int]]


class QuickBoxes(DjangoTemplates):
    """The renderer of all forms: FORM_RENDERER in the settings."""

    def render(
        self, template_name: str, context: Context, request: HttpRequest | None = None
    ) -> str:
        draw = DRAWN.get(template_name)
        drawn = draw(context) if draw else None
        return super().render(template_name, {**context}, request) if drawn is None else drawn


def _input(context: Context) -> str:
    box = cast("Box", context["widget"])
    value = "" if box["value"] is None else f' value="{escaped(box["value"])}"'
    name = escaped(box["name"])
    return f'<input type="{box["type"]}" name="{name}"{value}{_attributes(box["attrs"])}>'


def _textarea(context: Context) -> str:
    box = cast("Box", context["widget"])
    name, value = escaped(box["name"]), escaped(str(box["value"] or ""))
    return f'<textarea name="{name}"{_attributes(box["attrs"])}>\n{value}</textarea>'


def _select(context: Context) -> str:
    choice = cast("Choice", context["widget"])
    name = escaped(choice["name"])
    drawn = "".join(_group(label, boxes) for label, boxes, _ in choice["optgroups"])
    return f'<select name="{name}"{_attributes(choice["attrs"])}>{drawn}\n</select>'


def _group(label: object, options: Iterable[Option]) -> str:
    drawn = "".join(f"\n  {_option(each)}" for each in options)
    if not label:
        return drawn
    return f'\n  <optgroup label="{escaped(label)}">{drawn}\n  </optgroup>'


def _option(option: Option) -> str:
    label = escaped(str(option["label"]))
    value = escaped(option["value"])
    # With the line break at the end of Django's template of it.
    return f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>\n'


def _label(context: Context) -> str:
    label = escaped(str(context["label"]))
    if not context["use_tag"]:
        return label.strip()
    attributes = _attributes(cast("Mapping[str, object]", context["attrs"] or {}))
    return f"<{context['tag']}{attributes}>{label}</{context['tag']}>"


def _errors(context: Context) -> str | None:
    return None if context["errors"] else ""


def _attributes(attributes: Mapping[str, object]) -> str:
    return "".join(
        f" {_named(name)}" + ("" if value is True else f"={quoted(value)}")
        for name, value in attributes.items()
        if value is not False
    )


def quoted(value: object) -> str:
    """Return a value in quotation marks. One that is full of double ones, as an editor's configuration is,
    stands in single ones: escaped, it would be half as long again.
    """
    text = str(value)
    if '"' in text and "'" not in text and not isinstance(value, SafeData):
        return f"'{html.escape(text, quote=False)}'"
    return f'"{escaped(value)}"'


@lru_cache(maxsize=500)
def _named(name: str) -> str:
    return escaped(name)


def escaped(value: object) -> str:
    """Return a value as text of HTML: what Django's `conditional_escape` does, without its care for what is
    lazy. A form asks for it thousands of times.
    """
    return str(value) if isinstance(value, SafeData) else html.escape(str(value))


# SECURITY: whatever stands in these is escaped as Django does it; only what is marked as safe is not.
DRAWN: dict[str, Callable[[Context], str | None]] = {
    **{
        f"django/forms/widgets/{name}.html": _input
        for name in "checkbox date datetime email hidden input number password text time url".split()
    },
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "django/forms/label.html": _label,
    "django/forms/errors/list/default.html": _errors,
    "django/forms/errors/list/ul.html": _errors,
}

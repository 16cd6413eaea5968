"""What the quick renderer draws is to the letter what Django's templates draw."""

import pytest
from django import forms
from django.contrib.admin import widgets as of_the_admin
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.forms.utils import ErrorList
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from newsdesk.desk.form_renderer import DRAWN, QuickBoxes

HOSTILE = "\"'><script>&amp; é\u2028"
VALUES = [
    None,
    "",
    0,
    1.5,
    True,
    False,
    "  words \n",
    HOSTILE,
    lazystr(HOSTILE),
    mark_safe("<b>&amp;</b>"),
]
WIDGETS = [
    forms.TextInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.URLInput,
    forms.PasswordInput,
    forms.HiddenInput,
    forms.DateInput,
    forms.DateTimeInput,
    forms.TimeInput,
    forms.CheckboxInput,
    forms.Textarea,
    of_the_admin.AdminTextInputWidget,
    of_the_admin.AdminTextareaWidget,
]
ATTRIBUTES = [
    {},
    {"id": "id_x", "required": True, "disabled": False, "maxlength": 1_000, "data-x": None},
    {"class": HOSTILE, HOSTILE: "x", "title": lazystr(HOSTILE), "pattern": mark_safe("<&>")},
]


def test_all_forms_are_drawn_by_it():
    assert isinstance(get_default_renderer(), QuickBoxes)


@pytest.mark.parametrize("widget", WIDGETS)
def test_boxes_are_those_of_django(widget):
    box = widget()
    assert box.template_name in DRAWN
    for attributes in ATTRIBUTES:
        for value in VALUES:
            for name in ("x", HOSTILE):
                told = [name, value, attributes]
                quick, stock = (box.render(*told, each()) for each in (QuickBoxes, DjangoTemplates))
                assert quick == stock


CHOICES = [
    ("", "---------"),
    (HOSTILE, HOSTILE),
    (1, lazystr(HOSTILE)),
    (None, mark_safe("<b>Safe</b>")),
    ("A group", [("a", "One"), (2, "Two")]),
    (HOSTILE, [(True, "Three")]),
]


@pytest.mark.parametrize("choices", [[], CHOICES])
@pytest.mark.parametrize("attributes", ATTRIBUTES)
def test_choices_are_those_of_django(choices, attributes):
    box = forms.Select(choices=choices)
    assert box.template_name in DRAWN
    for value in (None, "", HOSTILE, 1, "a", True):
        quick, stock = (
            box.render("x", value, attributes, each()) for each in (QuickBoxes, DjangoTemplates)
        )
        assert quick == stock


@pytest.mark.parametrize(
    "label", [value for value in VALUES if isinstance(value, str)] + [lazystr("A")]
)
@pytest.mark.parametrize("use_tag", [True, False])
def test_labels_are_those_of_django(label, use_tag):
    for attributes in (None, *ATTRIBUTES):
        told = {
            "label": label,
            "attrs": attributes,
            "use_tag": use_tag,
            "tag": "label",
            "field": None,
        }
        quick, stock = (
            each().render("django/forms/label.html", told) for each in (QuickBoxes, DjangoTemplates)
        )
        assert quick == stock


@pytest.mark.parametrize("found", [[], [HOSTILE], ["One.", mark_safe("<b>Two.</b>")]])
def test_lists_of_errors_are_those_of_django(found):
    quick, stock = (
        ErrorList(found, renderer=each()).render() for each in (QuickBoxes, DjangoTemplates)
    )
    assert quick == stock

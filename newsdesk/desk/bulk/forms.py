"""What the bulk actions ask for. Each form's `values` is what a record of the deed keeps."""

from datetime import datetime
from typing import Any, TypedDict

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.dateformat import format as date_format
from django.utils.dateparse import parse_datetime

from newsdesk.desk.bulk.changes import Scalar, plain
from newsdesk.desk.forms import DateInput, QuietLabels, TimeInput
from newsdesk.pages.clock import in_words
from newsdesk.pages.limits import TAG_LENGTH


class Values(TypedDict, total=False):
    """What an action is done with, as JSON carries it and in words; empty where nothing is asked."""

    value: Scalar
    words: str


class ActionForm(QuietLabels, forms.Form):
    """One field, `value`."""

    def values(self) -> Values:
        """Return what was asked as JSON can carry it, with the same in words."""
        value = self.cleaned_data["value"]
        return {"value": plain(value), "words": str(value or "nothing")}

    @classmethod
    def again(cls, values: Values | None) -> "ActionForm":
        """Return the form filled in with what `values` gave before, or an empty one."""
        return cls(initial={"value": cls.python_value(values["value"])} if values else {})

    @staticmethod
    def python_value(value: Scalar) -> Scalar | datetime:
        """Return what a widget shows of what JSON carried."""
        return value


class OwnerForm(ActionForm):
    value: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Editor in charge", queryset=None, required=False, empty_label="Nobody"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model()._default_manager.filter(is_staff=True, is_active=True)
        self.fields["value"].queryset = people.order_by("username")  # type: ignore[attr-defined]

    def values(self) -> Values:
        owner = self.cleaned_data["value"]
        return {"value": owner and owner.pk, "words": str(owner or "nobody")}


class DueForm(ActionForm):
    value = forms.DateTimeField(
        label="Due", required=False, widget=TimeInput, help_text="Leave it empty for no time."
    )

    def values(self) -> Values:
        at = self.cleaned_data["value"]
        return {"value": plain(at), "words": in_words(at) if at else "no time"}

    @staticmethod
    def python_value(value: Scalar) -> Scalar | datetime:
        # As text it is a time with a zone, which the browser's own field refuses to show.
        return parse_datetime(str(value)) if value else None


class ReadAgainForm(ActionForm):
    value = forms.DateField(
        label="Read again on",
        required=False,
        widget=DateInput,
        help_text="Leave it empty for no day.",
    )

    def values(self) -> Values:
        day = self.cleaned_data["value"]
        return {"value": plain(day), "words": date_format(day, "j F Y") if day else "no day"}


class TagForm(ActionForm):
    value = forms.CharField(label="Tag", max_length=TAG_LENGTH)

    def clean_value(self) -> str:
        tag: str = self.cleaned_data["value"]
        if "," in tag or '"' in tag:
            raise ValidationError("One tag at a time, without commas or quotation marks.")
        if not any(character.isalnum() for character in tag):
            raise ValidationError("A tag has a letter or a digit at least.")
        return tag

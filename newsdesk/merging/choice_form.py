"""The form in which a moderator says what the page to keep takes over: what is alike for every kind."""

from collections.abc import Iterable

from django import forms
from django.forms import BoundField

from newsdesk.desk.forms import UncutForm
from newsdesk.merging.models import REASON_LENGTH
from newsdesk.pages.rich_text import plain

NEW, BOTH = "new", "both"

Choices = Iterable[tuple[str, str]]


class ChoiceForm(UncutForm, forms.Form):
    """Fields of which one side is taken, lists of which items are taken, and why."""

    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        help_text="Kept in the history of every page. Readers do not see it.",
    )

    def fields_offered(self) -> list[tuple[BoundField, list[BoundField]]]:
        """Return the fields of which one side is taken, each with those in which it can be written anew."""
        names = [name for name, field in self.fields.items() if type(field) is forms.ChoiceField]
        return [
            (self[name], [self[each] for each in self.fields if _writes(each, name)])
            for name in names
        ]

    def lists_offered(self) -> list[BoundField]:
        """Return the lists of which items are taken, without those that are empty on both sides."""
        return [
            self[name]
            for name, field in self.fields.items()
            if isinstance(field, forms.MultipleChoiceField) and field.choices
        ]

    def asked(self) -> list[BoundField]:
        """Return the other fields: why, and what a kind asks besides."""
        return [
            field
            for field in self.visible_fields()
            if not isinstance(field.field, forms.ChoiceField) and not field.name.endswith(f"_{NEW}")
        ]

    def offer(self, name: str, label: str, choices: Choices, *, initial: str) -> None:
        """Ask whose `name` is taken."""
        self.fields[name] = forms.ChoiceField(
            label=label, widget=forms.RadioSelect, choices=told_apart(choices), initial=initial
        )

    def offer_items(
        self, name: str, label: str, choices: Choices, *, initial: Iterable[str]
    ) -> None:
        """Ask which items of a list are taken."""
        self.fields[name] = forms.MultipleChoiceField(
            label=label,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=told_apart(choices),
            initial=list(initial),
        )

    def require_written(self, *names: str) -> None:
        """Complain where something is to be written anew and nothing was; call it in `clean`."""
        for name in names:
            words = str(self.cleaned_data.get(f"{name}_new") or "")
            if self.cleaned_data.get(name) != NEW:
                self.errors.pop(f"{name}_new", None)
            elif f"{name}_new" not in self.errors and not plain(words).strip():
                self.add_error(f"{name}_new", "Write it, or choose what there is.")


def _writes(field: str, name: str) -> bool:
    """Tell whether `field` is where `name` is written anew: "description_new", "description_source_new"."""
    return field.startswith(f"{name}_") and field.endswith(f"_{NEW}")


def told_apart(choices: Choices) -> list[tuple[str, str]]:
    """Return choices with a number behind each label that several have: "Always? (2)"."""
    seen: dict[str, int] = {}
    told = []
    for value, label in choices:
        seen[label] = seen.get(label, 0) + 1
        told.append((value, label if seen[label] == 1 else f"{label} ({seen[label]})"))
    return told

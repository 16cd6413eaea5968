"""What each verb asks before it is done. The guards themselves are the workflow's."""

from datetime import datetime
from typing import Any, TypedDict

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from newsdesk.desk.forms import TimeInput, UncutForm
from newsdesk.desk.warnings_form import WarningsForm
from newsdesk.pages.clock import NotOneInstant, in_words, instant, zone
from newsdesk.pages.editions import Edition
from newsdesk.pages.models import Event, WorkingCopy
from newsdesk.workflow.guards import CLASSES
from newsdesk.workflow.transitions import Verb

NOTE_LENGTH = 2_000


class VerbFormArguments(TypedDict):
    """What every form of a verb is told."""

    verb: Verb
    item: WorkingCopy
    initial: dict[str, object]


class VerbForm(UncutForm, forms.Form):
    """What a verb is done with. `arguments` are the keyword arguments of the verb's function.

    `after` is the newest event that the page showed, `seen` the digest of the working copy: they tell
    a repeated request, and one about something that has changed since.
    """

    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        label="Note for the log",
        help_text="Kept in the history. Readers do not see it.",
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    # What the verb's function is called with, and what the page shows in a place of its own.
    passed: tuple[str, ...] = ("note",)
    shown_apart: tuple[str, ...] = ()

    def __init__(self, *args: Any, verb: Verb, item: WorkingCopy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.verb = verb
        self.item = item
        if verb.note_required:
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = "Say why."

    def asked(self) -> list[forms.BoundField]:
        """Return the bound fields that the page shows one after the other."""
        return [field for field in self.visible_fields() if field.name not in self.shown_apart]

    def arguments(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.passed if name in self.fields}


class ReturnForm(VerbForm):
    """Handing a text back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = "What is missing?"
        self.fields["note"].help_text = "The author is told this."
        self.fields["note"].error_messages["required"] = "Say what is missing."


class WithdrawForm(VerbForm):
    """Withdrawing a page: the reason, and how its address answers."""

    gone_status = forms.TypedChoiceField(
        label="What do readers find at the address?",
        choices=Edition.Gone.choices,
        coerce=int,
        initial=Edition.Gone.GONE.value,
        widget=forms.RadioSelect,
    )
    passed: tuple[str, ...] = ("note", "gone_status")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.label = "Reason"
        note.help_text = "Readers who come to the address are told this."
        note.error_messages["required"] = "Say why: readers are told the reason."


class TimeForm(VerbForm):
    """A verb that asks for a time, written as the desk's clocks show it.

    A time that the clocks skip or repeat is refused with its two readings, one of which can be chosen.
    """

    at = forms.CharField(label="Time", widget=TimeInput, max_length=40)
    reading = forms.ChoiceField(
        label="Which of the two do you mean?", required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = f"In the time of {zone().key}."
        self.readings: tuple[datetime, ...] = self._readings()
        self.fields["reading"].choices = [  # type: ignore[attr-defined]
            (each.isoformat(), in_words(each)) for each in self.readings
        ]
        if not self.readings:
            del self.fields["reading"]

    def clean_at(self) -> datetime | None:
        text = self.cleaned_data["at"]
        if not text:
            return None
        try:
            local = parse_datetime(text)
        except ValueError:
            local = None
        if local is None:
            raise ValidationError("Write a day and a time, such as 2026-03-18T06:00.")
        if local.tzinfo is not None:
            return local
        try:
            return instant(local)
        except NotOneInstant as error:
            chosen = self.data.get(self.add_prefix("reading"))
            for reading in error.readings:
                if chosen == reading.isoformat():
                    return reading
            raise ValidationError(str(error)) from error

    def _readings(self) -> tuple[datetime, ...]:
        try:
            local = parse_datetime(self.data.get(self.add_prefix("at"), ""))
            if local is not None and local.tzinfo is None:
                instant(local)
        except NotOneInstant as error:
            return error.readings
        except (ValueError, OverflowError):
            pass
        return ()


class EmbargoForm(TimeForm):
    """Setting an embargo, or lifting it by leaving the time empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].required = False
        self.fields["at"].label = "Nothing appears before"
        self.fields["at"].help_text += " Leave it empty to lift the embargo."
        if self.item.embargo_until is not None and not self.is_bound:
            local = self.item.embargo_until.astimezone(zone())
            self.initial["at"] = local.strftime("%Y-%m-%dT%H:%M")
        self.fields["note"].label = "Reason"

    def arguments(self) -> dict[str, object]:
        return super().arguments() | {"until": self.cleaned_data["at"]}


class WaitingForm(VerbForm):
    """A verb that asks which of the waiting editions is meant."""

    number = forms.TypedChoiceField(
        label="Which scheduled version?", coerce=int, widget=forms.RadioSelect
    )
    passed: tuple[str, ...] = ("note", "number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = self.item.editions.waiting().values_list("number", "visible_from")
        choices = [(number, f"Version {number}, {in_words(at)}") for number, at in waiting]
        self.fields["number"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["number"] = choices[0][0]


class RescheduleForm(TimeForm, WaitingForm):
    """Moving a waiting edition to another time."""

    passed: tuple[str, ...] = ("note", "number", "at")
    field_order = ["number", "at", "reading", "note"]


class PublishForm(WarningsForm, VerbForm):
    """Publishing. What readers know already has to be classed, and they are told what has changed."""

    kind = forms.ChoiceField(
        label="What kind of change is it?",
        choices=[(kind.value, kind.label) for kind in CLASSES],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what kind of change it is."},
    )
    wrong = forms.CharField(
        label="What was wrong",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        help_text="For a correction. Shown to readers.",
    )
    right = forms.CharField(
        label="What is right",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        help_text="For a correction. Shown to readers.",
    )
    gravity = forms.ChoiceField(
        label="Where do readers see it?",
        choices=Edition.Gravity.choices,
        initial=Edition.Gravity.FOOT.value,
        required=False,
        widget=forms.RadioSelect,
    )
    passed: tuple[str, ...] = (
        *("note", "kind", "wrong", "right", "gravity"),
        "confirmed",
    )
    shown_apart: tuple[str, ...] = ("confirmed", "accepted")
    for_correction = ("wrong", "right", "gravity")
    field_order = ["kind", "wrong", "right", "gravity", "note"]

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if again:
            self.fields["note"].label = "Public note"
            self.fields["note"].help_text = "Shown to readers on the page and in its history."
        else:
            for name in ("kind", *self.for_correction):
                del self.fields[name]

    def asked(self) -> list[forms.BoundField]:
        return [field for field in super().asked() if not field.name.startswith("reason-")]

    def arguments(self) -> dict[str, object]:
        return super().arguments() | {"reason": self.reasons()}

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == Edition.Kind.CORRECTION:
            for name in ("wrong", "right"):
                if not data.get(name) and not self.has_error(name):
                    label = str(self.fields[name].label).lower()
                    self.add_error(name, f"A correction tells readers {label}.")
        elif data.get("kind"):
            data.update(dict.fromkeys(self.for_correction, ""))
        if data.get("kind") == Edition.Kind.CLARIFICATION and not data.get("note"):
            self.add_error("note", "A clarification needs a public note: say what was unclear.")
        return data


class ScheduleForm(TimeForm, PublishForm):
    """Publishing at a set time."""

    passed: tuple[str, ...] = (*PublishForm.passed, "at")
    field_order = ["at", "reading", *PublishForm.field_order]


class MarkReadForm(VerbForm):
    """Which correction a second person has read."""

    number = forms.TypedChoiceField(
        label="Which correction have you read?", coerce=int, widget=forms.RadioSelect
    )
    passed: tuple[str, ...] = ("note", "number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unread = self.item.events.unread_corrections().select_related("actor").order_by("pk")
        editions = {row.number: row for row in self.item.editions.defer("document")}
        choices = [(each.edition, _correction(each, editions[each.edition])) for each in unread]
        self.fields["number"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["number"] = choices[0][0]


def _correction(event: Event, edition: Edition) -> str:
    """Return which correction it is, by whom, and what readers were told of it."""
    made = f"Version {edition.number}, by {event.actor}, {in_words(event.at)}"
    return f"{made}: “{edition.note}”" if edition.note else made


RELEASE_FORMS: dict[str, type[PublishForm]] = {"publish": PublishForm, "schedule": ScheduleForm}
FORMS: dict[str, type[VerbForm]] = {
    "mark_read": MarkReadForm,
    "return": ReturnForm,
    "reschedule": RescheduleForm,
    "unschedule": WaitingForm,
    "embargo": EmbargoForm,
    "withdraw": WithdrawForm,
}

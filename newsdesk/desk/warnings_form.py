"""What a publish form asks about the gate's warnings. The rule is `guards.refuse_unconfirmed`."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypedDict

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from newsdesk.rules.acknowledgements import REASON_LENGTH, says_something
from newsdesk.rules.findings import Findings, Problem
from newsdesk.rules.subjects import SUBJECTS, Subject, subject_of
from newsdesk.workflow.guards import Unconfirmed, refuse_unconfirmed


class WarningArguments(TypedDict):
    """What a form that publishes is told of warnings: all findings, and which were confirmed before."""

    findings: Findings
    looked: Collection[str]


class BoxesField(forms.MultipleChoiceField):
    """Boxes of which any may be ticked: which of them count is said by the rule."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: object) -> bool:
        return True


class WarningsForm(forms.Form):
    """Mixed into a form that publishes: a box and a reason for each subject that the checks warn of.

    `findings` are the gate's; warnings in `looked` were confirmed before in these very words and are
    not asked again. `confirmed` are the warnings that the page showed, by identity, `accepted` the
    subjects that were ticked: both together are what was looked at, so that a warning which came up since
    is in no tick. The form says what the verb would say. With `quiet` it keeps what was sent and is silent.
    """

    confirmed = BoxesField(required=False)
    accepted = BoxesField(required=False)

    def __init__(
        self,
        *args: Any,
        findings: Findings | None = None,
        looked: Collection[str] = (),
        quiet: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.findings, self.looked, self.quiet = findings or Findings(), looked, quiet
        self.to_confirm = self.findings.unconfirmed(looked)
        self.subject_by_box: dict[str, Subject] = {}
        self.ask_about((each.identity, each) for each in self.to_confirm)

    def full_clean(self) -> None:
        if self.quiet:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def ask_about(self, warnings: Iterable[tuple[str, Problem]]) -> None:
        """Ask one reason for each subject of some warnings, each with the value of its box."""
        self.subject_by_box |= {box: subject_of(warning) for box, warning in warnings}
        for subject in self.subjects():
            self.fields.setdefault(_field(subject), _reason(subject))

    def subjects(self) -> Sequence[Subject]:
        """Return the subjects that are asked about."""
        asked = set(self.subject_by_box.values())
        return [subject for subject in SUBJECTS if subject in asked]

    def reason_of(self, subject: Subject) -> forms.BoundField:
        return self[_field(subject)]

    def is_accepted(self, subject: Subject) -> bool:
        """Tell whether the box of a subject is shown ticked."""
        data = self.data
        sent = data.getlist(self.add_prefix("accepted")) if isinstance(data, MultiValueDict) else ()
        return self.is_bound and subject.name in sent

    def reasons(self) -> dict[str, str]:
        """Return the reasons that were given, by the names of their subjects."""
        given = {each.name: self.cleaned_data.get(_field(each), "") for each in self.subjects()}
        return {name: reason for name, reason in given.items() if reason}

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        for subject in self.subjects():
            ticked = subject.name in data.get("accepted", [])
            if ticked and not says_something(data.get(_field(subject), "")):
                self.add_error(_field(subject), "Say in a few words why this stays as it is.")
        data["confirmed"] = self.counting(data.get("confirmed", []))
        self.ask_rule(self.findings, self.looked, data["confirmed"])
        return data

    def counting(self, boxes: Iterable[str]) -> list[str]:
        """Return of the boxes that were sent those that count: of ticked subjects, and of none known."""
        accepted = {*self.cleaned_data.get("accepted", [])}
        known = self.subject_by_box
        return [box for box in boxes if box not in known or known[box].name in accepted]

    def ask_rule(
        self, findings: Findings, looked: Collection[str], chosen: Collection[str]
    ) -> None:
        """Say over the boxes what the rule says of the `chosen` warnings; reasons have been spoken of."""
        try:
            refuse_unconfirmed(findings, looked, chosen, self.reasons())
        except Unconfirmed as error:
            if error.about == "confirmed" and not self.has_error("accepted"):
                self.add_error("accepted", str(error))


def _field(subject: Subject) -> str:
    return f"reason-{subject.name}"


def _reason(subject: Subject) -> forms.CharField:
    attributes = {"list": f"reasons-{subject.name}"} if subject.reasons else {}
    return forms.CharField(
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.TextInput({**attributes, "autocomplete": "off"}),
        label="Because",
    )

"""What a publish form asks about the gate's warnings. The rule is `guards.refuse_unconfirmed`."""

from collections.abc import Collection
from typing import Any, TypedDict

from django import forms
from django.utils.datastructures import MultiValueDict

from newsdesk.rules.acknowledgements import REASON_LENGTH
from newsdesk.rules.findings import Findings
from newsdesk.workflow.guards import Unconfirmed, refuse_unconfirmed


class Warned(TypedDict):
    """What a form that publishes is told of warnings: all findings, and which were confirmed before."""

    findings: Findings
    looked: Collection[str]


class BoxesField(forms.MultipleChoiceField):
    """Boxes of which any may be ticked: which of them count is said by the rule."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: object) -> bool:
        return True


class WarningsForm(forms.Form):
    """Mixed into a form that publishes: a box for each warning, and one reason for those that are ticked.

    `findings` are the gate's; warnings in `looked` were confirmed before in these very words and are
    not asked again. The form says what the verb would say.
    """

    confirmed = BoxesField(required=False, label="I have looked at")
    reason = forms.CharField(
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        label="Why do they stay?",
        help_text="One reason for all that you have ticked. It is kept in the history.",
    )

    def __init__(
        self,
        *args: Any,
        findings: Findings | None = None,
        looked: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.findings, self.looked = findings or Findings(), looked
        self.to_confirm = self.findings.unconfirmed(looked)
        if not self.to_confirm:
            del self.fields["confirmed"], self.fields["reason"]

    def ticked_warnings(self) -> set[str]:
        """Return the identities of the boxes to show ticked."""
        data = self.data
        if not self.is_bound or not isinstance(data, MultiValueDict):
            return set()
        return set(data.getlist(self.add_prefix("confirmed")))

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        self.ask_rule("confirmed", self.findings, self.looked, data.get("confirmed", []))
        return data

    def ask_rule(
        self, field: str, findings: Findings, looked: Collection[str], chosen: Collection[str]
    ) -> None:
        """Put what the rule says of the `chosen` warnings beside their boxes, in `field`, or their reason."""
        try:
            refuse_unconfirmed(findings, looked, chosen, self.cleaned_data.get("reason", ""))
        except Unconfirmed as error:
            where = field if error.about == "confirmed" else error.about
            if not self.has_error(where):
                self.add_error(where, str(error))

"""Forms of webhooks."""

from django import forms

from newsdesk.webhooks.models import ReceiverEvent


class DeedsForm(forms.Form):
    """What a receiver is told of."""

    deeds = forms.MultipleChoiceField(
        choices=ReceiverEvent.choices, label="Told of", widget=forms.CheckboxSelectMultiple
    )


class ReceiverForm(DeedsForm):
    """Where a receiver is, and what it is told of."""

    address = forms.CharField(
        max_length=500,
        help_text="It begins with https:// and can be reached from the internet.",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("address", "deeds")

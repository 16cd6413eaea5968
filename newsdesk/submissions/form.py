"""The form that readers write on: what it refuses, and that a refusal loses nothing."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from newsdesk.submissions import signed_token
from newsdesk.submissions.signed_token import About
from newsdesk.text.spoken import gettext

_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\W\d_]{2,}")
_TELEPHONE = re.compile(r"(?<![\w.,])(?:\+|0)\d(?:[ ()/-]{0,2}\d){7,}")


def names_a_contact(text: str) -> bool:
    """Tell whether a mail address or a telephone number seems to be in `text`."""
    return bool(_MAIL.search(text) or _TELEPHONE.search(text))


class Letter(forms.Form):
    """The parts that every letter has. `purpose` names the kind; `texts` the fields of free text.

    `about` is what the form is about, plain data; `slip` says it when the form comes back.
    """

    purpose: str
    texts: tuple[str, ...] = ()
    slip_read: signed_token.Slip | None = None

    # Only programs fill it in: it is out of sight and out of the way of the keyboard.
    remarks = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Leave this field empty"),
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    as_it_is = forms.BooleanField(required=False, label=gettext_lazy("Send it as it is"))
    slip = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, about: About | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, label_suffix="", use_required_attribute=True, **kwargs)
        self.about = about or {}
        self.fields["slip"].initial = signed_token.seal(self.purpose, self.about)
        self.warned_of_contact = False

    def clean_remarks(self) -> str:
        if self.cleaned_data["remarks"]:
            raise ValidationError(
                gettext("This field has to stay empty. Clear it and send the form again.")
            )
        return ""

    def clean_slip(self) -> str:
        given: str = self.cleaned_data["slip"]
        try:
            self.slip_read = signed_token.opened(self.purpose, given)
        except signed_token.ForgedToken:
            self._renew_slip()
            raise ValidationError(
                gettext("This form could not be checked. Send it again.")
            ) from None
        if self.slip_read.age > signed_token.LONGEST:
            self._renew_slip()
            raise ValidationError(
                gettext("This form had been open for more than a day. Send it again.")
            )
        if self.slip_read.age < signed_token.SHORTEST:
            raise ValidationError(
                gettext("That was quicker than anybody can read. Wait a moment and send it again.")
            )
        return given

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("as_it_is"):
            for name in self.texts:
                if names_a_contact(cleaned.get(name) or ""):
                    self.warned_of_contact = True
                    self.add_error(
                        name,
                        gettext(
                            "There seems to be a mail address or a telephone number in it. We cannot "
                            "write to you: take it out, or tick “Send it as it is”."
                        ),
                    )
        return cleaned

    def _renew_slip(self) -> None:
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix("slip")] = signed_token.seal(self.purpose, self.about)
        self.data = data

"""The list of addresses, and a row for each of them with what its page says, to be put right."""

import re
from collections.abc import Iterable, Mapping

from django import forms

from entities.sources.facts import Source
from entities.sources.read import as_asked
from newsdesk.desk.forms import DateInput, QuietLabels, UncutForm
from newsdesk.pages.fields import WebAddressFormField

MOST = 40
# What has become of an address: not read yet; read; not to be read; in the story already.
UNREAD, READ, FAILED, THERE = "", "read", "failed", "there"
_ADDRESS = re.compile(r"\S*(?:https?://|www\.)\S+|\S+\.\S+/\S*", re.IGNORECASE)
_AROUND = " <>\"'“”()[],;*•-"

Row = dict[str, object]


class AddressesForm(QuietLabels, forms.Form):
    """A text with addresses in it, one a line or anyhow."""

    addresses = forms.CharField(
        label="Addresses",
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=f"One a line, {MOST} at most. What else stands there is passed over.",
    )

    def clean_addresses(self) -> list[str]:
        found = addresses_in(self.cleaned_data["addresses"])
        if not found:
            raise forms.ValidationError(
                "There is no address here: one looks like https://example.org/story."
            )
        if len(found) > MOST:
            raise forms.ValidationError(
                f"These are {len(found)} addresses, and {MOST} at most are read at once: do it in two parts."
            )
        return found


def addresses_in(text: str) -> list[str]:
    """Return the addresses of a text, each once, in order."""
    found = (as_asked(each.strip(_AROUND)) for each in _ADDRESS.findall(text))
    return list(dict.fromkeys(each for each in found if "." in each))


class ReportForm(UncutForm, QuietLabels, forms.Form):
    """One address with the report that becomes of it. A row that is not ticked is not added, nor checked."""

    take = forms.BooleanField(label="Add this report", required=False)
    url = WebAddressFormField(
        label="Link",
        max_length=500,
        widget=forms.URLInput({"class": "vURLField"}),
        assume_scheme="https",
    )
    outlet = forms.CharField(
        label="Outlet", max_length=200, required=False, widget=forms.TextInput({"list": "outlets"})
    )
    headline = forms.CharField(label="Headline", max_length=300, required=False)
    reporters = forms.CharField(label="Reporters", max_length=300, required=False)
    published = forms.DateField(label="Published", required=False, widget=DateInput)
    wire = forms.CharField(
        label="Agency", max_length=200, required=False, widget=forms.TextInput({"list": "outlets"})
    )
    paywalled = forms.BooleanField(label="Needs a subscription", required=False)
    state = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    told = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.cleaned_data.get("take"):
            self.errors.clear()

    def row(self) -> Row:
        """Return what stands in the row now, whether it can be added or not."""
        sent = {name: self[name].value() or "" for name in self.fields}
        return {**sent, "take": bool(sent["take"]), "paywalled": bool(sent["paywalled"])}


Reports = forms.formset_factory(ReportForm, extra=0, max_num=MOST, absolute_max=MOST)


def rows_of(addresses: Iterable[str], there: Mapping[str, int]) -> list[Row]:
    """Return a row for each address; `there` says which report of the story has an address already."""
    return [
        {
            "url": url,
            "take": False,
            "state": THERE,
            "told": f"Report {there[url]} has this address already.",
        }
        if url in there
        else {"url": url, "take": True, "state": UNREAD, "told": ""}
        for url in addresses
    ]


def read_row(row: Row, source: Source) -> Row:
    """Return a row with what its page says, where nothing is written yet."""
    found = {
        fact.name: True if fact.name == "paywalled" else fact.shown
        for fact in source.facts
        if fact.name == "url" or not row.get(fact.name)
    }
    return {**row, **found, "state": READ, "told": source.told}

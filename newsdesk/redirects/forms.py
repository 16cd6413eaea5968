"""The forms of the page of old addresses."""

from django import forms

from newsdesk.redirects.models import LONGEST


class RedirectForm(forms.Form):
    """One old address, and where it leads."""

    use_required_attribute = False

    old = forms.CharField(
        label="Old address", max_length=LONGEST, help_text="A path: /2019/03/ferry/ or /?p=9."
    )
    target = forms.CharField(
        label="Leads to", max_length=LONGEST, help_text="The path of a page here: /stories/ferry/."
    )

"""Times as the desk's forms send them and its sentences say them."""

from datetime import datetime

from django import forms
from django.utils import timezone

from newsdesk.workflow.transitions import Refused


class TimeForm(forms.Form):
    """A time as a browser's own field sends it, on the desk's clock."""

    at = forms.DateTimeField(required=False)


def time_typed(text: str) -> datetime | None:
    """Return the time that was typed, None for nothing. Raises Refused."""
    form = TimeForm({"at": text.replace("T", " ")})
    if not form.is_valid():
        raise Refused("This is no date with a time: 30 November 2026 at six is 2026-11-30 18:00.")
    found: datetime | None = form.cleaned_data["at"]
    return found


def time_said(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %b %Y, %H:%M}"

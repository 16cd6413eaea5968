"""What the desk asks for when somebody comments, replies or shares."""

from typing import Any

from django import forms

from newsdesk.comments.preview_links import DAYS
from newsdesk.comments.threads import TEXT_LENGTH
from newsdesk.desk.forms import QuietLabels, UncutForm

MENTION_HELP = "Write @ and a username to tell a colleague."


def _words(url: str, **attrs: object) -> forms.Textarea:
    return forms.Textarea({"rows": 3, "data-mentions": url, **attrs})


class AskForm(UncutForm, QuietLabels, forms.Form):
    """A new comment. `parts` are pairs of path and name to choose from; the first choice is the page.

    `before` and `after` are what stands round the words that it is about, where a script knows it.
    """

    part = forms.ChoiceField(
        label="About",
        required=False,
        error_messages={
            "invalid_choice": "This part is not there any more. Choose another, or the whole page."
        },
    )
    quoted = forms.CharField(
        label="Selected text",
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 2}),
        help_text="The words that it is about, if it is about a few words.",
    )
    before = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput, strip=False)
    after = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput, strip=False)
    text = forms.CharField(
        label="Comment", required=False, max_length=TEXT_LENGTH, help_text=MENTION_HELP
    )
    wording = forms.CharField(
        label="Proposed wording",
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        help_text="What to write in place of the selected text.",
    )
    cut = forms.BooleanField(label="Propose to take the selected text out", required=False)
    blocking = forms.BooleanField(label="Must be resolved before publishing", required=False)

    def __init__(self, *args: Any, parts: list[tuple[str, str]], colleagues: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [("", "The whole page"), *parts]  # type: ignore[attr-defined]
        self.fields["text"].widget = _words(colleagues)

    @property
    def proposed(self) -> str | None:
        """The wording that is proposed, "" to take the words out, None where there is none."""
        if self.cleaned_data["cut"]:
            return ""
        return self.cleaned_data["wording"] or None

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        said = any(data.get(name) for name in ("text", "wording", "cut"))
        if not said and not self.has_error("text"):
            self.add_error("text", "Write your comment.")
        return data


class TalkForm(UncutForm, QuietLabels, forms.Form):
    """A reply to a comment; empty where one only resolves or reopens it."""

    text = forms.CharField(
        label="Your reply", required=False, max_length=TEXT_LENGTH, help_text=MENTION_HELP
    )

    def __init__(self, *args: Any, colleagues: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget = _words(colleagues)


class ShareForm(UncutForm, QuietLabels, forms.Form):
    """A new link to a preview."""

    recipient = forms.CharField(
        label="For whom",
        required=False,
        max_length=120,
        help_text="Stands at the top of the preview, for example “Ms Byrne, lawyer”.",
    )
    days = forms.TypedChoiceField(
        label="Opens for",
        coerce=int,
        initial=7,
        choices=[(days, "1 day" if days == 1 else f"{days} days") for days in DAYS],
    )
    blocking = forms.BooleanField(
        label="A note that they leave must be resolved before publishing", required=False
    )

"""The form in which a reader reports an error."""

from typing import Any, TypedDict, cast

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from newsdesk.site.error_reports.passages import Passage
from newsdesk.submissions.form import Letter
from newsdesk.submissions.signed_token import Slip
from newsdesk.text.spoken import gettext

MAX_WRONG = 2_000
# Not "": Django writes no value for that, and a browser then sends "on".
ALL = "all"


class About(TypedDict):
    """What a form is about: the key of a page, the primary key of an edition, the anchor of a part."""

    page: str
    edition: int
    part: str


def about_of(slip: Slip) -> About:
    """Return what a form that comes back is about. What it says was signed here."""
    return cast("About", slip.about)


class ErrorLetter(Letter):
    """What is wrong with a passage. Which of its paragraphs is asked where there are several."""

    purpose = "report"
    texts = ("wrong", "source")

    paragraph = forms.TypedChoiceField(
        label=gettext_lazy("Which paragraph?"),
        required=False,
        coerce=lambda value: None if value == ALL else int(value),
        empty_value=None,
        widget=forms.RadioSelect,
    )
    wrong = forms.CharField(
        label=gettext_lazy("What is wrong, and what is right?"),
        max_length=MAX_WRONG,
        widget=forms.Textarea({"rows": 5, "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Say what is wrong."),
            "max_length": gettext_lazy(
                "There is room for %(limit_value)d characters; yours are %(show_value)d."
            ),
        },
    )
    source = forms.URLField(
        label=gettext_lazy("A link that shows it (optional)"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "url"}),
        error_messages={
            "invalid": gettext_lazy("That is no link to the web. Leave it empty if you have none.")
        },
    )
    quote = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, passage: Passage, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [(ALL, gettext("All of it"))]
        choices += [
            (str(n), Truncator(text[:1_000]).words(26)) for n, text in enumerate(passage.paragraphs)
        ]
        self.fields["paragraph"].choices = choices  # type: ignore[attr-defined]
        if passage.title:
            self.fields["paragraph"].label = gettext("Which paragraph under “%(title)s”?") % {
                "title": passage.title
            }
        if len(passage.paragraphs) < 2 or not passage.anchor:
            del self.fields["paragraph"]

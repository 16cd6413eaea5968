"""The form in which a reader sends a question."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from faqs.reader_questions.nearest import LONGEST, SHORTEST
from newsdesk.submissions.form import Letter
from newsdesk.text.names_and_words import words
from newsdesk.text.spoken import gettext


class QuestionLetter(Letter):
    """A question in one line; `page` is the path that the reader came from."""

    purpose = "ask"
    texts = ("q",)

    q = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write your question."),
            "max_length": gettext_lazy(
                "A question may have %(limit_value)d characters; yours has %(show_value)d."
            ),
        },
    )
    page = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)

    field_order = ("q", "as_it_is")

    def clean_q(self) -> str:
        text = " ".join(self.cleaned_data["q"].split())
        if len(text) < SHORTEST or len(words(text)) < 2:
            raise ValidationError(
                gettext("Write it as a whole question, so that we know what is meant.")
            )
        return text

"""The form of pasting: the text as it comes, or a file."""

from django import forms
from django.core.exceptions import ValidationError

from newsdesk.desk.forms import QuietLabels
from newsdesk.intake import apart
from newsdesk.intake.lines import FileContents, Unreadable
from newsdesk.intake.reading import MAX_BYTES

MOST_TEXTS = 50


class PasteForm(QuietLabels, forms.Form):
    """A text or a file; `cleaned_data` holds the `reading`.

    `clipboard` is the text as HTML, where the browser had it: it keeps headings, lists and links.
    """

    text = forms.CharField(
        label="The explainer’s text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        help_text="All of it, with its headings, as it stands on the page or in the document.",
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        widget=forms.FileInput({"data-most-bytes": MAX_BYTES}),
        help_text="Word, OpenDocument, PDF, Markdown, a saved page, a mail, plain text; or a zip of them. "
        "15 MB at most.",
    )
    clipboard = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        file = given.get("file")
        try:
            reading = self._reading()
        except Unreadable as error:
            raise ValidationError(str(error)) from error
        if len(reading.documents) > MOST_TEXTS:
            raise ValidationError(
                f"The file holds {len(reading.documents):,} texts, and {MOST_TEXTS} at most are taken in "
                "here: ask for “manage.py import_explainer”."
            )
        return {"reading": reading, "source_name": file.name if file else ""}

    def _reading(self) -> FileContents:
        given = self.cleaned_data
        text, file = given.get("text") or "", given.get("file")
        if bool(text.strip()) == bool(file):
            raise Unreadable("Paste the text or choose a file: one of the two.")
        if file:
            return apart.read(file.read(MAX_BYTES + 1), file.name)
        if given.get("clipboard"):
            return apart.read_clipboard(given["clipboard"])
        return apart.read_words(text)

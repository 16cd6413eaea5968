"""The form of an import."""

from django import forms

from newsdesk.exchange.tables import TABLES

MOST_BYTES = 200_000_000
_KINDS = [("", "What the file says")] + [(kind, f"A table of {kind}") for kind in TABLES]


class ImportForm(forms.Form):
    """A file, and how it is taken in."""

    use_required_attribute = False

    file = forms.FileField(
        label="File",
        widget=forms.FileInput({"data-most-bytes": MOST_BYTES}),
        help_text="A WordPress export (WXR), a Ghost export, a table (CSV or JSON) of questions, topics, "
        "outlets, authors or old addresses, or a zip that a desk wrote.",
    )
    kind = forms.ChoiceField(label="It is", choices=_KINDS, required=False)
    as_it_was = forms.BooleanField(
        label="Publish as it was",
        required=False,
        help_text="What was public there is public here at once, with its dates, without a second reader. "
        "What the publishing checks do not let through stays a draft; the report says what they found. "
        "Otherwise everything becomes a draft.",
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"The file is larger than {MOST_BYTES // 1_000_000} MB: use manage.py import_site."
            )
        return file

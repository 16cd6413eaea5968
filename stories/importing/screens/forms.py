"""The two forms of pasting: the text as it comes, and what was understood of it, to be put right."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from entities.documents import KINDS
from newsdesk.desk.forms import KeepsWords, QuietLabels, uncut
from newsdesk.intake import apart
from newsdesk.intake.lines import Reading, Unreadable, reading_from
from newsdesk.intake.reading import MAX_BYTES
from newsdesk.requests.fields import SentJSON
from stories.documents import SourceReport
from stories.importing.explainer import Explainer, ProposedEntity, ProposedFaq

# Further texts of a file travel with the form from page to page.
MOST_TEXTS = 50


class PasteForm(QuietLabels, forms.Form):
    """A text, a file, or what a screen before this one has read; `cleaned_data` holds the `reading`.

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
        help_text="Word, OpenDocument, PDF, Markdown, a saved page, a mail, plain text; or a zip of them. "
        "15 MB at most.",
    )
    clipboard = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    source = SentJSON(required=False, widget=forms.HiddenInput)

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

    def _reading(self) -> Reading:
        given = self.cleaned_data
        if given.get("source") or "source" in self.errors:
            return reading_from(given.get("source"))
        text, file = given.get("text") or "", given.get("file")
        if bool(text.strip()) == bool(file):
            raise Unreadable("Paste the text or choose a file: one of the two.")
        if file:
            return apart.read(file.read(MAX_BYTES + 1), file.name)
        if given.get("clipboard"):
            return apart.read_clipboard(given["clipboard"])
        return apart.read_words(text)


Understood = SourceReport | ProposedEntity | ProposedFaq


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One thing that was understood, with the form's fields for it."""

    item: Understood
    fields: dict[str, forms.BoundField]


class ReviewForm(KeepsWords, QuietLabels, forms.Form):
    """What was understood, each doubtful thing in a field. `corrected()` is what the editor made of it.

    Nothing is required: any state can be saved as a draft.
    """

    headline = forms.CharField(max_length=200, required=False)
    standfirst = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, explainer: Explainer, *args: Any, may_confirm: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.explainer = explainer
        self.may_confirm = may_confirm
        self.fields["headline"].initial = explainer.story.headline
        self.fields["standfirst"].initial = explainer.story.standfirst
        for report in explainer.story.reports:
            self._add(_name("report", report.id), _report_fields(report))
        for entity in self.new_entities():
            self._add(_name(entity.key), _entity_fields(entity, may_confirm=may_confirm))
        for faq in explainer.faqs:
            self._add(_name(faq.key), _faq_fields(faq))

    def _add(self, prefix: str, fields: dict[str, forms.Field]) -> None:
        self.fields.update({f"{prefix}-{name}": uncut(field) for name, field in fields.items()})

    def new_entities(self) -> list[ProposedEntity]:
        return [entity for entity in self.explainer.entities if not entity.known]

    def reports(self) -> Iterator[Row]:
        for report in self.explainer.story.reports:
            yield self._row(report, _name("report", report.id))

    def entities(self) -> Iterator[Row]:
        for entity in self.explainer.entities:
            yield self._row(entity, _name(entity.key))

    def faqs(self) -> Iterator[Row]:
        for faq in self.explainer.faqs:
            yield self._row(faq, _name(faq.key))

    def _row(self, item: Understood, prefix: str) -> Row:
        start = f"{prefix}-"
        names = [name for name in self.fields if name.startswith(start)]
        return Row(item, {name.removeprefix(start): self[name] for name in names})

    def corrected(self) -> Explainer:
        """Return the explainer with the editor's corrections; what was unticked is left out."""
        kept_faqs = tuple(faq for faq in self.explainer.faqs if self._wants(faq.key))
        kept_entities = tuple(
            entity for entity in self.explainer.entities if entity.known or self._wants(entity.key)
        )
        story = dataclasses.replace(
            self.explainer.story,
            headline=self.cleaned_data["headline"],
            standfirst=self.cleaned_data["standfirst"],
            reports=tuple(self._report(report) for report in self.explainer.story.reports),
            faqs=tuple(faq.key for faq in kept_faqs),
            entities=tuple(dict.fromkeys(entity.key for entity in kept_entities)),
        )
        return dataclasses.replace(
            self.explainer,
            story=story,
            faqs=tuple(self._faq(faq) for faq in kept_faqs),
            entities=tuple(self._entity(entity) for entity in kept_entities),
        )

    def confirmed(self) -> set[str]:
        """Return the keys of the new entities whose name and kind the editor has confirmed."""
        return {
            entity.key
            for entity in self.new_entities()
            if self._wants(entity.key) and self._ticked(entity.key, "confirmed")
        }

    def _text(self, key: str, field: str) -> str:
        return str(self.cleaned_data[f"{_name(key)}-{field}"])

    def _ticked(self, key: str, field: str) -> bool:
        return bool(self.cleaned_data.get(f"{_name(key)}-{field}"))

    def _wants(self, key: str) -> bool:
        return self.explainer.question_page or self._ticked(key, "include")

    def _report(self, report: SourceReport) -> SourceReport:
        prefix = _name("report", report.id)
        outlet = self.cleaned_data[f"{prefix}-outlet"]
        reporters = tuple(
            name
            for raw in self.cleaned_data[f"{prefix}-reporters"].split(",")
            if (name := raw.strip())
        )
        same = outlet == report.outlet and reporters == report.reporters
        checked = self.cleaned_data.get(f"{prefix}-checked", False)
        return dataclasses.replace(
            report,
            outlet=outlet,
            reporters=reporters,
            url=self.cleaned_data[f"{prefix}-url"],
            attribution_guessed=report.attribution_guessed and same and not checked,
        )

    def _entity(self, entity: ProposedEntity) -> ProposedEntity:
        if entity.known:
            return entity
        document = dataclasses.replace(
            entity.document,
            name=self._text(entity.key, "name"),
            kind=self._text(entity.key, "kind"),
            description=self._text(entity.key, "description"),
        )
        return dataclasses.replace(entity, document=document)

    def _faq(self, faq: ProposedFaq) -> ProposedFaq:
        document = dataclasses.replace(faq.document, question=self._text(faq.key, "question"))
        return dataclasses.replace(faq, document=document)


def _name(*parts: str) -> str:
    """Return the start of a field's name: "entity:new-3" becomes "entity-new-3"."""
    return "-".join(parts).replace(":", "-")


def _report_fields(report: SourceReport) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "outlet": forms.CharField(
            label="Outlet",
            required=False,
            max_length=200,
            initial=report.outlet,
            widget=forms.TextInput(attrs={"list": "known-outlets"}),
        ),
        "reporters": forms.CharField(
            label="Reporters", required=False, max_length=300, initial=", ".join(report.reporters)
        ),
        "url": forms.CharField(
            label="Address", required=False, max_length=2000, initial=report.url
        ),
    }
    if report.attribution_guessed:
        fields["checked"] = forms.BooleanField(label="The guess is right", required=False)
    return fields


def _entity_fields(entity: ProposedEntity, *, may_confirm: bool) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "include": forms.BooleanField(label="Make a draft", required=False, initial=True),
        "name": forms.CharField(
            label="Name", required=False, max_length=200, initial=entity.document.name
        ),
        "kind": forms.ChoiceField(label="Kind", choices=KINDS, initial=entity.document.kind),
        "description": forms.CharField(
            label="Description",
            required=False,
            initial=entity.document.description,
            widget=forms.Textarea(attrs={"rows": 3}),
        ),
    }
    if may_confirm:
        fields["confirmed"] = forms.BooleanField(label="Name and kind are right", required=False)
    return fields


def _faq_fields(faq: ProposedFaq) -> dict[str, forms.Field]:
    return {
        "include": forms.BooleanField(label="Make a draft", required=False, initial=True),
        "question": forms.CharField(
            label="Question", required=False, max_length=300, initial=faq.document.question
        ),
    }

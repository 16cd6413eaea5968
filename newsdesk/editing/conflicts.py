"""What an editor has to choose between where two saves met in one field, and the form that asks."""

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString

from newsdesk.comparison.diff.documents import difference
from newsdesk.comparison.diff.marked import ChangeView, sections_of
from newsdesk.comparison.labels import (
    Field,
    Fields,
    Shape,
    Titles,
    UnknownPath,
    label,
    place,
    put,
    said,
)
from newsdesk.comparison.three_way_merge import Clash, Data
from newsdesk.desk.forms import FORM_FIELDS, UncutForm, uncut
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.editing.three_way_merge import seen
from newsdesk.pages.rich_text import safe
from newsdesk.workflow.storable import column_of

MINE, THEIRS, BOTH = "mine", "theirs", "both"
WRITABLE = (Shape.TEXT, Shape.RICH)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the texts of a question, ready to be shown; `gone` where the part was removed.

    `change` has the words marked that differ from what both began with, where that can be told.
    """

    html: str
    gone: bool
    change: ChangeView | None = None

    @property
    def rich(self) -> bool:
        return isinstance(self.html, SafeString)


@dataclass(frozen=True, slots=True)
class Question:
    """One clash: what it is about, and the three texts."""

    clash: Clash
    title: str
    name: str
    base: Side
    theirs: Side
    mine: Side

    @property
    def removal(self) -> bool:
        return self.theirs.gone or self.mine.gone


def name_of(path: str) -> str:
    """Return the part of a field's name that stands for a path."""
    return hashlib.sha256(path.encode()).hexdigest()[:12]


def questions_of(
    clashes: Iterable[Clash], fields: Fields, titles: Titles, *documents: Data
) -> list[Question]:
    """Return the questions; `titles` names a page by its key, `documents` name parts."""
    return [
        Question(
            clash,
            label(fields, clash.path, *documents),
            name_of(clash.path),
            _side(fields, clash.path, clash.base, titles),
            _marked(fields, clash, clash.theirs, titles),
            _marked(fields, clash, clash.ours, titles),
        )
        for clash in clashes
    ]


def _marked(fields: Fields, clash: Clash, value: object, titles: Titles) -> Side:
    side, field = _side(fields, clash.path, value, titles), _field(fields, clash.path)
    if field.shape not in WRITABLE or not clash.base or not value:
        return side
    found = difference((field,), {field.name: clash.base}, {field.name: value})
    changes = [
        change
        for section in sections_of(found)
        for item in section.items
        for change in item.changes
    ]
    return replace(side, change=changes[0]) if len(changes) == 1 else side


def _side(fields: Fields, path: str, value: object, titles: Titles) -> Side:
    field = _field(fields, path)
    if value is None and field.shape is Shape.PARTS:
        return Side("", gone=True)
    if field.shape is Shape.RICH:
        return Side(safe(str(value or "")), gone=False)
    if field.shape is Shape.PARTS and isinstance(value, dict):
        lines = (f"{one.label}: {said(one, value.get(one.name), titles)}" for one in field.fields)
        return Side("\n".join(line for line in lines if not line.endswith(": ")), gone=False)
    return Side(said(field, value, titles), gone=False)


def _field(fields: Fields, path: str) -> Field:
    where = place(fields, path)
    return where.inner or where.field


class ConflictForm(UncutForm, forms.Form):
    """Asks one question for each clash: theirs, mine, or a text that is written of both.

    What was shown is sent along: an answer to something that has changed since does not count. Texts
    that were written are kept whatever happens to their question.
    """

    def __init__(
        self, *args: Any, questions: list[Question], admin: WorkflowAdmin, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.questions = questions
        self.model = admin.model
        for question in questions:
            self._ask(question)

    def _ask(self, question: Question) -> None:
        choices = [(THEIRS, "Keep theirs"), (MINE, "Keep mine")]
        if question.removal:
            gone, kept = ("theirs", "mine") if question.theirs.gone else ("mine", "theirs")
            choices = [(kept, "Keep the text"), (gone, "Remove it")]
        elif written := text_field(self.model, question.clash.path):
            choices.append((BOTH, "Write it together"))
            written.initial = _draft(question.clash, written)
            written.label = f"Written together: {question.title}"
            self.fields[f"text-{question.name}"] = written
        self.fields[f"choice-{question.name}"] = forms.ChoiceField(
            choices=choices,
            widget=forms.RadioSelect,
            label=question.title,
            error_messages={"required": "Choose what is to stand here."},
        )
        self.fields[f"seen-{question.name}"] = forms.CharField(
            widget=forms.HiddenInput, initial=seen(question.clash), required=False
        )

    def rows(self) -> Iterator[dict[str, object]]:
        """Yield each question with its fields, for the template."""
        for question in self.questions:
            yield {
                "question": question,
                "choice": self[f"choice-{question.name}"],
                "seen": seen(question.clash),
                "text": self[f"text-{question.name}"]
                if f"text-{question.name}" in self.fields
                else None,
            }

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        for question in self.questions:
            choice, text = f"choice-{question.name}", f"text-{question.name}"
            if data.get(choice) != BOTH:
                # The box begins with both texts, and nobody may have looked at it.
                self.errors.pop(text, None)
            if data.get(f"seen-{question.name}") != seen(question.clash):
                self.add_error(
                    choice, "This has been changed once more since you looked. Choose again."
                )
            elif data.get(choice) == BOTH and text in data:
                self._clean_text(question, text)
        return data

    def _clean_text(self, question: Question, name: str) -> None:
        column = column_of(self.model, question.clash.path)
        try:
            if column is not None and self.cleaned_data[name]:
                self.cleaned_data[name] = column.clean(self.cleaned_data[name], None)
        except ValidationError as error:
            self.add_error(name, error)

    def applied(self, data: Data, fields: Fields) -> Data:
        """Return `data`, which has mine in each clash, with the answers put in."""
        for question in self.questions:
            answer, clash = self.cleaned_data[f"choice-{question.name}"], question.clash
            if answer == BOTH:
                data = put(data, fields, clash.path, self.cleaned_data[f"text-{question.name}"])
            else:
                data = put(data, fields, clash.path, clash.ours if answer == MINE else clash.theirs)
        return self._with_orphans(data, fields)

    def _with_orphans(self, data: Data, fields: Fields) -> Data:
        """Put in texts that were written for a question which has answered itself meanwhile."""
        asked = {question.name for question in self.questions}
        for name in [each[5:] for each in self.data if each.startswith("path-")]:
            path, text = self.data[f"path-{name}"], self.data.get(f"text-{name}")
            wanted = self.data.get(f"choice-{name}") == BOTH and name not in asked
            column = column_of(self.model, path)
            if wanted and text is not None and column and text_field(self.model, path):
                with contextlib.suppress(ValidationError, UnknownPath, KeyError):
                    data = put(data, fields, path, column.clean(text, None))
        return data


def _draft(clash: Clash, field: forms.Field) -> str:
    """Return what to begin with: mine, and theirs under it where there is room for several paragraphs."""
    ours, theirs = str(clash.ours or ""), str(clash.theirs or "")
    if isinstance(field.widget, forms.Textarea):
        apart = "" if theirs.startswith("<") or not theirs or not ours else "\n\n"
        return f"{ours}{apart}{theirs}"
    return ours


def text_field(model: type[models.Model], path: str) -> forms.Field | None:
    """Return a form field in which the text at `path` can be written, None where there is only a choice."""
    column = column_of(model, path)
    if not isinstance(column, models.CharField | models.TextField):
        return None
    if column.choices or isinstance(column, models.SlugField):
        return None
    kind = next((kind for kind in type(column).__mro__ if kind in FORM_FIELDS), None)
    overrides: dict[str, Any] = FORM_FIELDS[kind] if kind else {}
    field = column.formfield(required=False, **overrides)
    return uncut(field) if field else None

"""Forms on the live text itself: an urgent correction need not wait for what else is being written.

Only what is chosen on the page is in the form, and only that is sent: what a colleague has corrected in the
meantime elsewhere on the page is not undone. The fields follow from a description of the document, such as
`stories/labels.py`: every text that a reader can read, none of what is chosen from lists.
"""

import copy
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.text import capfirst

from newsdesk.comparison.labels import Field, Fields, Shape, place, said, steps, value_at
from newsdesk.comparison.three_way_merge import Data, identity
from newsdesk.desk.forms import uncut
from newsdesk.desk.transition_forms import NOTE_LENGTH, VerbForm
from newsdesk.pages.documents import MalformedDocument, as_data, from_data
from newsdesk.pages.editions import Edition
from newsdesk.pages.fields import RichTextFormField
from newsdesk.pages.limits import TEXT_LENGTH
from newsdesk.pages.notes import Correction
from newsdesk.workflow.storable import column_of

_TEXTS = (Shape.TEXT, Shape.RICH, Shape.DATE)
# An address is changed by publishing, which leaves a redirect on purpose.
_NOT_HERE = ("slug",)
# Names of papers and people are chosen from the desk's lists.
_CHOSEN = ("outlet", "owner", "wire", "name", "role")
_SHORT = 120


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the page: its path, the heading it stands under, its name there, and its words."""

    path: str
    heading: str
    name: str
    words: str


class CorrectionForm(VerbForm):
    """The live text in fields, and what readers are told of the change.

    `document` is what readers see, `chosen` the paths of the texts to change; of a sent form, they are
    those that were sent. `arguments` hold the document as it should be. With `quiet` it keeps what was sent
    and says nothing.
    """

    passed: tuple[str, ...] = ("note",)

    told_as = Edition.Kind.CLARIFICATION

    def __init__(
        self,
        *args: Any,
        document: object,
        description: Fields,
        chosen: Collection[str] = (),
        quiet: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.quiet = quiet
        self.document, self.description = document, description
        self.live: Data = as_data(document)
        self.all_paths = list(_paths(description, self.live))
        wanted = self.data if self.is_bound else chosen
        self.paths = [path for path in self.all_paths if path in wanted]
        for path in self.paths:
            self.fields[path] = self._field(path)
        self.fields["note"].label = "Public note"
        self.fields["note"].help_text = "Shown to readers on the page and in its history."

    def full_clean(self) -> None:
        if self.quiet:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def others(self) -> list["Text"]:
        """Return the texts of the page that are not in the form, in its order; empty ones are left out."""
        texts = (self.text_at(path) for path in self.all_paths if path not in self.paths)
        return [text for text in texts if text.words]

    def open_texts(self) -> list["Text"]:
        """Return the texts that are in the form, as readers see them."""
        return [self.text_at(path) for path in self.paths]

    def text_at(self, path: str) -> "Text":
        heading, *rest = steps(self.description, path, self.live)
        shown = said(_field(self.description, path), value_at(self.description, path, self.live))
        return Text(path, capfirst(heading), capfirst(" — ".join(rest)), shown)

    def value_of(self, path: str) -> str:
        """Return what readers see there, as it is written."""
        return str(value_at(self.description, path, self.live) or "")

    def notice(self) -> Correction | None:
        """Return what readers will be told, as far as it is written; None while nothing is."""
        sent = {name: str(self.data.get(name, "")).strip() for name in ("note", "wrong", "right")}
        if not self.is_bound or not any(sent.values()):
            return None
        gravity = str(self.data.get("gravity") or Edition.Gravity.FOOT)
        return Correction(self.told_as.label, at=timezone.now(), gravity=gravity, **sent)

    def texts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the bound fields of the text under their headings, in the order of the page."""
        groups: dict[str, list[forms.BoundField]] = {}
        for path in self.paths:
            heading = steps(self.description, path, self.live)[0]
            groups.setdefault(heading, []).append(self[path])
        return list(groups.items())

    def notices(self) -> list[forms.BoundField]:
        """Return the bound fields of what readers are told."""
        return [field for field in self.visible_fields() if field.name not in self.paths]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        data = copy.deepcopy(self.live)
        for path in self.paths:
            if path in cleaned:
                _put(data, path, cleaned[path].replace("\r\n", "\n") or _empty(data, path))
        try:
            self.mended = from_data(type(self.document), data)
        except MalformedDocument as error:
            raise ValidationError(f"This cannot be read: {error}") from error
        if self.mended == self.document and not self.errors:
            raise ValidationError("Nothing of the text has been changed.")
        return cleaned

    def arguments(self) -> dict[str, object]:
        return super().arguments() | {"document": self.mended}

    def _field(self, path: str) -> forms.Field:
        place = steps(self.description, path, self.live)
        value, field = value_at(self.description, path, self.live), _field(self.description, path)
        label = capfirst(" — ".join(place[1:]) or place[0])
        if field.shape is Shape.RICH:
            return RichTextFormField(
                headings=field.headings, required=False, label=label, initial=value or ""
            )
        rows = 1 if len(str(value or "")) < _SHORT else 4
        column = column_of(type(self.item), path)
        most = getattr(column, "max_length", None) or TEXT_LENGTH
        typed = forms.CharField(
            max_length=most,
            widget=forms.Textarea({"rows": rows}),
            required=False,
            label=label,
            initial=value or "",
        )
        return uncut(typed)


class CorrectForm(CorrectionForm):
    """Correcting the live text: what was wrong, what is right, how grave it was."""

    told_as = Edition.Kind.CORRECTION
    wrong = forms.CharField(
        label="What was wrong", max_length=NOTE_LENGTH, widget=forms.Textarea({"rows": 2})
    )
    right = forms.CharField(
        label="What is right", max_length=NOTE_LENGTH, widget=forms.Textarea({"rows": 2})
    )
    gravity = forms.ChoiceField(
        label="Where do readers see it?",
        choices=Edition.Gravity.choices,
        initial=Edition.Gravity.FOOT.value,
        widget=forms.RadioSelect,
    )
    passed: tuple[str, ...] = ("note", "wrong", "right", "gravity")
    field_order = ["wrong", "right", "gravity", "note"]


class ClarifyForm(CorrectionForm):
    """Making the live text clearer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
        self.fields["note"].error_messages["required"] = "Tell readers what was unclear."


MENDING_FORMS: dict[str, type[CorrectionForm]] = {"correct": CorrectForm, "clarify": ClarifyForm}


def _paths(description: Fields, data: Data) -> Iterator[str]:
    """Yield the path of every text of a document, in the order of its page."""
    for field in description:
        if field.name in _NOT_HERE or field.name not in data:
            continue
        if field.shape in _TEXTS:
            yield field.name
        elif field.shape is Shape.PARTS:
            yield from _paths_of_parts(field, data[field.name])


def _paths_of_parts(field: Field, parts: Iterable[Data]) -> Iterator[str]:
    for part in parts:
        for inner in field.fields:
            if inner.shape in _TEXTS and inner.name not in _CHOSEN:
                yield f"{field.name}:{identity(part)}.{inner.name}"


def _field(description: Fields, path: str) -> Field:
    where = place(description, path)
    return where.inner or where.field


def _holder(data: Data, path: str) -> tuple[Data, str]:
    """Return the dict that holds the value at `path`, and its name there."""
    name, _, rest = path.partition(":")
    if not rest:
        return data, name
    item, _, inner = rest.partition(".")
    return next(part for part in data[name] if identity(part) == item), inner


def _put(data: Data, path: str, value: str | None) -> None:
    holder, name = _holder(data, path)
    holder[name] = value


def _empty(data: Data, path: str) -> str | None:
    """Return what stands for nothing there: None for what was a date that may be absent."""
    holder, name = _holder(data, path)
    return None if holder.get(name, "") is None else ""

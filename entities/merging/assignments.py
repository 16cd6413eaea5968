"""Which page means which of two topics: the lines of the screen, and the form that is filled in on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from entities.documents import EntityDocument
from entities.merging.impact import uses_of
from entities.models.draft import Entity
from newsdesk.catalogue.models import Page, PastPath
from newsdesk.catalogue.snippets import Fragment, snippet
from newsdesk.merging.choice_form import ChoiceForm
from newsdesk.merging.impact import Use, in_order
from newsdesk.pages.documents import digest_of_data
from newsdesk.text.slugs import slug_of

ONE, OTHER, BOTH = "one", "other", "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A page that means one of the two, or both; `passage` is where it speaks of them."""

    use: Use
    meant: str
    passage: tuple[Fragment, ...] = ()


def lines_of(one: Entity, other: Entity | None) -> list[Line]:
    """Return every page that means one of the two."""
    uses = {use.key: use for use in uses_of(one)}
    others = {use.key: use for use in uses_of(other)} if other else {}
    texts = _texts(uses.keys() | others.keys(), one.name)
    return [
        Line(
            use=use,
            meant=BOTH
            if use.key in uses and use.key in others
            else ONE
            if use.key in uses
            else OTHER,
            passage=texts.get(use.key, ()),
        )
        for use in in_order((others | uses).values())
    ]


def _texts(keys: Iterable[str], name: str) -> dict[str, tuple[Fragment, ...]]:
    rows = Page.objects.filter(key__in=keys).order_by("-visible_from")
    return {row.key: snippet(row.summary, row.text, name) for row in rows}


def mark(lines: Sequence[Line]) -> str:
    """Return what tells whether a page has begun or ceased to mean one of the two since the screen was
    opened.
    """
    return digest_of_data([[line.use.key, line.meant] for line in lines])


class AssigningForm(ChoiceForm):
    """A choice for each page; the name and description of the other topic where it is new; why."""

    name = forms.CharField(
        label="Name",
        max_length=Entity._meta.get_field("name").max_length,
        widget=forms.TextInput({"class": "vTextField"}),
    )
    description = forms.CharField(
        label="Description",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="One or two sentences of plain text.",
    )
    publish = forms.BooleanField(label="Publish it at once", required=False, initial=True)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        lines: Sequence[Line],
        one: Entity,
        other: Entity | None,
        may_publish: bool = False,
    ) -> None:
        super().__init__(data, initial={"seen": mark(lines)}, label_suffix="", auto_id="split-%s")
        self.lines, self.one, self.other = lines, one, other
        if other is not None:
            del self.fields["name"], self.fields["description"]
        if other is not None or not may_publish:
            del self.fields["publish"]
        for line in lines:
            choices = [(ONE, str(one)), (OTHER, str(other) if other else "The new one")]
            if line.meant == BOTH:
                choices.append((BOTH, "Both, as now"))
            self.offer(line.use.key, line.use.title, choices, initial=line.meant)

    @property
    def new_fields(self) -> list[BoundField]:
        return [self[name] for name in ("name", "description", "publish") if name in self.fields]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        path = Entity(slug=slug_of(name)).public_path
        if not path:
            raise forms.ValidationError("Write a name with letters, so that it has an address.")
        taken = Entity.objects.filter(slug=slug_of(name)).exists()
        if taken or PastPath.objects.filter(path=path).exists():
            raise forms.ValidationError(
                "There is a topic at this address. Choose it, or another name."
            )
        return name

    def see_again(self) -> None:
        """Keep everything that was written, and show the list as it is now."""
        self.data = {**self.data.dict(), "seen": mark(self.lines)}  # type: ignore[attr-defined]

    def document(self) -> EntityDocument:
        """Return the new topic, of the kind of the one that it is split from."""
        name, description = self.cleaned_data["name"], self.cleaned_data["description"]
        return EntityDocument(
            kind=self.one.kind,
            name=name,
            slug=slug_of(name),
            description=" ".join(description.split()),
        )

    def moved(self) -> dict[str, str]:
        """Return the pages whose meaning was changed, each with ONE or OTHER."""
        chosen = {line.use.key: self.cleaned_data[line.use.key] for line in self.lines}
        return {
            line.use.key: chosen[line.use.key]
            for line in self.lines
            if chosen[line.use.key] not in (line.meant, BOTH)
        }

"""The form in which a moderator says what the page to keep takes over, and the plan that it makes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from entities.models.draft import Entity, sanitise_body
from newsdesk.comparison.three_way_merge import Data
from newsdesk.merging.choice_form import BOTH, NEW, ChoiceForm
from newsdesk.merging.taken import MergeChoice
from newsdesk.pages.documents import digest_of_data
from newsdesk.pages.fields import RichTextFormField

STAYS, MERGED = "stays", "merged"
LISTS = {"aliases": "Other names", "domains": "Domains"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that are taken together; `html` says how both are joined, `written` that one can write anew."""

    name: str
    label: str
    fields: tuple[str, ...] = ()
    joined: bool = False
    html: bool = False
    written: bool = False

    @property
    def all_fields(self) -> tuple[str, ...]:
        return (self.name, *self.fields)


ENTITY_GROUPS = (
    Group(name="name", label="Name", written=True),
    Group(
        name="description",
        label="Description, with its source",
        fields=("description_source", "description_source_url", "description_licence", "as_of"),
        joined=True,
        written=True,
    ),
    Group(name="facts", label="Facts"),
    Group(name="body", label="Longer text", joined=True, html=True, written=True),
    Group(name="image", label="Image"),
    Group(name="wikidata", label="Wikidata"),
    Group(name="official_site", label="Official site"),
)


class TopicChoiceForm(ChoiceForm):
    """Whose name, description and so on; which of the names in the lists; why.

    `stays` and `merged` are data of the two documents. Items of lists are named by where they come
    from: "merged:NASA".
    """

    name_new = forms.CharField(
        label="New name",
        required=False,
        max_length=Entity._meta.get_field("name").max_length,
        widget=forms.TextInput({"class": "vTextField"}),
    )
    description_new = forms.CharField(
        label="New description", required=False, widget=forms.Textarea({"rows": 3})
    )
    description_source_new = forms.CharField(
        label="Its source",
        required=False,
        max_length=Entity._meta.get_field("description_source").max_length,
        widget=forms.TextInput({"class": "vTextField"}),
    )
    body_new = RichTextFormField(label="New longer text", required=False, headings=True)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: QueryDict | None = None, *, stays: Data, merged: Data, groups: Sequence[Group]
    ) -> None:
        self.stays, self.merged_data = stays, merged
        said = [group for group in groups if stays.get(group.name) or merged.get(group.name)]
        self.groups = [group for group in said if len(self._choices(group)) > 1]
        initial = {"seen": mark(stays, merged)}
        super().__init__(data, initial=initial, label_suffix="", auto_id="take-%s")
        for group in self.groups:
            initial_side = STAYS if stays.get(group.name) else MERGED
            self.offer(group.name, group.label, self._choices(group), initial=initial_side)
        self.lists = [name for name in LISTS if stays.get(name) or merged.get(name)]
        for name in self.lists:
            choices = list(self._items(name))
            self.offer_items(name, LISTS[name], choices, initial=[value for value, _ in choices])
        written = {group.name for group in self.groups if group.written}
        for name in ("name", "description", "body"):
            if name not in written:
                del self.fields[f"{name}_new"]
        if "description" not in written:
            del self.fields["description_source_new"]

    def clean(self) -> None:
        super().clean()
        self.require_written(*(group.name for group in self.groups if group.written))
        for group in self.groups:
            if group.html and self.cleaned_data.get(group.name) == BOTH:
                try:
                    _joined(group, self.stays, self.merged_data)
                except ValidationError as error:
                    self.add_error(group.name, error)

    def taken(self) -> MergeChoice:
        """Return what was chosen. A name that is given up stays among the other names."""
        chosen = self.cleaned_data
        fields: list[str] = []
        values: Data = {}
        for group in self.groups:
            if chosen[group.name] == MERGED:
                fields += group.all_fields
            elif chosen[group.name] in (BOTH, NEW):
                values |= self._written(group)
        if chosen.get("name") in (MERGED, NEW):
            old = self.stays["name"]
            values["aliases"] = [*self.stays["aliases"], old]
        picked = {name: set(chosen[name]) for name in self.lists}
        return MergeChoice(
            fields=tuple(fields),
            values=values,
            items=_filled(
                {
                    name: [i for i in self.merged_data[name] if f"{MERGED}:{i}" in picked[name]]
                    for name in self.lists
                }
            ),
            dropped=_filled(
                {
                    name: [i for i in self.stays[name] if f"{STAYS}:{i}" not in picked[name]]
                    for name in self.lists
                }
            ),
        )

    def _choices(self, group: Group) -> list[tuple[str, str]]:
        stays, merged = self.stays.get(group.name), self.merged_data.get(group.name)
        choices = [(STAYS, "As it stands" if stays else "Nothing")]
        if merged and merged != stays:
            choices.append((MERGED, f"From “{self.merged_data['name']}”"))
            if group.joined and stays:
                choices.append((BOTH, "Both, one after the other"))
        if group.written:
            choices.append((NEW, "Written anew"))
        return choices

    def _items(self, name: str) -> Iterator[tuple[str, str]]:
        own = self.stays[name]
        yield from ((f"{STAYS}:{item}", item) for item in own)
        for item in self.merged_data[name]:
            if item not in own:
                yield f"{MERGED}:{item}", f"{item} (from “{self.merged_data['name']}”)"

    def _written(self, group: Group) -> Data:
        chosen = self.cleaned_data
        if chosen[group.name] == BOTH:
            return _joined(group, self.stays, self.merged_data)
        if group.name == "description":
            nothing = {"description_source_url": "", "description_licence": "", "as_of": None}
            text = " ".join(chosen["description_new"].split())
            source = chosen["description_source_new"]
            return {"description": text, "description_source": source, **nothing}
        return {group.name: chosen[f"{group.name}_new"]}


def mark(stays: Data, merged: Data) -> str:
    """Return what tells whether one of the two has been changed since a page was opened."""
    return digest_of_data([stays, merged])


def _joined(group: Group, stays: Data, merged: Data) -> Data:
    if group.html:
        return {group.name: sanitise_body(stays[group.name] + merged[group.name])}
    sources = [each["description_source"] for each in (stays, merged)]
    named = "; ".join(dict.fromkeys(filter(None, sources)))
    longest = Entity._meta.get_field("description_source").max_length
    return {
        "description": f"{stays['description']} {merged['description']}",
        "description_source": named[:longest],
    }


def _filled(lists: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: items for name, items in lists.items() if items}

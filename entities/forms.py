"""Forms and filters of entities and outlets, and the check of addresses that all pages share."""

import re

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError

from entities.documents import KINDS
from entities.models.draft import Entity
from newsdesk.catalogue.models import Page, PastPath
from newsdesk.publishing import limits
from newsdesk.publishing.filters import PageFilter
from newsdesk.publishing.forms import WorkingCopyForm
from newsdesk.publishing.lines import from_lines, to_lines

_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,14}")


class PublicPageForm(WorkingCopyForm):
    """A working copy whose address must be free in the catalogue."""

    def address_is_taken(self, path: str, key: str) -> bool:
        pages, past = Page.objects.filter(path=path), PastPath.objects.filter(path=path)
        return pages.exclude(key=key).exists() or past.exclude(key=key).exists()


class EntityForm(PublicPageForm):
    title_field = "name"

    class Meta:
        model = Entity
        fields = "__all__"

    def clean_wikidata(self) -> str:
        item: str = self.cleaned_data["wikidata"].strip()
        if item and not _WIKIDATA.fullmatch(item):
            raise ValidationError("A Wikidata id is a Q and a number, for example Q23548.")
        return item

    def clean_aliases(self) -> str:
        lines = to_lines(self.cleaned_data["aliases"])
        before = len(to_lines(self.initial.get("aliases") or ""))
        if len(lines) > limits.room_for("aliases", before=before):
            raise ValidationError(limits.too_many("aliases", len(lines)))
        return from_lines(lines)


class OutletForm(forms.ModelForm):
    def clean_aliases(self) -> str:
        return from_lines(to_lines(self.cleaned_data["aliases"]))

    def clean_domains(self) -> str:
        return from_lines(to_lines(self.cleaned_data["domains"].lower()))


class EntityFilter(PageFilter):
    kind = filters.ChoiceFilter(label="Kind", choices=list(KINDS.items()), empty_label="Any")
    confirmed = filters.BooleanFilter(label="Name and kind confirmed")

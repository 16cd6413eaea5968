"""Forms and filters of entities and outlets, and the check of addresses that all pages share."""

import re

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from entities.documents import KINDS
from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.outlets import NameTaken, codes, refuse_taken
from newsdesk.catalogue.models import Page, PastPath
from newsdesk.desk.filters import PageFilter
from newsdesk.desk.forms import QuietLabels, WorkingCopyForm
from newsdesk.pages import limits
from newsdesk.pages.lines import from_lines, to_lines

_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,14}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


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


class OutletForm(QuietLabels, forms.ModelForm):
    def clean_aliases(self) -> str:
        return from_lines(to_lines(self.cleaned_data["aliases"]))

    def clean_domains(self) -> str:
        return from_lines(to_lines(self.cleaned_data["domains"].lower()))

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].strip().upper()
        if country and not _COUNTRY.fullmatch(country):
            raise ValidationError("A country is two letters, for example GB.")
        return country

    def clean_languages(self) -> str:
        languages = codes(self.cleaned_data["languages"].lower())
        if not all(_LANGUAGE.fullmatch(code) for code in languages):
            raise ValidationError(
                "Languages are codes of two or three letters, for example en, cy."
            )
        return ", ".join(languages)

    def clean(self) -> None:
        """Refuse what another outlet goes by, with the way to that one."""
        super().clean()
        data = self.cleaned_data
        if not {"name", "aliases"} <= data.keys():
            return
        mine = self.instance
        asked = Outlet(pk=mine.pk, name=data["name"], aliases=data["aliases"])
        asked.shown_as_id = mine.shown_as_id
        try:
            refuse_taken(asked)
        except NameTaken as error:
            address = reverse("admin:entities_outlet_change", args=[error.other.pk])
            link = format_html('{} <a href="{}">Open “{}”</a>', error, address, error.other)
            self.add_error("name" if error.name == data["name"] else "aliases", link)


class EntityFilter(PageFilter):
    kind = filters.ChoiceFilter(label="Kind", choices=list(KINDS.items()), empty_label="Any")
    confirmed = filters.BooleanFilter(label="Name and kind confirmed")

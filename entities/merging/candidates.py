"""Choosing which two are one: an autocomplete of the desk, among those that a merge could take."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model, QuerySet

from entities.models.draft import Entity


class MateSelect(AutocompleteSelect):
    """Django's autocomplete, told what to leave out: another kind, and the one already chosen."""

    def __init__(self, *args: Any, narrowed: Mapping[str, object], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrowed = {name: value for name, value in narrowed.items() if value}

    def get_url(self) -> str:
        url = super().get_url()
        return f"{url}?{urlencode(self.narrowed)}" if self.narrowed else url


class RowsForm(forms.Form):
    """Asks for some of `rows` by an autocomplete; `record` is the model whose foreign keys lead to them."""

    def __init__(self, *, record: type[Model], rows: QuerySet, site: AdminSite) -> None:
        super().__init__(label_suffix="", auto_id="pick-%s")
        self.record, self.rows, self.site = record, rows, site

    def ask(self, name: str, label: str, relation: str, **narrowed: object) -> None:
        """Add a field for one of the rows; `relation` is the foreign key that says what may be looked for."""
        field = self.record._meta.get_field(relation)
        widget = MateSelect(field, self.site, narrowed=narrowed)
        self.fields[name] = forms.ModelChoiceField(self.rows, label=label, widget=widget)


class PickOtherForm(RowsForm):
    """Which topic the references to `one` are shared with."""

    def __init__(
        self, *, record: type[Model], rows: QuerySet, site: AdminSite, one: Entity
    ) -> None:
        super().__init__(record=record, rows=rows, site=site)
        self.ask("other", "The other topic", "other", **{"kind": one.kind, "not": one.pk})


class PickForm(RowsForm):
    """Which is merged, and into which; one that is known already is not asked for."""

    def __init__(
        self,
        *,
        record: type[Model],
        rows: QuerySet,
        site: AdminSite,
        merged: Model | None = None,
    ) -> None:
        super().__init__(record=record, rows=rows, site=site)
        if merged is None:
            self.ask("merged", "To merge", "survivor")
        kind, key = getattr(merged, "kind", ""), merged.pk if merged else ""
        self.ask("stays", "To keep", "survivor", **{"kind": kind, "not": key})

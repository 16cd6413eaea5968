"""Choosing which two are one: an autocomplete of the desk, among those that a merge could take."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect


class MateSelect(AutocompleteSelect):
    """Django's autocomplete, told what to leave out: another kind, and the one already chosen."""

    def __init__(self, *args: Any, narrowed: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrowed = {name: value for name, value in narrowed.items() if value}

    def get_url(self) -> str:
        url = super().get_url()
        return f"{url}?{urlencode(self.narrowed)}" if self.narrowed else url


class PickForm(forms.Form):
    """Which is merged, and into which; one that is known already is not asked for."""

    def __init__(
        self, data: Any = None, *, record: Any, rows: Any, site: Any, merged: Any = None
    ) -> None:
        super().__init__(data, label_suffix="", auto_id="pick-%s")
        kind = getattr(merged, "kind", "")
        if merged is None:
            self._ask("merged", "Which one is merged", record, rows, site, {})
        narrowed = {"kind": kind, "not": merged.pk if merged else ""}
        self._ask("stays", "Into which one", record, rows, site, narrowed)

    def _ask(
        self, name: str, label: str, record: Any, rows: Any, site: Any, narrowed: dict[str, Any]
    ) -> None:
        relation = record._meta.get_field("survivor")
        widget = MateSelect(relation, site, narrowed=narrowed)
        self.fields[name] = forms.ModelChoiceField(rows, label=label, widget=widget)

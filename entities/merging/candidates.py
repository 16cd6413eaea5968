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


class RowsForm(forms.Form):
    """Asks for rows of the desk by an autocomplete."""

    def ask(
        self, name: str, label: str, relation: Any, rows: Any, site: Any, narrowed: dict[str, Any]
    ) -> None:
        """Add a field for one of `rows`; `relation` is a foreign key that says what may be looked for."""
        widget = MateSelect(relation, site, narrowed=narrowed)
        self.fields[name] = forms.ModelChoiceField(rows, label=label, widget=widget)


class PickOtherForm(RowsForm):
    """Which topic the references to `one` are shared with."""

    def __init__(self, data: Any = None, *, record: Any, rows: Any, site: Any, one: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="pick-%s")
        narrowed = {"kind": one.kind, "not": one.pk}
        self.ask("other", "The other topic", record._meta.get_field("other"), rows, site, narrowed)


class PickForm(RowsForm):
    """Which is merged, and into which; one that is known already is not asked for."""

    def __init__(
        self, data: Any = None, *, record: Any, rows: Any, site: Any, merged: Any = None
    ) -> None:
        super().__init__(data, label_suffix="", auto_id="pick-%s")
        kind = getattr(merged, "kind", "")
        relation = record._meta.get_field("survivor")
        if merged is None:
            self.ask("merged", "To merge", relation, rows, site, {})
        narrowed = {"kind": kind, "not": merged.pk if merged else ""}
        self.ask("stays", "To keep", relation, rows, site, narrowed)

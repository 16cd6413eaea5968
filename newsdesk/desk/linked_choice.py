"""A choice among pages with the links to change what is chosen and to add another, drawn by one function.

A story's form has sixty of them. Stock admin writes four links with a picture each, from a template: a
quarter of the form's bytes.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Self

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.forms.renderers import BaseRenderer
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_LINK = (
    '<a class="related-widget-wrapper-link {0}-related" id="{0}_id_{1}" data-popup="yes" {2}="{3}" '
    'title="{4}"></a>'
)


class LinkedChoice(RelatedFieldWidgetWrapper):
    """Django's wrapper, whose script finds its links by class and id; who may not change may look.

    The links lead to ordinary pages; static/desk/related-dialog.js opens these in a dialog.
    """

    @classmethod
    def around(cls, stock: RelatedFieldWidgetWrapper) -> Self:
        """Return the same choice with these links."""
        return cls(
            stock.widget,
            stock.rel,
            stock.admin_site,
            can_add_related=stock.can_add_related and _is_added_in_dialog(stock),
            can_change_related=stock.can_change_related,
            can_view_related=stock.can_view_related,
        )

    def render(
        self,
        name: str,
        value: object,
        attrs: Mapping[str, object] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        choice = self.widget.render(name, value, dict(attrs or {}), renderer)
        links = "" if self.is_hidden else self._links(name, is_set=bool(value) and self.is_required)
        return format_html(
            '<div class="related-widget-wrapper" data-model-ref="{}">{}{}</div>',
            self.rel.model._meta.model_name,
            choice,
            links,
        )

    def _links(self, name: str, *, is_set: bool) -> SafeString:
        """Return the links; none to add another where the row is its choice, and has one."""
        meta = self.rel.model._meta
        called = meta.verbose_name
        add, change = addresses_of(self.admin_site.name, meta.label_lower)
        links: list[tuple[str, str, str, str, str]] = []
        if self.can_change_related:
            links.append(
                ("change", name, "data-href-template", change, f"Change selected {called}")
            )
        elif self.can_view_related:
            links.append(("view", name, "data-href-template", change, f"View selected {called}"))
        if self.can_add_related and not is_set:
            links.append(("add", name, "href", add, f"Add another {called}"))
        return format_html_join("", _LINK, links)


class LinkedChoices(BaseModelAdmin):
    """The form of a page, or of its rows, whose choices among pages all have these links."""

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = LinkedChoice.around(field.widget)
        return field


def _is_added_in_dialog(choice: RelatedFieldWidgetWrapper) -> bool:
    """Tell whether another page can be made on the way to choosing it. Of no page with a form is it made."""
    chosen = choice.admin_site.get_model_admin(choice.rel.model)
    return getattr(chosen, "added_in_dialog", True)


@cache
def addresses_of(site: str, label: str) -> tuple[str, str]:
    """Return where such a page is made, and where one is changed: "…/__fk__/change/"."""
    name = label.replace(".", "_")
    change = reverse(f"admin:{name}_change", args=["__fk__"], current_app=site)
    return reverse(f"admin:{name}_add", current_app=site), change

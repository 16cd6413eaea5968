"""Rows of a page in its form: stacked, labelled, sortable, edited by whoever may edit the page."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.forms import BaseInlineFormSet, ModelChoiceField
from django.http import HttpRequest
from django.utils.text import capfirst

from newsdesk.catalogue.compiled import CompiledRows
from newsdesk.desk.forms import FORM_FIELDS, KnownChoices, OrderedFormSet, PartForm
from newsdesk.desk.linked_choice import LinkedChoices
from newsdesk.desk.row_lines import RowLine, counted
from newsdesk.pages.limits import most_rows

# More rows than a request has fields; how many there may be is for the formset to say.
_NEVER = 100_000
# The classes of lists that are only shown: to make them for each request takes as long as to draw the rows.
_formsets: dict[tuple[object, ...], type[BaseInlineFormSet]] = {}


class OrderedInline(LinkedChoices, admin.StackedInline):
    """An ordered list of a page. Rows have no rights of their own: the page's decide.

    `?rows=3` shows three empty rows, for who works without JavaScript.
    """

    form = PartForm
    formset = OrderedFormSet
    formfield_overrides = FORM_FIELDS
    extra = 0
    # How much room a row takes: "" for long texts, "compact" for short ones, "slim" for one choice.
    density = ""
    # Whether a row can be filled in from the address of a page, as entities/sources does.
    fills_in = False
    # What a row's words in the form link to, fetched with the rows.
    linked: tuple[str, ...] = ()
    # Fields that stand behind "+ name" for as long as nothing is in them, with all of their line.
    optional: frozenset[str] = frozenset()

    def row_line(self, row: models.Model) -> RowLine:
        """Return what the folded row says of itself."""
        return RowLine(name=str(row) or "Nothing yet")

    def told(self, rows: Sequence[models.Model]) -> list[str]:
        """Return what a folded section says of these rows: how many, and of how many something is lacking."""
        one, many = str(self.verbose_name), str(self.verbose_name_plural)
        return [counted(len(rows), one, many) if rows else f"no {many}"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related(*self.linked)

    def get_extra(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> int:
        wanted = request.GET.get("rows", "") if self.has_add_permission(request, obj) else ""
        return min(int(wanted), 9) if wanted.isdecimal() and len(wanted) < 3 else self.extra

    def get_max_num(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> int:
        field = self.model._meta.get_field("item")
        assert isinstance(field, models.ForeignKey)  # noqa: S101
        return most_rows(str(field.remote_field.related_name))

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[BaseInlineFormSet]:
        # Nothing that was sent is cut: the formset counts the rows that came, and says what is too much.
        if request.method != "GET" or kwargs:
            return super().get_formset(request, obj, absolute_max=_NEVER, **kwargs)
        kind = self._kind(request, obj)
        if kind not in _formsets:
            made = super().get_formset(request, obj, absolute_max=_NEVER)
            assert issubclass(made, OrderedFormSet)  # noqa: S101
            made.stored = CompiledRows(self.model, partial(_stored, self.model, self.linked))
            _formsets[kind] = _apart_from_request(made)
        return _formsets[kind]

    def _kind(self, request: HttpRequest, obj: models.Model | None) -> tuple[object, ...]:
        """Return what the fields of rows that are only shown depend on: all else of them is the same for
        everybody.
        """
        links = (field for field in self.model._meta.fields if field.is_relation)
        admins = [self.admin_site._registry.get(field.related_model) for field in links]
        return (
            type(self),
            self.parent_model,
            self.get_extra(request, obj),
            self.get_max_num(request, obj),
            *_rights(self, request, obj),
            *(_rights(each, request) if each else None for each in admins),
        )

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnownChoices(db_field, self.admin_site)
            plain = db_field.verbose_name == db_field.name.replace("_", " ")
            named = db_field.related_model._meta.verbose_name if plain else db_field.verbose_name
            kwargs["label"] = capfirst(named)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _may_edit(self, request: HttpRequest, obj: models.Model | None) -> bool:
        page = self.admin_site.get_model_admin(self.parent_model)
        if obj is None:
            return page.has_add_permission(request) or page.has_change_permission(request)
        return page.has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.admin_site.get_model_admin(self.parent_model).has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_edit(request, obj)


def _stored(model: type[models.Model], linked: Sequence[str], item: int) -> models.QuerySet:
    return model._default_manager.filter(item=item).select_related(*linked)


def _rights(
    pages: BaseModelAdmin, request: HttpRequest, obj: models.Model | None = None
) -> tuple[bool, ...]:
    told = (request,) if obj is None else (request, obj)
    return (
        pages.has_add_permission(*told),
        pages.has_change_permission(*told),
        pages.has_delete_permission(*told),
        pages.has_view_permission(*told),
    )


def _apart_from_request(formset: type[BaseInlineFormSet]) -> type[BaseInlineFormSet]:
    """Return a class that is to be kept. SECURITY: it must not hold the request that it was made for."""
    formset.form._meta.formfield_callback = None
    del formset.form.Meta.formfield_callback  # type: ignore[attr-defined]
    return formset

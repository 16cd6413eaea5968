"""Filters of a list that somebody saves under a name: links above the list, for that person alone.

SECURITY: what is saved holds the names of the list's own filters and nothing else, and what is renamed or
deleted is looked for among the person's own.
"""

import logging
from collections.abc import Mapping
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
)
from django.urls import URLPattern, path, reverse

from newsdesk.desk.filters import PageFilter
from newsdesk.desk.models import MOST_SAVED, NAME_LENGTH, QUERY_LENGTH, SavedFilter
from newsdesk.requests.signed_in import signed_in

# What a list is asked for beside its filters: words, and an order.
BESIDE = ("q", "o")

logger = logging.getLogger("newsdesk.desk")


class NotSaved(ValueError):
    """A filter cannot be saved or renamed so; the message says why."""


class NameForm(forms.Form):
    """What a filter is to be called."""

    name = forms.CharField(max_length=NAME_LENGTH)


def save(actor: User, model: type[models.Model], name: str, query: str) -> SavedFilter:
    """Save a filter, or save it again under a name that is there. Raises NotSaved."""
    if not query:
        raise NotSaved("There is no filter to save: choose one first.")
    if len(query) > QUERY_LENGTH:
        raise NotSaved("This filter is too long to be saved.")
    name = _clean(name)
    with transaction.atomic():
        # Two windows of one person wait for one another.
        User.objects.select_for_update().get(pk=actor.pk)
        mine = SavedFilter.objects.of(actor, model)
        if not mine.filter(name=name).exists() and mine.count() >= MOST_SAVED:
            raise NotSaved(f"{MOST_SAVED} filters are saved here already: delete one first.")
        kind = model._meta.label_lower
        saved, _ = SavedFilter.objects.update_or_create(
            person=actor, kind=kind, name=name, defaults={"query": query}
        )
    logger.info("Filter saved by %s for %s", actor.get_username(), kind)
    return saved


def rename(saved: SavedFilter, name: str, *, actor: User) -> None:
    """Call a filter of one's own something else. Raises NotSaved, or PermissionDenied."""
    _require_own(saved, actor)
    name = _clean(name)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)
        others = SavedFilter.objects.filter(person=actor, kind=saved.kind).exclude(pk=saved.pk)
        if others.filter(name=name).exists():
            raise NotSaved(f"Another filter of yours is called “{name}”.")
        SavedFilter.objects.filter(pk=saved.pk).update(name=name)
    logger.info("Filter renamed by %s for %s", actor.get_username(), saved.kind)


def delete(saved: SavedFilter, *, actor: User) -> None:
    """Delete a filter of one's own. Raises PermissionDenied."""
    _require_own(saved, actor)
    with transaction.atomic():
        saved.delete()
    logger.info("Filter deleted by %s for %s", actor.get_username(), saved.kind)


def _require_own(saved: SavedFilter, actor: User) -> None:
    if saved.person_id != actor.pk:
        raise PermissionDenied("This filter is somebody else’s.")


def _clean(name: str) -> str:
    form = NameForm({"name": name})
    if not form.is_valid():
        raise NotSaved(f"Give the filter a name of at most {NAME_LENGTH} characters.")
    return " ".join(str(form.cleaned_data["name"]).split())


class SavedFilters(admin.ModelAdmin):
    """Mix this into the admin of a list that has a FilterSet."""

    filterset_class: type[PageFilter]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.saved_filters_view)
        return [path("filters/", view, name=self._filters_name()), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        query = self._filter_query(request.GET)
        mine = list(SavedFilter.objects.of(signed_in(request), self.model))
        saved = {
            "mine": mine,
            "query": query,
            "current": next((each for each in mine if each.query == query), None),
            "address": reverse(f"admin:{self._filters_name()}"),
            "length": NAME_LENGTH,
        }
        return super().changelist_view(request, {"saved": saved, **(extra_context or {})})

    def saved_filters_view(self, request: HttpRequest) -> HttpResponse:
        """POST saves, renames or deletes one, and leads back to the list."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        query = self._filter_query(QueryDict(request.POST.get("query", "")))
        try:
            messages.success(request, self._change_filters(request, signed_in(request), query))
        except NotSaved as refused:
            messages.error(request, str(refused))
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        return HttpResponseRedirect(f"{reverse(f'admin:{info}_changelist')}?{query}")

    def _change_filters(self, request: HttpRequest, actor: User, query: str) -> str:
        """Do what was asked for, and return the sentence that says so. Raises NotSaved."""
        action, name = request.POST.get("action", ""), request.POST.get("name", "")
        if action == "save":
            return f"Filter saved as “{save(actor, self.model, name, query)}”."
        number = request.POST.get("filter", "")
        mine = SavedFilter.objects.of(actor, self.model)
        saved = mine.filter(pk=int(number)).first() if _is_number(number) else None
        if saved is None:
            raise NotSaved("This filter is no longer there.")
        if action == "delete":
            delete(saved, actor=actor)
            return f"Filter “{saved}” deleted."
        rename(saved, name, actor=actor)
        return "Filter renamed."

    def _filter_query(self, asked: Mapping[str, str]) -> str:
        """Return what of an address is a filter, in one order, so that the same is known again."""
        names = sorted((*self.filterset_class.base_filters, *BESIDE))
        return urlencode({name: asked[name] for name in names if asked.get(name)})

    def _filters_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_filters"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19

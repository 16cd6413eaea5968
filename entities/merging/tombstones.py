"""Lists, search and form of rows that may have been merged: tombstones are shown where they are asked for."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from entities.merging.screens import MergeDesk
from newsdesk.merging.models import Mergeable
from newsdesk.merging.survivors import last_survivors
from newsdesk.pages.status import Standing


class SurvivorPages(MergeDesk):
    """Finds what was merged under its survivor, and leads from a tombstone to it."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find a row by the names of what was merged into it, too. Autocompletes offer no tombstones."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        if search_term:
            stones = self.model._default_manager.exclude(merged_into=None)
            named, _ = super().get_search_results(request, stones, search_term)
            keys = last_survivors(self.model, named.values_list("pk", flat=True))
            found = queryset.filter(Q(pk__in=found.values("pk")) | Q(pk__in=keys))
        match = request.resolver_match
        if match and match.url_name == "autocomplete":
            found = self._narrowed(request, found.filter(merged_into=None))
        return found, repeats

    def first_found(self, request: HttpRequest, queryset: QuerySet, words: str) -> QuerySet:
        """Return what the search finds: what was merged is found by no order of what was not."""
        return self.get_search_results(request, queryset, words)[0]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Lists leave tombstones out, unless they are what is asked for."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        listed = match is not None and (match.url_name or "").endswith("_changelist")
        if listed and request.GET.get("standing") != Standing.MERGED:
            return rows.filter(merged_into=None)
        return rows

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        ways = {"merge_address": self.at("merge"), "merges_address": self.at("merges")}
        shown = ways if self.may_merge(request) else {}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, object], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = context.get("original")
        if isinstance(item, Mergeable):
            if item.merged_into_id is None and self.may_merge(request):
                context["merge_address"] = f"{self.at('merge')}?merged={item.pk}"
            if item.merged_into_id and request.method == "GET":
                self.tell_where_it_leads(request, item)
        return super().render_change_form(request, context, *args, **kwargs)

    def tell_where_it_leads(self, request: HttpRequest, item: Mergeable) -> None:
        text, into = '“{}” has been merged into <a href="{}">“{}”</a>.', item.merged_into
        assert into is not None  # noqa: S101
        messages.info(request, format_html(text, item, self.at("change", into.pk), into))

    def _narrowed(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        if (kind := request.GET.get("kind")) and hasattr(self.model, "kind"):
            rows = rows.filter(kind=kind)
        known = request.GET.get("not", "")
        return rows.exclude(pk=int(known)) if known.isdecimal() and len(known) < 19 else rows

"""Lists of the desk: standing, edition, who changed what when; narrowed down by a FilterSet."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.dateformat import format as date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.timezone import localtime

from newsdesk.catalogue.lists import MOST
from newsdesk.desk.filters import PageFilter
from newsdesk.desk.saved_filters import SavedFilters
from newsdesk.desk.word_search import WordSearch
from newsdesk.pages.findable import COMMON
from newsdesk.pages.models import WorkingCopy, WorkingCopyQuerySet
from newsdesk.pages.status import Standing, State

STANDING_LABELS = {
    Standing.DRAFT: "Draft",
    Standing.SCHEDULED: "Scheduled",
    Standing.LIVE: "Published",
    Standing.WITHDRAWN: "Withdrawn",
    Standing.DISCARDED: "Discarded",
    Standing.MERGED: "Merged",
}


def standing_badge(item: WorkingCopy) -> str:
    """Return where the page stands, as one or two badges."""
    badge = format_html(
        '<span class="desk-badge" data-standing="{}">{}</span>',
        item.standing,
        STANDING_LABELS[item.standing],
    )
    for name, label in _work_in_hand(item):
        badge = format_html(
            '{} <span class="desk-badge" data-standing="{}">{}</span>', badge, name, label
        )
    return badge


def _work_in_hand(item: WorkingCopy) -> Iterator[tuple[str, str]]:
    """Yield what else there is to say of a page: name and label of a badge."""
    if item.standing is Standing.LIVE and item.next_appearance:
        yield "scheduled", "Update scheduled"
    if item.state == State.SUBMITTED:
        yield "submitted", "In review"
    elif item.approval_holds:
        yield "approved", "Approved"
    elif item.approval_is_void:
        yield "void", "Approval void"
    elif item.has_unpublished_changes:
        yield "changed", "Unpublished changes"


class DeskChangeList(ChangeList):
    """A list whose only look-ups are those of the FilterSet.

    SECURITY: no name from the query string reaches the ORM (`?changed_by__password__startswith=`).
    """

    filterset: PageFilter

    def get_filters_params(self, params: dict[str, object] | None = None) -> dict[str, object]:
        return {}

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> models.QuerySet:
        rows = super().get_queryset(request, exclude_parameters)
        filters: type[PageFilter] = getattr(self.model_admin, "filterset_class", PageFilter)
        self.filterset = filters(request.GET or None, queryset=rows, request=request)
        return self.filterset.qs

    def get_results(self, request: HttpRequest) -> None:
        """Tell of the rows that a page shows, and of no others, all that it shows. One statement.

        A database that has to sort what was found would carry along whole texts, and what has become of
        each page.
        """
        super().get_results(request)
        shown = self._shown(request).values("pk")
        rows = self.root_queryset.filter(pk__in=shown)
        assert isinstance(rows, WorkingCopyQuerySet)  # noqa: S101
        rows = self.apply_select_related(rows.without_texts())
        self.result_list = rows.order_by(*self.queryset.query.order_by)

    def _shown(self, request: HttpRequest) -> models.QuerySet:
        """Return the rows of the page that is shown. Where only words were asked for, and very many rows hold
        them, they are looked for in the order of the list: one query more.
        """
        if self.result_count <= COMMON or not request.GET.keys() <= {SEARCH_VAR, PAGE_VAR}:
            return self.result_list
        assert isinstance(self.model_admin, WordSearch)  # noqa: S101
        found = self.model_admin.first_found(request, self.root_queryset, self.query)
        first = (self.page_num - 1) * self.list_per_page
        return found.order_by(*self.queryset.query.order_by)[first : first + self.list_per_page]


class DeskPages(Paginator):
    """Pages of a list of the desk, which is counted to the bound `most`; `more` says that it is longer."""

    most = MOST
    more = False

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        assert isinstance(rows, models.QuerySet)  # noqa: S101
        counted = rows.order_by().values("pk")[: self.most + 1].count()
        self.more = counted > self.most
        return min(counted, self.most)


class FoundPages(DeskPages):
    """Pages of what was found by words. Nobody goes through more: they ask with other words."""

    most = 10_000


class DeskList(SavedFilters, WordSearch):
    """The list part of a page's admin. `filterset_class` names the filters."""

    filterset_class = PageFilter
    list_per_page = 50
    list_max_show_all = 50
    list_select_related = ["changed_by"]
    show_full_result_count = False
    actions = None
    change_list_template = "admin/workflow/list.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DeskChangeList

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Paginator:
        return (FoundPages if request.GET.get(SEARCH_VAR) else DeskPages)(*args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        assert isinstance(rows, WorkingCopyQuerySet)  # noqa: S101
        rows = rows.with_standing()
        match = request.resolver_match
        if match and match.url_name == "autocomplete":
            return rows.filter(discarded=False)
        return rows

    @admin.display(description="Publication status")
    def standing_now(self, item: WorkingCopy) -> str:
        return standing_badge(item)

    @admin.display(description="Version", empty_value="–")
    def edition_now(self, item: WorkingCopy) -> int | None:
        return item.latest_number

    @admin.display(description="Last changed", ordering="changed_at")
    def changed(self, item: WorkingCopy) -> str:
        return date_format(localtime(item.changed_at), "j M Y, H:i")

    @admin.display(description="By", ordering="changed_by__username", empty_value="–")
    def changer(self, item: WorkingCopy) -> str | None:
        return str(item.changed_by) if item.changed_by else None

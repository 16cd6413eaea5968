"""The screen: paste a list of addresses, see each read, put the rows right, add them to the story.

With JavaScript the rows are read one by one in the browser; without it a button reads the next ones. What was
read travels with the form: the server keeps nothing until the reports are added.
"""

import time

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from entities.models.outlet import Outlet
from entities.sources.form_pages import SourcePages
from entities.sources.read import NotRead, at_address
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.storable import NotStorable
from newsdesk.workflow.transitions import Refused
from stories.models.draft import Story
from stories.source_list.add import add_reports
from stories.source_list.forms import (
    FAILED,
    UNREAD,
    AddressesForm,
    ReportForm,
    Reports,
    Row,
    read_row,
    rows_of,
)

# Without JavaScript: for how many seconds a request goes on to begin another page.
_SECONDS = 12


class SourceList(SourcePages):
    """Mix this into the admin of stories, before the others."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.sources_view)
        return [
            path("<int:object_id>/sources/", view, name="stories_story_sources"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, object], *args: object, **kwargs: object
    ) -> HttpResponse:
        if story := context.get("original"):
            context["source_list_address"] = self.address("sources", story.pk)  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)

    def sources_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask for addresses; list them; read the next ones; add the rows: told apart by the button."""
        story = self.item_to_change(request, object_id)
        assert isinstance(story, Story)  # noqa: S101
        if "row-TOTAL_FORMS" not in request.POST:
            form = AddressesForm(request.POST if request.method == "POST" else None)
            if not form.is_valid():
                return self._show(request, story, form=form)
            rows = rows_of(form.cleaned_data["addresses"], _addresses(story))
            return self._show(request, story, reports=Reports(initial=rows, prefix="row"))
        reports = Reports(request.POST, prefix="row")
        if "add" in request.POST and reports.is_valid():
            return self._add(request, story, reports)
        if "add" in request.POST:
            return self._show(request, story, reports=reports)
        rows = _read(request, [form.row() for form in reports.forms])
        return self._show(request, story, reports=Reports(initial=rows, prefix="row"))

    def _add(
        self, request: HttpRequest, story: Story, reports: "BaseFormSet[ReportForm]"
    ) -> HttpResponse:
        rows = [form.cleaned_data for form in reports.forms if form.cleaned_data.get("take")]
        if not rows:
            self.message_user(request, "Tick the reports that you want to add.", messages.ERROR)
            return self._show(request, story, reports=reports)
        try:
            count = add_reports(story, rows, actor=signed_in(request))
        except (Refused, NotStorable) as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return self._show(request, story, reports=reports)
        added = "1 report" if count == 1 else f"{count} reports"
        left = len(rows) - count
        told = f"{added} added. Write what each one says, in the desk’s own words."
        if left:
            told += f" {left} had an address that the story has already."
        self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(f"{self.change_address(story)}#papers")

    def _show(
        self,
        request: HttpRequest,
        story: Story,
        *,
        form: AddressesForm | None = None,
        reports: "BaseFormSet[ReportForm] | None" = None,
    ) -> HttpResponse:
        unread = sum(not row["state"].value() and row["take"].value() for row in reports or ())
        context = {
            **self.admin_site.each_context(request),
            "title": "Add reports from a list of addresses",
            "opts": self.opts,
            "item": story,
            "form": form,
            "reports": reports,
            "unread": unread,
            "outlets": Outlet.objects.values_list("name", flat=True) if reports else (),
            "source_address": self.address("source"),
            "story_address": self.change_address(story),
        }
        return TemplateResponse(request, "admin/stories/source_list.html", context)


def _addresses(story: Story) -> dict[str, int]:
    """Return the place of each report of a story by its address."""
    urls = story.reports.order_by("position").values_list("url", flat=True)
    return {url: place for place, url in enumerate(urls, start=1) if url}


def _read(request: HttpRequest, rows: list[Row]) -> list[Row]:
    """Return the rows, the next ones read: as many as may be read now, and within some seconds."""
    begun = time.monotonic()
    read: list[Row] = []
    stopped = False
    for row in rows:
        if (
            row["state"] != UNREAD
            or not row["take"]
            or stopped
            or time.monotonic() - begun > _SECONDS
        ):
            read.append(row)
            continue
        try:
            read.append(read_row(row, at_address(str(row["url"]), actor=signed_in(request))))
        except NotRead as error:
            stopped = bool(error.retry_after)
            if stopped:
                messages.info(request, str(error))
            read.append(
                row if stopped else {**row, "state": FAILED, "take": False, "told": str(error)}
            )
    return read

"""Desk queries in the desk: beside their sections in the form, and on a page of their own."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from newsdesk.comments import threads
from newsdesk.comments.admin.threads import WHOLE_PAGE, Talk
from newsdesk.comments.mentions import beginning
from newsdesk.comments.preview_links import SHARE
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.models import WorkingCopy


class QueryPages(WorkflowAdmin):
    """The queries of a kind of page. `sections` are those of its form."""

    def get_urls(self) -> list[URLPattern]:
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/queries/", view(self.queries_view), name=f"{info}_queries"),
            path(
                "<int:object_id>/colleagues/",
                view(self.colleagues_view),
                name=f"{info}_colleagues",
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, object],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: WorkingCopy | None = None,
    ) -> HttpResponse:
        """Put each section's open queries beside it. Two queries."""
        response = super().render_change_form(request, context, add, change, form_url, obj)
        item = context.get("original")
        if not isinstance(item, WorkingCopy) or not isinstance(response, TemplateResponse):
            return response
        shown = response.context_data or {}
        lists = (each.formset for each in shown["inline_admin_formsets"])
        rows = {formset.prefix: formset.saved_rows for formset in lists}
        found = Talk(self, request, item).sections(rows)
        for section in shown["sections"]:
            section["queries"] = found[section["anchor"]]
        may_share = request.user.has_perm(SHARE)
        shared = self.address("shared", item.pk) if may_share else ""
        shown["desk"]["queries"] = found[WHOLE_PAGE] | {"shared_address": shared}
        return response

    def queries_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET lists all and asks; POST asks, replies, resolves or reopens."""
        talk = Talk(self, request, self.item_or_404(request, object_id))
        return talk.act() if request.method == "POST" else talk.look()

    def colleagues_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Names that begin with `?q=`, of those who may see this page."""
        item = self.item_or_404(request, object_id)
        if not request.user.has_perm(threads.ASK):
            raise PermissionDenied
        typed = request.GET.get("q", "")[:150].replace("\0", "")
        found = beginning(typed, item)
        names = [{"name": each.get_username(), "full": each.get_full_name()} for each in found]
        return JsonResponse({"colleagues": names})

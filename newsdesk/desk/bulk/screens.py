"""The desk's pages for bulk changes: choosing in a list, a preview, what was done, undo, and all of them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import display_for_value
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html

from newsdesk.desk.bulk import batches
from newsdesk.desk.bulk.actions import Action, actions_of
from newsdesk.desk.bulk.forms import ActionForm
from newsdesk.desk.bulk.models import BulkDeed
from newsdesk.desk.bulk.summaries import of_deed, of_plan
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.keys import numbers
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.status import Standing
from newsdesk.requests.signed_in import signed_in

if TYPE_CHECKING:
    from django.contrib.admin.options import _ListDisplayT
    from django.db.models.options import Options

PER_PAGE = 50
EMPTY = "Tick the pages first."
TOO_MANY = f"These are too many pages for one go: choose {batches.MOST:,} at most."


class BulkPages(WorkflowAdmin):
    """Mix this into the admin of a page: its list can be ticked, and ticked pages changed together.

    SECURITY: keys and actions come from outside. A key counts only as one of this kind of page, an
    action only for who holds the right of its verb, and the verb asks again for every page.
    """

    def get_urls(self) -> list[URLPattern]:
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("bulk/", view(self.bulk_view), name=f"{info}_bulk"),
            path("bulk/<int:number>/", view(self.bulk_deed_view), name=f"{info}_bulk_deed"),
            *super().get_urls(),
        ]

    # The list

    def get_list_display(self, request: HttpRequest) -> "_ListDisplayT":
        columns = super().get_list_display(request)
        return ["ticked", *columns] if self.bulk_actions(request) else columns

    def get_list_display_links(
        self, request: HttpRequest, list_display: "_ListDisplayT"
    ) -> "_ListDisplayT":
        return super().get_list_display_links(
            request, [name for name in list_display if name != "ticked"]
        )

    @admin.display(description="Choose")
    def ticked(self, item: WorkingCopy) -> str:
        return format_html(
            '<input type="checkbox" name="page" value="{}" aria-label="Choose “{}”">',
            item.key,
            item,
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        query = request.GET.urlencode()
        bulk = {
            "actions": self.bulk_actions(request),
            "address": self.address("bulk"),
            "choose": f"{self.address('bulk')}{'?' if query else ''}{query}",
        }
        return super().changelist_view(request, {"bulk": bulk, **(extra_context or {})})

    def bulk_actions(self, request: HttpRequest) -> dict[str, Action]:
        """Return the actions that this person may do."""
        return {
            name: action
            for name, action in actions_of(self).items()
            if action.allows(signed_in(request))
        }

    # Choosing, and the page of all bulk changes

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """GET shows what was done in bulk, POST makes a plan of what was ticked and leads to its preview."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._plan_bulk(request)
        deeds = BulkDeed.objects.on(self.model).begun().with_numbers()
        page = Paginator(deeds.select_related("actor", "undone_by"), PER_PAGE).get_page(
            request.GET.get("p")
        )
        labels = {name: action.label for name, action in actions_of(self).items()}
        context = {
            **self.admin_site.each_context(request),
            "title": f"Bulk changes: {self.opts.verbose_name_plural}",
            "opts": self.opts,
            "page": page,
            "deeds": [
                (deed, labels.get(deed.action, deed.action), self.address("bulk_deed", deed.pk))
                for deed in page
            ],
        }
        return TemplateResponse(request, "admin/bulk/list.html", context)

    def _plan_bulk(self, request: HttpRequest) -> HttpResponse:
        action = self._bulk_action(request, request.POST.get("action", ""))
        pages = self._bulk_listed(request) if "all" in request.POST else self._bulk_ticked(request)
        if not pages or len(pages) > batches.MOST:
            self.message_user(request, TOO_MANY if pages else EMPTY, messages.WARNING)
            query = request.GET.urlencode()
            return HttpResponseRedirect(f"{self.list_address()}{'?' if query else ''}{query}")
        deed = batches.plan(action, pages, actor=signed_in(request))
        return HttpResponseRedirect(self.address("bulk_deed", deed.pk))

    def _bulk_action(self, request: HttpRequest, name: str) -> Action:
        action = actions_of(self).get(name)
        if action is None:
            # Whoever may do nothing here is told that, and not which words there are.
            if not self.bulk_actions(request):
                raise PermissionDenied
            raise BadRequest("There is no such action.")
        if not action.allows(signed_in(request)):
            raise PermissionDenied
        return action

    def _bulk_ticked(self, request: HttpRequest) -> list[WorkingCopy]:
        try:
            keys = numbers(self.model.key_prefix, request.POST.getlist("page"))
        except ValueError as error:
            raise BadRequest("These are no pages of this kind.") from error
        keys = [key for key in dict.fromkeys(keys) if key < 2**63]
        found = self.model._default_manager.in_bulk(keys[: batches.MOST + 1])
        return [found[key] for key in keys if key in found]

    def _bulk_listed(self, request: HttpRequest) -> list[WorkingCopy]:
        """Return the pages of the list as it was narrowed down, in its order; one more than allowed."""
        try:
            rows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters as error:
            raise BadRequest("There is no such list.") from error
        if hasattr(self.model, "merged_into") and request.GET.get("standing") != Standing.MERGED:
            rows = rows.filter(merged_into=None)
        return list(rows[: batches.MOST + 1])

    # One bulk change

    def bulk_deed_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """A plan is shown to who made it, a deed to all of the desk; POST does it, goes on or undoes it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        deeds = BulkDeed.objects.on(self.model).select_related("actor", "undone_by")
        deed = deeds.filter(pk=number).first() if number < 2**63 else None
        action = actions_of(self).get(deed.action) if deed else None
        if deed is None or action is None or (not deed.begun_at and deed.actor != request.user):
            raise Http404("There is no such bulk change.")
        if request.method == "POST":
            return self._post_bulk(request, deed, action)
        return self._show_bulk(request, deed, action)

    def _post_bulk(self, request: HttpRequest, deed: BulkDeed, action: Action) -> HttpResponse:
        steps: dict[str, Callable[[BulkDeed, Action, User], None]] = {
            "do": _do,
            "undo": _undo,
        }
        if not action.allows(signed_in(request)):
            raise PermissionDenied
        step = request.POST.get("step", "")
        if step == "ask" and action.form and not deed.begun_at:
            form = action.form(request.POST)
            if not form.is_valid():
                return self._show_bulk(request, deed, action, form=form)
            batches.fill_in(deed, form.values())
        elif step in steps and deed.values is not None:
            if step == "do" and deed.actor != request.user:
                raise PermissionDenied
            steps[step](deed, action, signed_in(request))
        return HttpResponseRedirect(self.address("bulk_deed", deed.pk))

    def _show_bulk(
        self,
        request: HttpRequest,
        deed: BulkDeed,
        action: Action,
        *,
        form: ActionForm | None = None,
    ) -> HttpResponse:
        if action.form and form is None and not deed.begun_at:
            form = action.form.again(deed.values)
        seen = of_deed(deed) if deed.begun_at else of_plan(deed, action)
        page = Paginator(seen.rows, PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{action.label}: {_counted(len(seen.rows), self.opts)}",
            "opts": self.opts,
            "deed": deed,
            "action": action,
            "form": form,
            "seen": seen,
            "page": page,
            "rows": [(row, self.address("change", row.page)) for row in page],
            "may": action.allows(signed_in(request)),
            "own": deed.actor == request.user,
            "all_address": self.address("bulk"),
        }
        return TemplateResponse(request, "admin/bulk/deed.html", context)


def _do(deed: BulkDeed, action: Action, actor: User) -> None:
    batches.begin(deed, action, actor=actor)
    batches.go_on(deed, action, actor=actor)


def _undo(deed: BulkDeed, action: Action, actor: User) -> None:
    batches.begin_undo(deed, action, actor=actor)
    batches.go_on_undoing(deed, action, actor=actor)


def _counted(number: int, opts: "Options") -> str:
    name = opts.verbose_name if number == 1 else opts.verbose_name_plural
    return f"{display_for_value(number, '')} {name}"

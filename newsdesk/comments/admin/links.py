"""Shared previews in the desk: the address."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from newsdesk.comments.admin.preview_links import SharedPreviews
from newsdesk.comments.preview_links import SHARE
from newsdesk.desk.workflow_admin import WorkflowAdmin


class LinkPages(WorkflowAdmin):
    """The shared previews of a kind of page."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_shared"
        view = self.admin_site.admin_view(self.shared_view)
        return [path("<int:object_id>/shared/", view, name=name), *super().get_urls()]

    def shared_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET lists the links and asks for a new one; POST shares or revokes."""
        item = self.item_or_404(request, object_id)
        if not request.user.has_perm(SHARE):
            raise PermissionDenied
        sharing = SharedPreviews(self, request, item)
        return sharing.act() if request.method == "POST" else sharing.look()

"""Shared previews in the desk: the address, and what a kind of page must say of itself."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from newsdesk.comments.admin.preview_links import Sharing
from newsdesk.comments.preview_links import SHARE
from newsdesk.pages.public_page import PublicPage
from newsdesk.workflow.register import AnyWorkflow


class LinkPages(admin.ModelAdmin):
    """The shared previews of a kind of page, which `workflow` is."""

    workflow: AnyWorkflow
    item_or_404: Any
    address: Any
    shown_page: Callable[..., PublicPage[Any]]

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_shared"
        view = self.admin_site.admin_view(self.shared_view)
        return [path("<int:object_id>/shared/", view, name=name), *super().get_urls()]

    def shared_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET lists the links and asks for a new one; POST shares or revokes."""
        item = self.item_or_404(request, object_id)
        if not request.user.has_perm(SHARE):
            raise PermissionDenied
        sharing = Sharing(self, request, item)
        return sharing.act() if request.method == "POST" else sharing.look()

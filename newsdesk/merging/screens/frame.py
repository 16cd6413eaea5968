"""What the pages for merging have in common: who may open them, their addresses, their templates."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models.options import Options
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from js_asset import Media

from newsdesk.requests.nonce import nonce_of

PER_PAGE = 50
Crumb = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What the pages call a kind: `one` of them, `many`; `undone` says what an undo brings back."""

    one: str
    many: str
    undone: str


class MergeScreens(admin.ModelAdmin):
    """An admin whose rows are merged. The transitions check the right again; without it every page is 403."""

    merge_permission: str
    labels: Labels
    # A template of links to the pages beside these, or "".
    merge_tabs = ""

    def may_merge(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.merge_permission)

    def require(self, request: HttpRequest) -> None:
        """Raise PermissionDenied unless this person may merge."""
        if not self.may_merge(request) or not self.has_view_permission(request):
            raise PermissionDenied

    def at(self, name: str, *args: Any) -> str:
        """Return the address of one of this admin's pages, "merges" or "undo"."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def address_of(self, key: int) -> str:
        """Return where the desk tells of the row `key`."""
        return self.at("change", key)

    @property
    def trail_of(self) -> Options:
        """The kind under whose list these pages stand."""
        return self.opts

    def merge_crumbs(self) -> list[Crumb]:
        """Return address and title of what stands between the list and these pages."""
        return [(self.at("merges"), "Merges")]

    def with_nonce(self, request: HttpRequest, form: Any) -> Media:
        """Return the scripts of a form. The editor's import map is inline: without the nonce none starts."""
        return Media.from_media(form.media).with_nonce(nonce_of(request))

    def merge_page(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return a template of the desk, "merging/undo", with what its frame needs."""
        frame = {
            **self.admin_site.each_context(request),
            "opts": self.trail_of,
            "crumbs": self.merge_crumbs(),
            "labels": self.labels,
            "tabs": self.merge_tabs,
        }
        return TemplateResponse(request, f"admin/{name}.html", {**frame, **context}, status=status)

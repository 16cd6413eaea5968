"""What the pages for merging topics or outlets have in common: who may open them, what stands round them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from js_asset import Media

from entities.merging.choice_form import Group
from newsdesk.merging.engine import MergeKind

PER_PAGE = 50
FOUND = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """What these pages must know of a kind of row: the engine's kind, the two verbs, what is chosen."""

    kind: MergeKind[Any, Any]
    merge: Callable[..., Any]
    undo: Callable[..., Any]
    groups: tuple[Group, ...] = ()


class JoiningDesk(admin.ModelAdmin):
    """An admin whose rows can be merged. The verbs check the right again; without it every page is 403."""

    joining: Joining

    def may_merge(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.joining.kind.permission)

    def _require(self, request: HttpRequest) -> None:
        if not self.may_merge(request) or not self.has_view_permission(request):
            raise PermissionDenied

    def _named(self, request: HttpRequest, name: str) -> Any:
        """Return the row that the address names, or None where it names none. Raises Http404."""
        key = request.GET.get(name, "")
        if not key:
            return None
        item = self.get_object(request, key) if key.isdecimal() and len(key) < 19 else None
        if item is None:
            raise Http404("There is no such page.")
        return item

    def _with_nonce(self, request: HttpRequest, form: Any) -> Any:
        # The editor's import map is an inline script: without the nonce none starts.
        return Media.from_media(form.media).with_nonce(str(request.csp_nonce))  # type: ignore[attr-defined]

    @property
    def _plural(self) -> str:
        return str(self.opts.verbose_name_plural)

    def _at(self, name: str, *args: Any) -> str:
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"admin:{info}_{name}", args=args)

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return one of our templates with what the desk's frame needs."""
        frame = {**self.admin_site.each_context(request), "opts": self.opts}
        where = f"admin/entities/joining/{name}.html"
        return TemplateResponse(request, where, {**frame, **context}, status=status)
